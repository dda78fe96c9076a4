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

  @Test("keys are words of the published blocks at counter zero, key zero")
  func firstKeys() {
    let keys = RandomKeys(seed: 0)
    let words: [UInt32] = [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]
    #expect((0..<4).map { keys.upperHalf(of: $0) } == words)
    let lower = Philox4x32.block(SIMD4(0, 0, 1, 0), key: SIMD2(0, 0))
    for (number, word) in words.enumerated() {
      #expect(keys.key(of: number) == UInt64(word) << 32 | UInt64(lower[number]))
    }
  }

  /// Groups about the places where a counter's lower word carries, and far numbers.
  static let starts = [0, 1, 5, (1 << 28) - 2, 1 << 28, (1 << 57) - 4]

  @Test("groups are split as their keys say, one after the other", arguments: paths)
  func split(path: KernelPath) throws {
    for (index, start) in Self.starts.enumerated() {
      for length in [0, 1, 2, 3] {
        var random = SplitMix64(seed: UInt64(index))
        let keys = RandomKeys(seed: random.next())
        for bounds in Self.bounds(&random) {
          var below = Guarded<UInt64>(count: length, filler: 5)
          var between = Guarded<Int64>(count: 64 * length, filler: -7)
          let found = below.withOutput { below in
            between.withOutput { between in
              keys.split(
                start..<start + length, at: bounds, below: &below, between: &between, path: path)
            }
          }
          let numbers = 64 * start..<64 * (start + length)
          let expected = numbers.filter { bounds.contains(keys.upperHalf(of: $0)) }
          var bits = [UInt64](repeating: 0, count: length)
          for number in numbers where keys.upperHalf(of: number) < bounds.lowerBound {
            bits[(number - 64 * start) / 64] |= 1 << UInt64(number % 64)
          }
          let what: Comment = "\(path), \(length) groups from \(start), \(bounds)"
          try #require(below.prefix(length) == bits, what)
          try #require(between.prefix(found) == expected.map(Int64.init), what)
          try #require(below.isIntact && between.isIntact, what)
        }
      }
    }
  }

  private static func bounds(_ random: inout SplitMix64) -> [ClosedRange<UInt32>] {
    let some = (0..<4).map { _ in UInt32(truncatingIfNeeded: random.next()) }
    return [
      0...0, 0...UInt32.max, UInt32.max...UInt32.max, 1 << 31...1 << 31,
      min(some[0], some[1])...max(some[0], some[1]), some[2]...some[2],
      min(some[3], UInt32.max - 1 << 26)...min(some[3], UInt32.max - 1 << 26) + 1 << 26,
    ]
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
