// The hash of a key of at most 8 bytes is a permutation of 64-bit words: two keys have the same
// hash exactly where they are the same, so that the hash stands for the key and nothing else has
// to be kept, sent or compared. Of a longer key the hash only says where to look.

/// A permutation of the 64-bit words that spreads every bit of `word` over all bits.
///
/// Stafford's variant 13 of MurmurHash3's finalizer, as SplitMix64 uses it: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16 (`mix64`).
@inlinable @inline(__always)
public func mix64(_ word: UInt64) -> UInt64 {
  var bits = word
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return bits ^ (bits >> 31)
}

/// Replaces each word by its hash.
public func mixWords(_ words: inout MutableSpan<UInt64>) {
  // SAFETY: the indices are the buffer's own.
  unsafe words.withUnsafeMutableBufferPointer { words in
    for index in words.indices { unsafe words[index] = mix64(words[index]) }
  }
}

/// Hashes rows of words: the first word of each becomes the hash of the others, chained through
/// ``mix64(_:)``.
///
/// - Parameter rows: Shape `[n × (1 + wordCount)]`.
public func hashRows(_ rows: inout MutableSpan<UInt64>, wordCount: Int) {
  let stride = 1 + wordCount
  precondition(rows.count % stride == 0, "\(rows.count) words of rows of \(stride)")
  // SAFETY: every row lies inside the buffer, whose length is a multiple of the row's.
  unsafe rows.withUnsafeMutableBufferPointer { rows in
    var start = 0
    while start < rows.count {
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
      for index in start + 1..<start + stride {
        hash = mix64(hash ^ (unsafe rows[index]))
      }
      unsafe rows[start] = hash
      start += stride
    }
  }
}

/// Which of `parts` equal parts of all hashes this one lies in: the high word of the product.
///
/// Lemire, "Fast random integer generation in an interval", 2019, section 3. Where `parts` is a
/// multiple `m × n`, part `p` of them lies in part `p / m` of `n`.
@inlinable @inline(__always)
public func part(ofHash hash: UInt64, in parts: UInt64) -> Int {
  Int(truncatingIfNeeded: hash.multipliedFullWidth(by: parts).high)
}
