import PruneKernels
import Testing

/// Expected values: an implementation in Python integers, one word after the other, written from
/// the definition in DigestPart.swift.
@Suite struct DigestTests {
  static func sample(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 &* 7 &+ $0 >> 8) }
  }

  /// Byte `i` is `(31 i i + 7 i + i / 256) mod 256`.
  static let expected: [(Int, String)] = [
    (0, "8ef73b2c963ec67d691e205c39b1cf7f"),
    (1, "9eecd5dfdacbfb14e198564ca9777129"),
    (7, "f1ff4c92358b8e23be0ceae747f35fb0"),
    (8, "8bf5019a4b26fa1b80bebcde6712fca0"),
    (9, "de706faa3c3c48bf8b6b88dcd1cf4b2e"),
    (64, "c6e59b04e17a37a7ee75d8696731f99c"),
    (1000, "e607f182139bd001cc0384be3db840cf"),
    (8191, "d932fd7418de09ad5b4ed069c1be438f"),
    (8192, "e54c213354eaa17e2566fb15fb931156"),
    (8193, "cb95e6cb8f1cd0622b67cfa2a5233da0"),
    (50000, "4318154706042bbc9f8e668b3ef9345d"),
  ]

  /// `data[range]`, added in pieces of at most `piece` bytes.
  static func part(_ data: [UInt8], _ range: Range<Int>, piece: Int = .max) -> DigestPart {
    var part = DigestPart()
    var start = range.lowerBound
    while start < range.upperBound {
      let end = piece < range.upperBound - start ? start + piece : range.upperBound
      // SAFETY: bytes of bytes.
      part.add(unsafe data.span.bytes.extracting(start..<end), at: start)
      start = end
    }
    return part
  }

  @Test("the values that Python computes", arguments: expected)
  func python(count: Int, digest: String) {
    let data = Self.sample(count)
    let whole = Self.part(data, 0..<count)
    #expect(DigestPart.combine([whole], byteCount: count).description == digest)
  }

  @Test("16384 zeros")
  func zeros() {
    let data = [UInt8](repeating: 0, count: 16384)
    let digest = DigestPart.combine([Self.part(data, 0..<16384)], byteCount: 16384)
    #expect(digest.description == "2fb998884a6b8840f510f4ae6532e6cd")
  }

  @Test("any split over ranks and pieces gives the same digest")
  func splits() {
    for (count, digest) in Self.expected {
      let data = Self.sample(count)
      for seed in UInt64(0)..<20 {
        var random = SplitMix64(seed: seed)
        // Up to 40 ranges: of a few bytes where the data is short, so that several meet in a word.
        let cuts = (0..<Int.random(in: 0...40, using: &random)).map { _ in
          Int.random(in: 0...count, using: &random)
        }
        let ends = [0] + cuts.sorted() + [count]
        var parts = zip(ends, ends.dropFirst()).map { start, end in
          let piece = Int.random(in: 1...(seed % 2 == 0 ? 20 : 5000), using: &random)
          return DigestPart(words: Self.part(data, start..<end, piece: piece).words)
        }
        parts.append(DigestPart())
        parts.shuffle(using: &random)
        let found = DigestPart.combine(parts, byteCount: count)
        #expect(found.description == digest, "\(count) bytes, seed \(seed), cuts at \(ends)")
      }
    }
  }

  @Test("one changed bit, two swapped elements, two swapped blocks and one more zero show")
  func changes() {
    var data = Self.sample(40_000)
    func digest() -> Digest {
      DigestPart.combine([Self.part(data, 0..<data.count)], byteCount: data.count)
    }
    var seen: Set<Digest> = [digest()]
    var changes = 1
    for bit in stride(from: 0, to: 8 * data.count, by: 4_001) {
      data[bit / 8] ^= 1 << (bit % 8)
      seen.insert(digest())
      data[bit / 8] ^= 1 << (bit % 8)
      changes += 1
    }
    for index in stride(from: 0, to: 32_000, by: 1_600) {
      for distance in [8, 4, 8192] where data[index] != data[index + distance] {
        data.swapAt(index, index + distance)
        seen.insert(digest())
        data.swapAt(index, index + distance)
        changes += 1
      }
    }
    let blocks = Array(data[8192..<16384] + data[0..<8192])
    data.replaceSubrange(0..<16384, with: blocks)
    seen.insert(digest())
    data.append(0)
    seen.insert(digest())
    #expect(seen.count == changes + 2)
  }
}
