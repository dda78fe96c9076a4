import PruneKernels
import Testing

@Suite struct MaskBitsTests {
  @Test("bits as bytes, lengths 0 to 200 from every bit of a word", arguments: paths)
  func expansion(path: KernelPath) throws {
    var random = SplitMix64(seed: 3)
    let words = (0..<5).map { _ in random.next() }
    for first in 0...64 {
      for length in Array(0...200) + [320 - first] {
        let end = (first + length + 63) / 64
        var output = Guarded<UInt8>(count: length, filler: 9)
        output.withOutput {
          expandBits(words.span.extracting(0..<end), from: first, into: &$0, path: path)
        }
        let expected = (first..<first + length).map { UInt8(words[$0 / 64] >> UInt64($0 % 64) & 1) }
        let what: Comment = "\(length) from \(first), \(path)"
        try #require(output.prefix(length) == expected, what)
        try #require(output.isIntact, what)
      }
    }
  }

  @Test("bytes as bits, the others left alone, lengths 0 to 200 to every bit", arguments: paths)
  func packing(path: KernelPath) throws {
    var random = SplitMix64(seed: 4)
    for first in 0...64 {
      for length in Array(0...200) + [320 - first] {
        let mask = MaskTests.mask(count: length, seed: UInt64(length))
        let before = (0..<(first + length + 63) / 64).map { _ in random.next() }
        var expected = before
        for (index, byte) in mask.enumerated() {
          let bit = (first + index) % 64
          expected[(first + index) / 64] &= ~(1 << UInt64(bit))
          expected[(first + index) / 64] |= UInt64(byte) << UInt64(bit)
        }
        var output = Guarded<UInt64>(count: before.count, filler: 9)
        output.withOutput { output in
          for index in before.indices { output[index] = before[index] }
          packBits(mask.span, into: &output, from: first, path: path)
        }
        let what: Comment = "\(length) to \(first), \(path)"
        try #require(output.prefix(before.count) == expected, what)
        try #require(output.isIntact, what)
        let ones = expected.reduce(0) { sum, word in sum + (0..<64).count { word >> $0 & 1 == 1 } }
        try #require(countBits(expected.span, path: path) == ones, what)
      }
    }
  }

  @Test("places of bits, none to all of them set, from every bit of a word", arguments: paths)
  func listing(path: KernelPath) throws {
    var random = SplitMix64(seed: 5)
    for density in [0, 1, 30, 64, 4096] {
      // One bit in `density`, or none.
      let words = (0..<40).map { _ -> UInt64 in
        (0..<64).reduce(0) { word, bit in
          density > 0 && random.next() % UInt64(density) == 0 ? word | 1 << UInt64(bit) : word
        }
      }
      for first in 0...65 {
        for length in [0, 1, 62, 63, 64, 65, 127, 128, 640, 1100, 2560 - first] {
          var output = Guarded<Int64>(count: length, filler: 9)
          let found = output.withOutput {
            listBits(words.span, first..<first + length, from: 1000, into: &$0, path: path)
          }
          let expected = (first..<first + length).filter {
            words[$0 / 64] >> UInt64($0 % 64) & 1 == 1
          }
          let what: Comment = "\(length) from \(first), one in \(density), \(path)"
          try #require(found == expected.count, what)
          try #require(output.prefix(found) == expected.map { Int64($0 - first + 1000) }, what)
          try #require(output.isIntact, what)
        }
      }
    }
  }

  @Test("chosen records of every width", arguments: [1, 2, 3, 4, 8, 13, 16])
  func gathering(width: Int) throws {
    let records = (0..<100 * width).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for places: [Int64] in [[], [0], [99], [3, 4, 5, 50, 99], Array(0..<100)] {
      var output = Guarded<UInt8>(count: places.count * width, filler: 9)
      output.withOutput { output in
        // SAFETY: the spans live in this call.
        var target = unsafe output.mutableBytes
        unsafe gatherRecords(places.span, of: records.span.bytes, width: width, into: &target)
      }
      let expected = places.flatMap { records[Int($0) * width..<(Int($0) + 1) * width] }
      try #require(output.prefix(expected.count) == expected)
      try #require(output.isIntact)
    }
  }
}
