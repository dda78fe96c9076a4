import ShardedArrays

// Which type NumPy computes in, when two typed operands meet or a function needs a float.

extension ElementType {
  /// Local. NumPy's `result_type` of two arrays of these types.
  func promoted(with other: ElementType) -> ElementType {
    if self == other || other.isBool { return self }
    if isBool { return other }
    if isFloat && other.isFloat { return byteCount >= other.byteCount ? self : other }
    if isFloat { return other.smallestFloat.promoted(with: self) }
    if other.isFloat { return smallestFloat.promoted(with: other) }
    if isSignedInteger == other.isSignedInteger {
      return byteCount >= other.byteCount ? self : other
    }
    let signed = isSignedInteger ? self : other
    let unsigned = isSignedInteger ? other : self
    return .signedInteger(bytes: Swift.max(signed.byteCount, unsigned.byteCount * 2)) ?? .float64
  }

  /// The float that `sqrt`, `exp` and their kind compute in.
  var smallestFloat: ElementType {
    switch self {
    case .bool, .int8, .uint8, .float16: .float16
    case .int16, .uint16, .float32: .float32
    case .int32, .uint32, .int64, .uint64, .float64: .float64
    }
  }

  private static func signedInteger(bytes: Int) -> ElementType? {
    switch bytes {
    case 1: .int8
    case 2: .int16
    case 4: .int32
    case 8: .int64
    default: nil
    }
  }

  /// The least and the greatest value; nil for bool and floats.
  var integerBounds: ClosedRange<Int128>? {
    guard isInteger else { return nil }
    let bits = byteCount * 8
    let one: Int128 = 1
    return isSignedInteger
      ? -(one << (bits - 1))...((one << (bits - 1)) - 1) : 0...((one << bits) - 1)
  }
}
