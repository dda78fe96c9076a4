import Stages
import Testing

@Suite struct KeepBitsTests {
  /// The records that a decision keeps, asked block by block.
  private func kept(_ bits: KeepBits, blocks length: Int) -> [Int] {
    stride(from: 0, to: bits.count, by: length).flatMap { first in
      let count = min(length, bits.count - first)
      var mask = [UInt8](repeating: 7, count: count)
      var span = mask.mutableSpan
      bits.decide(KeyBlock(count: count, first: first, columns: []), into: &span)
      return mask.indices.filter { mask[$0] == 1 }.map { first + $0 }
    }
  }

  @Test("kept, dropped, asked and counted, in blocks of any length", arguments: [1, 7, 64, 100])
  func marked(length: Int) {
    for count in [0, 1, 63, 64, 65, 200] {
      for keeping in [false, true] {
        let bits = KeepBits(count: count, keeping: keeping)
        #expect(bits.keptCount == (keeping ? count : 0))
        let marked = (0..<count).filter { $0 * $0 % 5 == 1 }
        for index in marked { keeping ? bits.drop(index) : bits.keep(index) }
        let expected = (0..<count).filter { marked.contains($0) != keeping }
        #expect(kept(bits, blocks: length) == expected)
        #expect((0..<count).filter(bits.keeps) == expected)
        #expect(bits.keptCount == expected.count)
      }
    }
  }

  @Test(
    "picked out of a block's records: few by their places, many by a mask", arguments: [0, 1, 37])
  func picked(lead: Int) {
    for step in [1, 2, 3, 40, 1000] {
      let count = 700
      let bits = KeepBits(count: count, lead: lead)
      for index in stride(from: 5, to: count, by: step) { bits.keep(index) }
      for range in [0..<0, 0..<700, 3..<4, 5..<6, 6..<300, 63..<640, 128..<256] {
        let expected = range.filter { $0 >= 5 && ($0 - 5) % step == 0 }
        #expect(bits.keptCount(in: range) == expected.count)
        let spread = bits.select(range)
        guard let first = expected.first, let last = expected.last else {
          #expect(spread.isEmpty)
          continue
        }
        #expect(spread == first - range.lowerBound..<last + 1 - range.lowerBound)
        // All of the block's records, or only what must be there.
        for there in [0..<range.count, spread] {
          for width in [0, 2, 8] {
            let numbers = there.map { Int64($0 + range.lowerBound) }
            let bytes = numbers.flatMap { number in
              (0..<width).map { UInt8(truncatingIfNeeded: number >> Int64(8 * $0)) }
            }
            var output = [UInt8](repeating: 9, count: width * range.count)
            var span = output.mutableSpan
            // SAFETY: the spans live in this call.
            var target = unsafe span.mutableBytes
            let found = unsafe bits.compact(bytes.span.bytes, of: width, there, into: &target)
            #expect(found == expected.count)
            let wanted = expected.flatMap { number in
              (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            }
            #expect(Array(output[..<wanted.count]) == wanted)
          }
        }
      }
    }
  }

  @Test("whole words behind a lead: bits of no record do not count", arguments: [0, 1, 37, 63])
  func lead(lead: Int) {
    for count in [0, 1, 27, 64, 91, 128, 200] {
      let bits = KeepBits(count: count, lead: lead)
      for word in 0..<(lead + count + 63) / 64 {
        bits.withWords(word..<word + 1) { $0[0] = ~0 }
      }
      #expect(bits.keptCount == count)
      for index in 0..<count where index % 3 == 0 { bits.drop(index) }
      let expected = (0..<count).filter { $0 % 3 != 0 }
      #expect(kept(bits, blocks: 50) == expected)
      #expect(bits.keptCount == expected.count)
    }
  }

  @Test("masks set a stretch and nothing else", arguments: [0, 1, 37, 63])
  func set(lead: Int) {
    let count = 300
    for (first, length) in [(0, 0), (0, 1), (0, 300), (5, 64), (27, 65), (63, 200), (299, 1)] {
      let mask = (0..<length).map { UInt8($0 * $0 % 7 % 2) }
      for keeping in [false, true] {
        let bits = KeepBits(count: count, lead: lead)
        for index in 0..<count where keeping { bits.keep(index) }
        bits.set(mask.span, from: first)
        let expected = (0..<count).filter {
          (first..<first + length).contains($0) ? mask[$0 - first] == 1 : keeping
        }
        #expect((0..<count).filter(bits.keeps) == expected)
        #expect(bits.keptCount == expected.count)
      }
    }
  }
}
