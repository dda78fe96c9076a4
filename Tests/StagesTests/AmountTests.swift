import Stages
import Testing

@Suite struct AmountTests {
  @Test(
    "decimals are read exactly",
    arguments: [
      ("10", 10, 1), ("0.1", 1, 10), ("99.95", 9995, 100), ("0", 0, 1), (".5", 5, 10),
      ("5.", 5, 1), ("0.000001", 1, 1_000_000), ("1.50", 150, 100),
      ("999999999999999", 999_999_999_999_999, 1),
      (".123456789012345", 123_456_789_012_345, 1_000_000_000_000_000),
    ])
  func decimals(text: String, numerator: Int, denominator: Int) {
    let decimal = Decimal(text)
    #expect(decimal?.numerator == numerator)
    #expect(decimal?.denominator == denominator)
  }

  @Test(
    "no other text is a decimal",
    arguments: [
      "", ".", "-1", "+1", "1e3", "1,5", " 1", "1 ", "1..2", "1.2.3", "0x1", "1_000", "nan", "inf",
      "١", "1234567890123456", "0.1234567890123456",
    ])
  func badDecimals(text: String) {
    #expect(Decimal(text) == nil)
  }

  @Test(
    "no other text is an amount",
    arguments: [
      "", "%", "-1", "-0", "+1", "-0%", "+1%", "1.5", "1e3", " 1", "1 ", "10 %", "% 10", "10%%",
      "%10", "100.1%", "101%", "1000000000000000%", "nan%", "1_000", "0x10", "١",
      "9223372036854775808",
    ])
  func badAmounts(text: String) {
    #expect(Amount(text) == nil)
  }

  @Test("amounts are read as they are typed")
  func amounts() {
    #expect(Amount("0") == .count(0))
    #expect(Amount("007") == .count(7))
    #expect(Amount("9223372036854775807") == .count(.max))
    #expect(Amount("10%") == Decimal("10").map(Amount.percent))
    #expect(Amount("100.0%") == Decimal("100.0").map(Amount.percent))
  }

  @Test(
    "a count is at most all records, a percentage is rounded up, exactly",
    arguments: [
      ("5", 10, 5), ("5", 3, 3), ("0", 3, 0), ("7", 0, 0),
      ("10%", 10, 1), ("10%", 11, 2), ("10%", 9, 1), ("10%", 0, 0), ("0%", 1000, 0),
      ("100%", 7, 7), ("0.1%", 1, 1), ("0.1%", 1000, 1), ("0.1%", 1001, 2), ("33.3%", 1000, 333),
      // In doubles 0.07 × 100 is more than 7.
      ("7%", 100, 7), ("7%", 101, 8),
      // 10¹⁸ and next to it.
      ("10%", 1_000_000_000_000_000_000, 100_000_000_000_000_000),
      ("10%", 1_000_000_000_000_000_001, 100_000_000_000_000_001),
      ("10%", 999_999_999_999_999_999, 100_000_000_000_000_000),
      ("100%", 1_000_000_000_000_000_001, 1_000_000_000_000_000_001),
      ("99.9999999999999%", 1_000_000_000_000_000_000, 999_999_999_999_999_000),
      ("99.9999999999999%", 1_000_000_000_000_000_001, 999_999_999_999_999_001),
      (".000000000000001%", 1_000_000_000_000_000_000, 10),
      (".000000000000001%", 1_000_000_000_000_000_001, 11),
      ("100%", Int.max, Int.max), ("50%", Int.max, 1 << 62),
    ])
  func records(text: String, total: Int, expected: Int) {
    #expect(Amount(text)?.records(of: total) == expected)
  }
}
