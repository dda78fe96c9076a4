import PruneKernels
import ShardedArrays

/// A typed number known before any record is read: its bits, zero-extended.
struct Constant: Hashable {
  let type: ElementType
  let bits: UInt64

  init(type: ElementType, bits: UInt64) {
    self.type = type
    self.bits = bits
  }

  init(_ value: Bool) { self.init(type: .bool, bits: value ? 1 : 0) }

  /// An integer as a value of `type`; nil outside its range. Floats round as NumPy does, by way
  /// of float64.
  init?(_ value: Int128, _ type: ElementType) {
    if type.isFloat {
      self.init(Double(value), type)
    } else {
      guard let bounds = type.integerBounds, bounds.contains(value) else { return nil }
      let all = UInt64(truncatingIfNeeded: value)
      let width = UInt64(type.byteCount * 8)
      self.init(type: type, bits: width == 64 ? all : all & ((1 << width) - 1))
    }
  }

  /// - Precondition: `type` is a float type.
  init(_ value: Double, _ type: ElementType) {
    switch type {
    case .float16: self.init(type: type, bits: UInt64(Float16(value).bitPattern))
    case .float32: self.init(type: type, bits: UInt64(Float(value).bitPattern))
    default: self.init(type: type, bits: value.bitPattern)
    }
  }

  var isTrue: Bool { bits != 0 }

  /// The value of a bool or an integer.
  var integer: Int128? {
    guard !type.isFloat else { return nil }
    guard type.isSignedInteger else { return Int128(bits) }
    let unused = UInt64(64 - type.byteCount * 8)
    return Int128(Int64(bitPattern: bits << unused) >> Int64(unused))
  }

  /// The value, rounded for integers beyond 2⁵³.
  var double: Double {
    switch type {
    case .float16: Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    default: Double(integer ?? 0)
    }
  }

  /// The same value in a wider type; beyond 2⁵³ float64 rounds it.
  func converted(to type: ElementType) -> Constant {
    if let integer, let constant = Constant(integer, type) { return constant }
    return Constant(double, type)
  }

  /// As typed in an expression over the same type.
  var text: String {
    switch type {
    case .bool: isTrue ? "True" : "False"
    case .float16: double.isNaN ? "nan" : Float16(double).description
    case .float32: double.isNaN ? "nan" : Float(double).description
    case .float64: double.text
    default: integer.map { String($0) } ?? ""
    }
  }
}
