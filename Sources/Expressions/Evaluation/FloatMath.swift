import Glibc

// NumPy's definitions of floor division and remainder, rounding without library calls, and
// the rounding to float16 after each operation. Everything here is exact or rounded once, so
// it gives the same bits everywhere; `LibraryFloat` is the part that the C library decides.

/// Local. NumPy's `floor_divide`: the floor of the quotient, computed from the exact remainder;
/// `left / right` where `right` is zero.
@inline(__always)
func flooredQuotient<Value: BinaryFloatingPoint>(_ left: Value, _ right: Value) -> Value {
  if right == 0 { return left / right }
  let rest = left.truncatingRemainder(dividingBy: right)
  var quotient = (left - rest) / right
  if rest != 0, (right < 0) != (rest < 0) { quotient -= 1 }
  guard quotient != 0 else {
    return Value(signOf: left / right, magnitudeOf: 0)
  }
  let whole = quotient.rounded(.down)
  return quotient - whole > 0.5 ? whole + 1 : whole
}

/// Local. NumPy's `remainder`: the remainder with the sign of `right`; NaN where `right` is zero.
@inline(__always)
func flooredRemainder<Value: BinaryFloatingPoint>(_ left: Value, _ right: Value) -> Value {
  let rest = left.truncatingRemainder(dividingBy: right)
  if right == 0 { return rest }
  if rest == 0 { return Value(signOf: right, magnitudeOf: 0) }
  return (right < 0) != (rest < 0) ? rest + right : rest
}

/// The functions that the C library computes. Libraries differ in the last bit, and NumPy
/// brings its own, so these agree with NumPy only up to that bit.
protocol LibraryFloat: BinaryFloatingPoint {
  /// 2 to the number of fraction bits: from here on there are no fractions.
  static var wholeFrom: Self { get }
  static func exponential(_ value: Self) -> Self
  static func naturalLogarithm(_ value: Self) -> Self
  static func logarithm2(_ value: Self) -> Self
  static func logarithm10(_ value: Self) -> Self
  static func power(_ base: Self, _ exponent: Self) -> Self
}

extension Float: LibraryFloat {
  static var wholeFrom: Float { 0x1p23 }
  static func exponential(_ value: Float) -> Float { expf(value) }
  static func naturalLogarithm(_ value: Float) -> Float { logf(value) }
  static func logarithm2(_ value: Float) -> Float { log2f(value) }
  static func logarithm10(_ value: Float) -> Float { log10f(value) }
  static func power(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }
}

extension Double: LibraryFloat {
  static var wholeFrom: Double { 0x1p52 }
  static func exponential(_ value: Double) -> Double { exp(value) }
  static func naturalLogarithm(_ value: Double) -> Double { log(value) }
  static func logarithm2(_ value: Double) -> Double { log2(value) }
  static func logarithm10(_ value: Double) -> Double { log10(value) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

extension LibraryFloat {
  /// Rounded to the nearest integer, ties to even, without a branch or a call: adding 2 to the
  /// number of fraction bits leaves no room for a fraction.
  @inline(__always) var nearestInteger: Self {
    let size = magnitude
    let rounded = (size + Self.wholeFrom) - Self.wholeFrom
    return Self(signOf: self, magnitudeOf: size < Self.wholeFrom ? rounded : size)
  }

  @inline(__always) var floorInteger: Self {
    let nearest = nearestInteger
    return Self(signOf: self, magnitudeOf: nearest > self ? nearest - 1 : nearest)
  }

  @inline(__always) var ceilingInteger: Self {
    let nearest = nearestInteger
    return Self(signOf: self, magnitudeOf: nearest < self ? nearest + 1 : nearest)
  }

  /// NumPy's `sign`: -1, 0 or 1; NaN of NaN; +0 of -0.
  @inline(__always) var signValue: Self {
    let sign: Self = self > 0 ? 1 : self < 0 ? -1 : 0
    return self == self ? sign : self
  }
}

extension Float {
  /// Rounded to float16 and held as a float, ties to even: the low 13 of 23 fraction bits go;
  /// below 2⁻¹⁴ the step is 2⁻²⁴; from 65520 on it is infinite. A signaling NaN becomes quiet.
  @inline(__always) var roundedToHalf: Float {
    let sign = bitPattern & 0x8000_0000
    let size = bitPattern & 0x7FFF_FFFF
    let normal = (size &+ 0xFFF &+ (size >> 13 & 1)) & ~0x1FFF
    let bounded = normal >= 0x4780_0000 ? 0x7F80_0000 : normal
    let subnormal = ((Float(bitPattern: size) + 0.5) - 0.5).bitPattern
    let rounded = size < 0x3880_0000 ? subnormal : bounded
    return Float(bitPattern: sign | (size > 0x7F80_0000 ? size | 0x40_0000 : rounded))
  }

  /// The bits of the float16 that this is.
  ///
  /// - Precondition: a float16's value; of a NaN, 10 fraction bits stay.
  @inline(__always) var halfBits: UInt16 {
    let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
    let size = bitPattern & 0x7FFF_FFFF
    let normal = UInt16(truncatingIfNeeded: (size &- 0x3800_0000) >> 13)
    let special = UInt16(truncatingIfNeeded: size >> 13) & 0x3FF | 0x7C00
    // Adding 1/2 leaves as many units of 2 to the -24 in the low bits.
    let subnormal = UInt16(truncatingIfNeeded: (Float(bitPattern: size) + 0.5).bitPattern)
    let bits = size >= 0x7F80_0000 ? special : size >= 0x3880_0000 ? normal : subnormal
    return sign | bits
  }

  /// The value of a float16, from its bits.
  @inline(__always) init(halfBits: UInt16) {
    let size = UInt32(halfBits & 0x7FFF) << 13
    let scaled = (Float(bitPattern: size) * 0x1p112).bitPattern
    let special = size | 0x7F80_0000
    let sign = UInt32(halfBits & 0x8000) << 16
    self.init(bitPattern: sign | (size >= 0x0F80_0000 ? special : scaled))
  }
}
