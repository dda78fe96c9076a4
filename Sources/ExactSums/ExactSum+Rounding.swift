extension ExactSum {
  /// The sum as the nearest double, ties to even; infinite if it is beyond the largest one.
  public var value: Double { divided(by: 1, .double) }

  /// The sum as the nearest float, ties to even; infinite if it is beyond the largest one. Not
  /// what rounding ``value`` would give, which rounds twice.
  public var floatValue: Float { Float(divided(by: 1, .float)) }

  /// The exact sum divided by `count`, as the nearest double, ties to even.
  ///
  /// - Precondition: `count` is positive.
  public func mean(count: Int) -> Double {
    precondition(count > 0, "mean of \(count) elements")
    return divided(by: UInt64(count), .double)
  }

  /// What a result is rounded to.
  private struct Format {
    /// Bits of a significand, the hidden one included.
    let significandBits: Int
    /// The exponent of the least subnormal number.
    let leastExponent: Int

    static let double = Format(significandBits: 53, leastExponent: -1074)
    static let float = Format(significandBits: 24, leastExponent: -149)
  }

  /// The quotient rounded to `format`, as a double, which may be larger than the format's largest
  /// number.
  private func divided(by divisor: UInt64, _ format: Format) -> Double {
    if nanCount > 0 || (positiveInfinityCount > 0 && negativeInfinityCount > 0) { return .nan }
    if positiveInfinityCount > 0 { return .infinity }
    if negativeInfinityCount > 0 { return -.infinity }
    let (isNegative, magnitude) = signAndMagnitude()
    // 64 more bits below: enough to round a quotient that has few bits of its own.
    let fixed = [0] + magnitude
    let (quotient, isInexact) = Self.divide(fixed, by: divisor)
    let rounded = Self.round(
      quotient, unit: Self.lowestExponent - 64, hasRemainder: isInexact, to: format)
    return isNegative ? -rounded : rounded
  }

  /// The digits as words of 64 bits, lowest first.
  private func signAndMagnitude() -> (isNegative: Bool, words: [UInt64]) {
    var digits = Array(words[..<Self.digitCount])
    let isNegative = digits[Self.digitCount - 1] < 0
    if isNegative {
      var carried: Int64 = 0
      for index in digits.indices {
        let digit = carried - digits[index]
        digits[index] = digit & 0xFFFF_FFFF
        carried = digit >> 32
      }
    }
    return (
      isNegative,
      stride(from: 0, to: Self.digitCount, by: 2).map {
        UInt64(digits[$0]) | UInt64(digits[$0 + 1]) << 32
      }
    )
  }

  /// Long division of a number in words of 64 bits, lowest first.
  private static func divide(
    _ number: [UInt64], by divisor: UInt64
  ) -> (quotient: [UInt64], hasRemainder: Bool) {
    guard divisor > 1 else { return (number, false) }
    var quotient = number
    var remainder: UInt64 = 0
    for index in number.indices.reversed() {
      (quotient[index], remainder) = divisor.dividingFullWidth((remainder, number[index]))
    }
    return (quotient, remainder > 0)
  }

  /// `number` times 2^`unit`, and less than a unit more if `hasRemainder`, to the nearest number
  /// of `format`.
  private static func round(
    _ number: [UInt64], unit: Int, hasRemainder: Bool, to format: Format
  ) -> Double {
    guard let top = number.lastIndex(where: { $0 != 0 }) else { return 0 }
    let bitCount = 64 * top + 64 - number[top].leadingZeroBitCount
    // The lowest bit kept: fewer bits where the result is subnormal. The 64 bits below the least
    // subnormal double's unit are always dropped, so `dropped` is positive.
    let dropped = max(bitCount - format.significandBits, format.leastExponent - unit)
    var kept = word(number, from: dropped)
    let half = word(number, from: dropped - 1) & 1
    let isMore = hasRemainder || hasBits(number, below: dropped - 1)
    if half == 1 && (isMore || kept & 1 == 1) { kept += 1 }
    return Double(sign: .plus, exponent: unit + dropped, significand: Double(kept))
  }

  /// 64 bits from bit `start` on.
  private static func word(_ number: [UInt64], from start: Int) -> UInt64 {
    let (index, shift) = start.quotientAndRemainder(dividingBy: 64)
    guard index < number.count else { return 0 }
    let above = index + 1 < number.count ? number[index + 1] : 0
    // A shift by 64 gives 0.
    return number[index] >> UInt64(shift) | above << UInt64(64 - shift)
  }

  private static func hasBits(_ number: [UInt64], below end: Int) -> Bool {
    let (index, shift) = end.quotientAndRemainder(dividingBy: 64)
    return number[..<min(index, number.count)].contains { $0 != 0 }
      || index < number.count && number[index] & (1 << UInt64(shift) &- 1) != 0
  }
}
