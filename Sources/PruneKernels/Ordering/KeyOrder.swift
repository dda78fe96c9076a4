// Keys of any element type as unsigned integers with the same order, called ordered keys here.
//
// A float is its magnitude's bits, negated where the sign is set, and moved up so that the least
// comes out positive: the order of IEEE 754-2019 section 5.10 but that both zeros are the same
// and every NaN lies beyond the infinities, on either side.

/// How the bits of keys of one element type are ordered.
public struct KeyOrder: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case unsigned, signed, float
  }

  public let kind: Kind
  /// 1, 2, 4 or 8; 2, 4 or 8 of floats.
  public let byteCount: Int

  public init(_ kind: Kind, byteCount: Int) {
    precondition([1, 2, 4, 8].contains(byteCount), "keys of \(byteCount) bytes")
    precondition(kind != .float || byteCount > 1, "floats of one byte")
    self.kind = kind
    self.byteCount = byteCount
  }

  private var signBit: UInt64 { 1 << UInt64(8 * byteCount - 1) }
  /// Bits of a float's significand, without the hidden one.
  var fractionBits: Int { byteCount == 8 ? 52 : byteCount == 4 ? 23 : 10 }
  private var exponentBits: Int { 8 * byteCount - 1 - fractionBits }
  private var infinity: UInt64 {
    (1 << UInt64(exponentBits) - 1) << UInt64(fractionBits)
  }

  /// The ordered key of an element with these bits.
  public func ordered(_ bits: UInt64) -> UInt64 {
    switch kind {
    case .unsigned: bits
    case .signed: bits ^ signBit
    case .float: bits & signBit == 0 ? bits + signBit : signBit - (bits - signBit)
    }
  }

  /// The bits of the element with this ordered key; those of +0 for both zeros.
  public func bits(of ordered: UInt64) -> UInt64 {
    switch kind {
    case .unsigned: ordered
    case .signed: ordered ^ signBit
    case .float: ordered >= signBit ? ordered - signBit : signBit | (signBit - ordered)
    }
  }

  /// The ordered key of the least number: that of -inf for floats.
  public var least: UInt64 { kind == .float ? signBit - infinity : 0 }
  /// The ordered key of the greatest number: that of +inf for floats.
  public var greatest: UInt64 {
    kind == .float ? signBit + infinity : signBit | (signBit - 1)
  }
  public var zero: UInt64 { kind == .unsigned ? 0 : signBit }
  /// The ordered key of the greatest number that is not infinite.
  public var greatestFinite: UInt64 { kind == .float ? greatest - 1 : greatest }

  /// Whether the key is a number and not NaN.
  public func isNumber(_ ordered: UInt64) -> Bool { ordered >= least && ordered <= greatest }

  /// The key as the nearest double.
  public func value(of ordered: UInt64) -> Double {
    let bits = bits(of: ordered)
    switch (kind, byteCount) {
    case (.unsigned, _): return Double(bits)
    case (.signed, let count):
      let shift = UInt64(64 - 8 * count)
      return Double(Int64(bitPattern: bits << shift) >> Int64(shift))
    case (.float, 2): return Double(Float16(bitPattern: UInt16(bits)))
    case (.float, 4): return Double(Float(bitPattern: UInt32(bits)))
    default: return Double(bitPattern: bits)
    }
  }

  /// What a key of 0 or more counts in units of 2^``massExponent(of:)``.
  public func mass(of ordered: UInt64) -> UInt64 {
    guard kind == .float else { return ordered - zero }
    let bits = ordered - zero
    let hidden: UInt64 = bits < 1 << UInt64(fractionBits) ? 0 : 1 << UInt64(fractionBits)
    return bits & (1 << UInt64(fractionBits) - 1) | hidden
  }

  /// The exponent of the unit in which ``mass(of:)`` counts; the same for all floats whose
  /// exponents are.
  public func massExponent(of ordered: UInt64) -> Int {
    guard kind == .float else { return 0 }
    let bias = (1 << (exponentBits - 1)) - 1
    return Swift.max(Int((ordered - zero) >> UInt64(fractionBits)), 1) - bias - fractionBits
  }

  /// The elements between two ordered keys, both included; none if they are in the wrong order.
  ///
  /// - Precondition: both are numbers unless the range is empty.
  func range(_ from: UInt64, _ through: UInt64, complement: Bool = false) -> KernelRange {
    let lane: KernelRange.Lane =
      switch (kind, byteCount) {
      case (.float, 2): .half
      case (.float, 4): .float
      case (.float, _): .double
      case (_, 1): .int8
      case (_, 2): .int16
      case (_, 4): .int32
      default: .int64
      }
    var range = KernelRange(lane: lane, magnitude: false, complement: complement)
    guard from <= through else {
      range.isEmpty = true
      return range
    }
    precondition(isNumber(from) && isNumber(through), "a range of keys that ends in NaN")
    range.lower = bound(from)
    range.upper = bound(through)
    return range
  }

  /// A bound in the form of ``KernelRange``.
  func bound(_ ordered: UInt64) -> UInt64 {
    let bits = bits(of: ordered)
    return kind == .float && byteCount == 2 ? UInt64(KernelRange.orderedHalf(UInt16(bits))) : bits
  }
}
