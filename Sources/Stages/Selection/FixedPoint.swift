import ExactSums

/// A sum of keys of 0 or more, exactly, in units of the least subnormal double: wide enough for
/// 2^63 of the largest double times 2^63.
package struct FixedPoint: Hashable, Comparable, Sendable {
  private static let lowestExponent = -1074
  private static let wordCount = 36
  /// Lowest first.
  private var words = Array(repeating: 0 as UInt64, count: wordCount)

  package static let zero = FixedPoint()

  /// Adds `magnitude` times 2^`exponent`.
  ///
  /// - Precondition: the exponent is that of a key, -1074 or more.
  package mutating func add(_ magnitude: UInt128, exponent: Int) {
    guard magnitude > 0 else { return }
    let (word, shift) = (exponent - Self.lowestExponent).quotientAndRemainder(dividingBy: 64)
    let low = magnitude << UInt128(shift)
    let high = shift == 0 ? 0 : UInt64(magnitude >> UInt128(128 - shift))
    var carry: UInt64 = 0
    for (index, part) in [low.lowWord, low.highWord, high].enumerated() {
      carry = add(part, carry, to: word + index)
    }
    var index = word + 3
    while carry > 0 {
      carry = add(0, carry, to: index)
      index += 1
    }
  }

  package static func += (a: inout FixedPoint, b: FixedPoint) {
    var carry: UInt64 = 0
    for index in 0..<wordCount { carry = a.add(b.words[index], carry, to: index) }
  }

  private mutating func add(_ part: UInt64, _ carry: UInt64, to index: Int) -> UInt64 {
    let (first, overflow) = words[index].addingReportingOverflow(part)
    let (sum, more) = first.addingReportingOverflow(carry)
    words[index] = sum
    return (overflow ? 1 : 0) + (more ? 1 : 0)
  }

  package static func * (a: FixedPoint, factor: Int) -> FixedPoint {
    var product = a
    var carry: UInt64 = 0
    for index in 0..<wordCount {
      let (high, low) = a.words[index].multipliedFullWidth(by: UInt64(factor))
      let (sum, overflow) = low.addingReportingOverflow(carry)
      product.words[index] = sum
      carry = high + (overflow ? 1 : 0)
    }
    return product
  }

  package static func < (a: FixedPoint, b: FixedPoint) -> Bool {
    for index in (0..<wordCount).reversed() where a.words[index] != b.words[index] {
      return a.words[index] < b.words[index]
    }
    return false
  }

  /// The nearest double, ties to even.
  package var value: Double {
    // The exact sum's words have 32 bits each of the same unit, and three counts behind them.
    let digits = words.prefix((ExactSum.wordCount - 3) / 2).flatMap {
      [Int64($0 & 0xFFFF_FFFF), Int64($0 >> 32)]
    }
    return ExactSum(words: digits + [0, 0, 0]).value
  }
}

extension UInt128 {
  fileprivate var lowWord: UInt64 { UInt64(truncatingIfNeeded: self) }
  fileprivate var highWord: UInt64 { UInt64(truncatingIfNeeded: self >> 64) }
}
