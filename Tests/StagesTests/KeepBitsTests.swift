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
