/// A number as typed in decimals, exactly: `numerator / denominator`.
public struct Decimal: Hashable, Sendable {
  public let numerator: Int
  /// A power of ten, 1 to 10¹⁵.
  public let denominator: Int

  /// Local. Reads digits with at most one point, at most 15 digits in all: `10`, `0.1`, `99.95`.
  public init?(_ text: some StringProtocol) {
    var numerator = 0
    var denominator = 1
    var digits = 0
    var seenPoint = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 15 {
        numerator = numerator * 10 + Int(byte - UInt8(ascii: "0"))
        denominator *= seenPoint ? 10 : 1
        digits += 1
      } else {
        return nil
      }
    }
    guard digits > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  public var value: Double { Double(numerator) / Double(denominator) }
}

/// How many records a stage keeps: `1000`, or `10%` of those that enter it.
public enum Amount: Hashable, Sendable {
  case count(Int)
  /// 0 to 100.
  case percent(Decimal)

  /// Local. Reads `1000`, `10%` or `0.1%`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    if text.hasSuffix("%") {
      guard let part = Decimal(text.dropLast()), part.numerator <= 100 * part.denominator else {
        return nil
      }
      self = .percent(part)
    } else {
      // Digits alone: `Int` reads a sign as well.
      guard let count = Int(text), text.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 }) else {
        return nil
      }
      self = .count(count)
    }
  }

  /// Of `total` records: ⌈P % of them⌉, or the count where there are as many.
  public func records(of total: Int) -> Int {
    switch self {
    case .count(let count): return Swift.min(count, total)
    case .percent(let part):
      let (whole, divisor) = (
        Int128(total) * Int128(part.numerator), Int128(part.denominator) * 100
      )
      return Int((whole + divisor - 1) / divisor)
    }
  }
}
