import ShardedArrays

/// What entries of chunks without a file are, in the bytes of one.
enum ZarrFill {
  /// The bytes of a `fill_value`; nil where it is none of this type.
  ///
  /// `null` says nothing and means zero, as a missing value does. Floats may be `"NaN"`,
  /// `"Infinity"`, `"-Infinity"` or, as the bits, `"0x7fc00000"`; integers may be written with a
  /// fraction of zero.
  static func bytes(_ value: JSONValue, _ type: ElementType, _ order: ByteOrder) -> [UInt8]? {
    guard let bits = bits(value, type) else { return nil }
    let width = type.byteCount
    let little = (0..<width).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    return order == .little ? little : little.reversed()
  }

  private static func bits(_ value: JSONValue, _ type: ElementType) -> UInt64? {
    switch value {
    case .null: return 0
    case .bool(let value): return type.isBool ? (value ? 1 : 0) : nil
    case .number(let text): return type.isFloat ? float(text, type) : integer(text, type)
    case .text(let text): return type.isFloat ? named(text, type) : nil
    case .list, .object: return nil
    }
  }

  private static func float(_ text: String, _ type: ElementType) -> UInt64? {
    guard let value = Double(text == "Infinity" ? "inf" : text == "-Infinity" ? "-inf" : text)
    else { return nil }
    return switch type {
    case .float16: UInt64(Float16(value).bitPattern)
    case .float32: UInt64(Float(value).bitPattern)
    default: value.bitPattern
    }
  }

  private static func named(_ text: String, _ type: ElementType) -> UInt64? {
    if ["NaN", "Infinity", "-Infinity"].contains(text) { return float(text, type) }
    let digits = text.dropFirst(2)
    guard text.hasPrefix("0x"), digits.utf8.count == 2 * type.byteCount,
      digits.first != "+", digits.first != "-"
    else { return nil }
    return UInt64(digits, radix: 16)
  }

  private static func integer(_ text: String, _ type: ElementType) -> UInt64? {
    switch type {
    case .bool: exactly(text, UInt8.self).flatMap { $0 > 1 ? nil : UInt64($0) }
    case .int8: exactly(text, Int8.self).map { UInt64(bitPattern: Int64($0)) }
    case .int16: exactly(text, Int16.self).map { UInt64(bitPattern: Int64($0)) }
    case .int32: exactly(text, Int32.self).map { UInt64(bitPattern: Int64($0)) }
    case .int64: exactly(text, Int64.self).map { UInt64(bitPattern: $0) }
    case .uint8: exactly(text, UInt8.self).map(UInt64.init)
    case .uint16: exactly(text, UInt16.self).map(UInt64.init)
    case .uint32: exactly(text, UInt32.self).map(UInt64.init)
    case .uint64: exactly(text, UInt64.self)
    case .float16, .float32, .float64: nil
    }
  }

  private static func exactly<Value: FixedWidthInteger>(
    _ text: String, _ type: Value.Type
  ) -> Value? {
    Value(text) ?? Double(text).flatMap { Value(exactly: $0) }
  }
}
