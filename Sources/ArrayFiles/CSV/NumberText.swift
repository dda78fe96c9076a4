// Numbers as text. Exact: the double nearest to what is written, half to even, as Python's `float`
// gives it.

/// A range of bytes that may be a number.
struct NumberText {
  /// Local. A whole number of 64 bits: digits with an optional sign. `-0` is none, because as a
  /// float it is another value than 0.
  @inline(__always)
  static func integer(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    guard index < end, end - index <= 19 else { return nil }
    var value: UInt64 = 0
    while index < end {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      // Nineteen digits stay below 2^64.
      value = value &* 10 &+ UInt64(digit)
      index += 1
    }
    if isNegative {
      guard value != 0, value <= 1 << 63 else { return nil }
      return Int64(truncatingIfNeeded: 0 &- value)
    }
    return Int64(exactly: value)
  }

  /// Local. A decimal number with optional sign, point and exponent; nil for other text, also for
  /// what ``special(_:_:)`` takes.
  @inline(__always)
  static func decimal(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    var mantissa: UInt64 = 0
    var exponent = 0
    // Digits of the mantissa from the first that is not zero on.
    var significant = 0
    let first = index
    while index < end {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      if mantissa != 0 || significant > 0 { significant += 1 }
      index += 1
    }
    var digits = index - first
    if index < end, text[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      while index < end {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit <= 9 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa != 0 || significant > 0 { significant += 1 }
        index += 1
      }
      exponent = point - index
      digits += index - point
    }
    guard digits > 0 else { return nil }
    if index < end {
      guard text[index] | 0x20 == UInt8(ascii: "e"),
        let power = power(text, index + 1..<end)
      else { return nil }
      exponent += power
    }
    guard significant <= 19, let value = scaled(mantissa, by: exponent) else {
      return Double(string(text, range))
    }
    return isNegative ? -value : value
  }

  /// Local. `inf` and `infinity`, with a sign, in any case, as Python's `float` takes them.
  static func special(_ text: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard range.count <= 9 else { return nil }
    let word = string(text, range).lowercased()
    let isNegative = word.hasPrefix("-")
    let name = isNegative || word.hasPrefix("+") ? String(word.dropFirst()) : word
    guard name == "inf" || name == "infinity" else { return nil }
    return isNegative ? -.infinity : .infinity
  }

  /// The number behind an `e`.
  private static func power(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    guard index < range.upperBound else { return nil }
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    guard index < range.upperBound else { return nil }
    var value = 0
    while index < range.upperBound {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      // Beyond this every number is 0 or infinite, however many digits it has.
      value = Swift.min(value * 10 + Int(digit), 1 << 40)
      index += 1
    }
    return isNegative ? -value : value
  }

  static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for index in range { bytes.append(text[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: mantissa × 10^exponent

  /// The double nearest to `mantissa` × 10^`exponent`; nil where that needs more than 128 bits.
  @inline(__always)
  private static func scaled(_ mantissa: UInt64, by exponent: Int) -> Double? {
    if mantissa == 0 { return 0 }
    // Both factors are doubles, and one rounding is exact: Clinger 1990, "How to read floating
    // point numbers accurately".
    if mantissa <= 1 << 53, exponent.magnitude <= 22 {
      let value = Double(mantissa)
      return exponent < 0
        ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
    }
    guard exponent.magnitude <= 27 else { return nil }
    return exponent < 0 ? quotient(mantissa, -exponent) : product(mantissa, exponent)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 5^0 to 5^27, which is below 2^63.
  private static let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { value, _ in value * 5 }
  }

  /// mantissa × 5^power, which has at most 127 bits, × 2^power.
  private static func product(_ mantissa: UInt64, _ power: Int) -> Double {
    let (high, low) = mantissa.multipliedFullWidth(by: powersOfFive[power])
    if high == 0 {
      let shift = low.leadingZeroBitCount
      return rounded(low << UInt64(shift), rest: false, times: power - shift)
    }
    let shift = UInt64(high.leadingZeroBitCount)
    return rounded(
      high << shift | (low >> 1) >> (63 - shift), rest: low << shift != 0,
      times: power + 64 - Int(shift))
  }

  /// mantissa ÷ 5^power × 2^-power: the first 64 bits of the quotient, and whether any follow.
  private static func quotient(_ mantissa: UInt64, _ power: Int) -> Double {
    let shiftUp = mantissa.leadingZeroBitCount
    let dividend = mantissa << UInt64(shiftUp)
    let five = powersOfFive[power]
    let shiftDown = five.leadingZeroBitCount
    let divisor = five << UInt64(shiftDown)
    // The quotient of both is in (1/2, 2); with this the integer one has exactly 64 bits.
    let isLarger = dividend >= divisor
    let wide: (UInt64, UInt64) = isLarger ? (dividend >> 1, dividend << 63) : (dividend, 0)
    let (quotient, remainder) = divisor.dividingFullWidth(wide)
    return rounded(
      quotient, rest: remainder != 0,
      times: shiftDown - shiftUp - power - (isLarger ? 63 : 64))
  }

  /// `bits`, whose highest is set, rounded half to even to 53 bits, × 2^`exponent`; `rest`: there
  /// is something behind the last bit.
  private static func rounded(_ bits: UInt64, rest: Bool, times exponent: Int) -> Double {
    var value = bits >> 11
    let dropped = bits & 0x7FF
    if dropped > 0x400 || (dropped == 0x400 && (rest || value & 1 == 1)) { value += 1 }
    // A power of two far from both ends of the range: this product is exact.
    return Double(value) * Double(bitPattern: UInt64(exponent + 11 + 1023) << 52)
  }
}
