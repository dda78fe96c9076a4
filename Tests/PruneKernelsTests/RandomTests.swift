import PruneKernels
import Testing

@Suite struct RandomTests {
  /// Random123, tests/kat_vectors, the lines `philox4x32 10`.
  @Test(
    "Philox4x32-10 gives the published answers",
    arguments: [
      (
        SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
        SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        SIMD4(repeating: UInt32.max), SIMD2(repeating: UInt32.max),
        SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      // The digits of pi.
      (
        SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        SIMD2(0xA409_3822, 0x299F_31D0),
        SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ])
  func knownAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, answer: SIMD4<UInt32>
  ) {
    #expect(Philox4x32.block(counter, key: key) == answer)
  }

  @Test("digits are bits of the published block at counter zero, key zero")
  func firstKeys() {
    let keys = RandomKeys(seed: 0)
    let words: [UInt32] = [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]
    let more = Philox4x32.block(SIMD4(0, 0, 1, 0), key: SIMD2(0, 0))
    for number in 0..<32 {
      var digit: UInt64 = 0
      for word in words + (0..<4).map({ more[$0] }) {
        digit = 2 * digit + UInt64(word >> UInt32(number)) % 2
      }
      let rest = Philox4x32.block(SIMD4(UInt32(number / 2), 0, 2, 0), key: SIMD2(0, 0))
      let first = number % 2 * 2
      let low = UInt64(rest[first]) << 32 | UInt64(rest[first + 1])
      #expect(keys.key(of: number) == digit << 56 | low >> 8)
      #expect(keys.digit(of: number) == UInt8(digit))
    }
  }

  /// Groups about the places where a counter's lower word carries, and far numbers.
  static let starts = [0, 1, 5, 8, (1 << 31) - 3, 1 << 31, (1 << 57) - 24]

  @Test("groups are split as their keys say, one after the other", arguments: paths)
  func split(path: KernelPath) throws {
    for (index, start) in Self.starts.enumerated() {
      for length in [0, 1, 2, 7, 8, 19] {
        var random = SplitMix64(seed: UInt64(index))
        let keys = RandomKeys(seed: random.next())
        for digits in Self.digits(&random) {
          var below = Guarded<UInt64>(count: length, filler: 5)
          var open = Guarded<UInt64>(count: length, filler: 7)
          below.withOutput { below in
            open.withOutput { open in
              keys.split(
                start..<start + length, at: digits, below: &below, open: &open, path: path)
            }
          }
          var expected = (
            [UInt64](repeating: 0, count: length), [UInt64](repeating: 0, count: length)
          )
          for number in 64 * start..<64 * (start + length) {
            let (word, bit) = (number / 64 - start, UInt64(1) << UInt64(number % 64))
            let digit = keys.digit(of: number)
            if digit < digits.lowerBound { expected.0[word] |= bit }
            if digits.contains(digit) { expected.1[word] |= bit }
          }
          let what: Comment = "\(path), \(length) groups from \(start), \(digits)"
          try #require(below.prefix(length) == expected.0, what)
          try #require(open.prefix(length) == expected.1, what)
          try #require(below.isIntact && open.isIntact, what)
        }
      }
    }
  }

  private static func digits(_ random: inout SplitMix64) -> [ClosedRange<UInt8>] {
    let some = (0..<3).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    return [
      0...0, 0...255, 255...255, 127...128, min(some[0], some[1])...max(some[0], some[1]),
      some[2]...some[2],
    ]
  }

  @Test("keys of any numbers", arguments: paths)
  func keysOfAny(path: KernelPath) throws {
    var random = SplitMix64(seed: 9)
    for count in Array(0...40) + [1000] {
      let keys = RandomKeys(seed: random.next())
      // Small ones, ones above 2³², and the largest.
      let numbers = (0..<count).map { index in
        index == 7 ? Int64.max : Int64(truncatingIfNeeded: random.next() >> UInt64(1 + index % 60))
      }
      var output = Guarded<UInt64>(count: count, filler: 3)
      output.withOutput { keys.keys(of: numbers.span, into: &$0, path: path) }
      try #require(output.prefix(count) == numbers.map { keys.key(of: Int($0)) }, "\(count)")
      try #require(output.isIntact)
    }
  }

  @Test("the keys of neighbours are evenly distributed, also in pairs")
  func distribution() {
    // Counts in 16 × 16 bins of the top bits of two neighbours' keys: the statistic has 255
    // degrees of freedom and a deviation of 22.6; the bounds are four and a half away.
    for seed in [0, 1, 2, UInt64.max] {
      let keys = RandomKeys(seed: seed)
      let count = 1 << 15
      var bins = [Int](repeating: 0, count: 256)
      for number in 0..<count {
        bins[Int(keys.key(of: 2 * number) >> 60) << 4 | Int(keys.key(of: 2 * number + 1) >> 60)] +=
          1
      }
      let expected = Double(count) / 256
      let statistic = bins.reduce(0.0) {
        $0 + (Double($1) - expected) * (Double($1) - expected) / expected
      }
      #expect((153...357).contains(statistic), "seed \(seed)")
    }
  }
}
