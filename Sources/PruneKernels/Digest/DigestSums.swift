/// The two sums of a digest over some of the words; defined with ``DigestPart``.
struct DigestSums: Sendable, Equatable {
  var first: UInt64 = 0
  var second: UInt64 = 0

  private static let seed: UInt64 = 0x7072_756E_652D_6D70
  private static let blockWords = 1024
  /// The second sum uses the keys from here on.
  private static let keyShift = 2
  private static let keys = (0..<blockWords + keyShift).map { random(seed, UInt64($0)) }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func random(_ seed: UInt64, _ number: UInt64) -> UInt64 {
    mix(seed &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  mutating func add(_ other: DigestSums) {
    first &+= other.first
    second &+= other.second
  }

  /// Adds one word.
  mutating func add(_ word: UInt64, at index: Int) {
    // SAFETY: the eight bytes of `word`.
    unsafe withUnsafeBytes(of: word.littleEndian) {
      if let base = $0.baseAddress { unsafe add(base, wordCount: 1, firstWord: index) }
    }
  }

  /// Adds whole words, block by block: a block's multipliers apply to the sum of its words.
  ///
  /// - Precondition: `words` covers `wordCount` words of 8 bytes, of any alignment.
  @unsafe
  mutating func add(_ words: UnsafeRawPointer, wordCount: Int, firstWord: Int) {
    unsafe Self.keys.withUnsafeBytes { keys in
      guard let keys = keys.baseAddress else { return }
      var done = 0
      while done < wordCount {
        let (block, index) = (firstWord + done).quotientAndRemainder(dividingBy: Self.blockWords)
        let count = min(Self.blockWords - index, wordCount - done)
        // SAFETY: `count` words are left, and as many keys and `keyShift` more from `index` on.
        let sums = unsafe Self.sumProducts(words + 8 * done, keys + 8 * index, count)
        first &+= sums.first &* (Self.random(~Self.seed, UInt64(2 * block)) | 1)
        second &+= sums.second &* (Self.random(~Self.seed, UInt64(2 * block + 1)) | 1)
        done += count
      }
    }
  }

  /// The NH sums of `count` words with their keys, four words at a time and then one by one.
  private static func sumProducts(
    _ words: UnsafeRawPointer, _ keys: UnsafeRawPointer, _ count: Int
  ) -> DigestSums {
    let shift = 8 * keyShift
    let whole = count - count % 4
    var first = SIMD4<UInt64>.zero
    var second = SIMD4<UInt64>.zero
    // SAFETY: as of the caller: `count` words and `count + keyShift` keys can be read.
    for offset in stride(from: 0, to: 8 * whole, by: 32) {
      let four = unsafe load4(words + offset)
      first &+= unsafe products4(four, load4(keys + offset))
      second &+= unsafe products4(four, load4(keys + offset + shift))
    }
    var sums = DigestSums(first: first.wrappedSum(), second: second.wrappedSum())
    for offset in stride(from: 8 * whole, to: 8 * count, by: 8) {
      let word = UInt64(littleEndian: unsafe (words + offset).loadUnaligned(as: UInt64.self))
      sums.first &+= unsafe product(word, (keys + offset).load(as: UInt64.self))
      sums.second &+= unsafe product(word, (keys + offset + shift).load(as: UInt64.self))
    }
    return sums
  }

  private static func product(_ word: UInt64, _ key: UInt64) -> UInt64 {
    let low = UInt32(truncatingIfNeeded: word) &+ UInt32(truncatingIfNeeded: key)
    let high = UInt32(truncatingIfNeeded: word >> 32) &+ UInt32(truncatingIfNeeded: key >> 32)
    return UInt64(low) * UInt64(high)
  }

  @inline(__always)
  private static func load4(_ from: UnsafeRawPointer) -> SIMD8<UInt32> {
    // SAFETY: the caller has 32 bytes there.
    unsafe from.loadUnaligned(as: SIMD8<UInt32>.self)
  }

  /// Additions modulo 2^32 in both halves at once, then 32 x 32 -> 64 bits in each word.
  @inline(__always)
  private static func products4(_ words: SIMD8<UInt32>, _ keys: SIMD8<UInt32>) -> SIMD4<UInt64> {
    // SAFETY: 32 bytes either way, of which any bits are a value.
    let sums = unsafe unsafeBitCast(words &+ keys, to: SIMD4<UInt64>.self)
    return (sums & 0xFFFF_FFFF) &* (sums &>> 32)
  }

  /// Two full avalanches over both sums and the length.
  func finish(byteCount: Int) -> Digest {
    var high = first ^ UInt64(byteCount)
    var low = second ^ ~UInt64(byteCount)
    high &+= low
    low &+= high
    high = Self.mix(high)
    low = Self.mix(low)
    high &+= low
    low &+= high
    return Digest(high: high, low: low)
  }
}
