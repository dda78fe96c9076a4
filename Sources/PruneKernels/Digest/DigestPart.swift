// The digest, so that anyone can recompute it. Arithmetic is modulo 2^64 unless it says 2^32.
//
//   mix(z)         z ^= z >> 30;  z *= 0xBF58476D1CE4E5B9
//                  z ^= z >> 27;  z *= 0x94D049BB133111EB;  z ^= z >> 31
//   random(s, n)   mix(s + (n + 1) * 0x9E3779B97F4A7C15)
//                  the n-th number of SplitMix64 from seed s (Steele, Lea and Flood 2014,
//                  "Fast splittable pseudorandom number generators", OOPSLA 2014)
//   seed           0x7072756E652D6D70
//   K[i]           random(seed, i), i = 0...1025
//   m1(b), m2(b)   random(~seed, 2 b) | 1,  random(~seed, 2 b + 1) | 1
//
// The bytes are cut into little-endian words w[0], w[1], ... of 8 bytes, the last one filled up
// with zeros; n is the number of bytes. Word j is in block b = j / 1024, at i = j mod 1024:
//
//   nh(w, k)       ((low32(w) + low32(k)) mod 2^32) * ((high32(w) + high32(k)) mod 2^32)
//   S1             sum over all words of nh(w[j], K[i])     * m1(b)
//   S2             sum over all words of nh(w[j], K[i + 2]) * m2(b)
//
//   h1 = S1 ^ n;  h2 = S2 ^ ~n;  h1 += h2;  h2 += h1
//   h1 = mix(h1);  h2 = mix(h2);  h1 += h2;  h2 += h1
//   digest         h1, then h2, as 16 hexadecimal digits each
//
// nh and its second sum with the keys moved by 16 bytes are the NH hash of UMAC (Black, Halevi,
// Krawczyk, Krovetz and Rogaway, "UMAC: Fast and secure message authentication", CRYPTO '99,
// section 4; RFC 4418 section 5.2): for random keys two different blocks of equal length agree
// in both sums with probability 2^-64. The odd multipliers, unlike UMAC's second layer, keep
// the whole additive over words, so parts can be summed anywhere and in any order; they also
// tell swapped blocks apart. The last lines are the finish of MurmurHash3_x64_128 with
// SplitMix64's mixer.

/// One contiguous range of an array's bytes on its way to a ``Digest``.
///
/// Each rank adds the pieces of its own range, in order; the parts of all ranks are combined.
/// Ranges may start and end anywhere: a word that the range cuts is kept as a fragment.
public struct DigestPart: Sendable, Equatable {
  /// The range so far, in bytes of the whole array; empty if equal.
  private(set) var start = 0
  private(set) var end = 0
  private(set) var sums = DigestSums()
  /// The bytes of the word cut by `start`, in their places, once the range has left it.
  private(set) var head: UInt64 = 0
  /// The bytes of the word cut by `end`, in their places.
  private(set) var tail: UInt64 = 0

  /// An empty range.
  public init() {}

  /// How many ``words`` carry a part.
  public static let wordCount = 6

  /// The part as numbers, to send; always ``wordCount`` of them.
  public var words: [UInt64] {
    [UInt64(start), UInt64(end), sums.first, sums.second, head, tail]
  }

  /// The part that these ``words`` carry.
  ///
  /// - Precondition: they are the `words` of a part.
  public init(words: [UInt64]) {
    precondition(words.count == Self.wordCount, "a digest's part in \(words.count) words")
    start = Int(words[0])
    end = Int(words[1])
    sums = DigestSums(first: words[2], second: words[3])
    head = words[4]
    tail = words[5]
  }

  /// The parts whose ``words`` stand one behind the other.
  public static func parts(words: [UInt64]) -> [DigestPart] {
    stride(from: 0, to: words.count, by: wordCount).map {
      DigestPart(words: Array(words[$0..<$0 + wordCount]))
    }
  }

  /// Adds the next piece of the range.
  ///
  /// - Parameters:
  ///   - bytes: Any number of bytes.
  ///   - byteOffset: Their place in the whole array.
  /// - Precondition: they follow what was added before; the first piece may be anywhere.
  /// - Complexity: one read of the bytes.
  public mutating func add(_ bytes: RawSpan, at byteOffset: Int) {
    guard bytes.byteCount > 0 else { return }
    if start == end {
      start = byteOffset
      end = byteOffset
    }
    precondition(
      byteOffset == end && byteOffset >= 0,
      "digest of bytes at \(byteOffset) after bytes up to \(end)")
    // SAFETY: every access below stays in `bytes`: `used` never passes its count.
    unsafe bytes.withUnsafeBytes { bytes in
      var used = 0
      while used < bytes.count, !end.isMultiple(of: 8) {
        unsafe addByte(bytes[used])
        used += 1
      }
      let wordCount = (bytes.count - used) / 8
      if wordCount > 0, let base = bytes.baseAddress {
        unsafe sums.add(base + used, wordCount: wordCount, firstWord: end / 8)
        used += wordCount * 8
        end += wordCount * 8
      }
      while used < bytes.count {
        unsafe addByte(bytes[used])
        used += 1
      }
    }
  }

  private mutating func addByte(_ byte: UInt8) {
    tail |= UInt64(byte) << UInt64(8 * (end % 8))
    end += 1
    guard end.isMultiple(of: 8) else { return }
    let word = end / 8 - 1
    if word == start / 8, !start.isMultiple(of: 8) {
      head = tail
    } else {
      sums.add(tail, at: word)
    }
    tail = 0
  }

  /// The digest of the whole array.
  ///
  /// - Parameters:
  ///   - parts: One for each range, in any order; empty ones too.
  ///   - byteCount: Bytes of the whole array.
  /// - Precondition: the parts cover the whole array, each byte once.
  /// - Complexity: O(parts log parts).
  public static func combine(_ parts: [DigestPart], byteCount: Int) -> Digest {
    var sums = DigestSums()
    var cutWords: [Int: UInt64] = [:]
    var covered = 0
    for part in parts.filter({ $0.start < $0.end }).sorted(by: { $0.start < $1.start }) {
      precondition(
        part.start == covered, "digest of bytes from \(part.start) after bytes up to \(covered)")
      covered = part.end
      sums.add(part.sums)
      // Several small parts can meet in one word; each holds only its own bytes.
      let (first, last) = (part.start / 8, part.end / 8)
      if !part.start.isMultiple(of: 8), first < last { cutWords[first, default: 0] |= part.head }
      if !part.end.isMultiple(of: 8) { cutWords[last, default: 0] |= part.tail }
    }
    precondition(covered == byteCount, "digest of \(covered) bytes of \(byteCount)")
    for (word, value) in cutWords { sums.add(value, at: word) }
    return sums.finish(byteCount: byteCount)
  }
}
