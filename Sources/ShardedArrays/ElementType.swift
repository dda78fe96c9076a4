/// What one element of an array is: the kinds and widths that NumPy, HDF5 and MPI share.
///
/// Elements travel as their bits; only kernels and expressions look inside.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64

  /// The width of one element in bytes: 1, 2, 4 or 8.
  public var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  public var isBool: Bool { self == .bool }

  public var isFloat: Bool {
    switch self {
    case .float16, .float32, .float64: true
    default: false
    }
  }

  public var isSignedInteger: Bool {
    switch self {
    case .int8, .int16, .int32, .int64: true
    default: false
    }
  }

  public var isUnsignedInteger: Bool {
    switch self {
    case .uint8, .uint16, .uint32, .uint64: true
    default: false
    }
  }

  public var isInteger: Bool { isSignedInteger || isUnsignedInteger }

  /// Kind letter and width, as NumPy's array interface writes them without the byte order:
  /// `b1`, `i8`, `u2`, `f4`.
  public var typeCode: String {
    let kind = isBool ? "b" : isFloat ? "f" : isSignedInteger ? "i" : "u"
    return kind + String(byteCount)
  }

  /// The type with this code, or nil. The inverse of ``typeCode``.
  public init?(typeCode: some StringProtocol) {
    guard let type = Self.allCases.first(where: { $0.typeCode == typeCode }) else { return nil }
    self = type
  }
}

/// In which order the bytes of one element lie in a file.
public enum ByteOrder: String, Sendable, Hashable {
  case little, big

  /// The order of the machine that runs this code.
  public static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }
}
