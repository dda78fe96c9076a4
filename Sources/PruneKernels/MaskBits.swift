import CPruneKernels

// Masks as bits: 64 records a word, the first in the lowest bit.

/// Turns bits into a mask: byte j becomes bit `first + j`, 0 or 1.
///
/// - Parameters:
///   - words: 64 bits each, the lowest first; at least up to the last bit asked for.
///   - first: The bit of the mask's first byte.
///   - mask: Receives them. Shape `[n]`.
/// - Complexity: one write of the mask; 64 bytes a step with AVX-512, 8 without.
public func expandBits(
  _ words: Span<UInt64>, from first: Int, into mask: inout MutableSpan<UInt8>,
  path: KernelPath = .best
) {
  precondition(
    first >= 0 && first + mask.count <= 64 * words.count,
    "bits \(first) to \(first + mask.count) of \(64 * words.count)")
  // SAFETY: the words hold every bit that is read, and as many bytes are written as the mask has.
  unsafe words.withUnsafeBufferPointer { words in
    unsafe mask.withUnsafeMutableBufferPointer { mask in
      guard let from = words.baseAddress, let to = mask.baseAddress else { return }
      #if arch(x86_64)
        if path == .avx512 {
          unsafe prune_avx512_expand_bits(from, first, mask.count, to)
          return
        }
      #endif
      var index = 0
      while index + 8 <= mask.count {
        let place = first + index
        var bits = unsafe from[place >> 6] >> UInt64(place & 63)
        if place & 63 > 56 { bits |= unsafe from[(place >> 6) + 1] << UInt64(64 - place & 63) }
        // Each byte gets its own bit of the eight, then 0 or 1: 0x7F carries only where it is set.
        let spread = ((bits & 0xFF) &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
        let bytes = ((spread &+ 0x7F7F_7F7F_7F7F_7F7F) >> 7) & 0x0101_0101_0101_0101
        unsafe UnsafeMutableRawPointer(to + index).storeBytes(
          of: bytes.littleEndian, as: UInt64.self)
        index += 8
      }
      while index < mask.count {
        let place = first + index
        unsafe to[index] = UInt8(truncatingIfNeeded: from[place >> 6] >> UInt64(place & 63)) & 1
        index += 1
      }
    }
  }
}

/// Turns a mask into bits: bit `first + j` becomes byte j; no other bit is changed.
///
/// - Parameters:
///   - mask: 0 or 1 for each record. Shape `[n]`.
///   - words: 64 bits each, the lowest first; at least up to the last bit written.
///   - first: The bit of the mask's first byte.
/// - Complexity: one read of the mask; 64 bytes a step with AVX-512.
public func packBits(
  _ mask: Span<UInt8>, into words: inout MutableSpan<UInt64>, from first: Int,
  path: KernelPath = .best
) {
  precondition(
    first >= 0 && first + mask.count <= 64 * words.count,
    "bits \(first) to \(first + mask.count) of \(64 * words.count)")
  // SAFETY: as many bytes are read as the mask has, and the words hold every bit written.
  unsafe mask.withUnsafeBufferPointer { mask in
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let from = mask.baseAddress, let to = words.baseAddress else { return }
      #if arch(x86_64)
        if path == .avx512 {
          unsafe prune_avx512_pack_bits(from, mask.count, to, first)
          return
        }
      #endif
      for index in 0..<mask.count {
        let place = first + index
        let bit: UInt64 = 1 << UInt64(place & 63)
        let chosen = unsafe UInt64(from[index]) << UInt64(place & 63)
        unsafe to[place >> 6] = to[place >> 6] & ~bit | chosen
      }
    }
  }
}

/// How many bits are 1.
public func countBits(_ words: Span<UInt64>, path: KernelPath = .best) -> Int {
  // SAFETY: the pointer covers the words counted.
  unsafe words.withUnsafeBufferPointer { words in
    #if arch(x86_64)
      if path == .avx512, let from = words.baseAddress {
        return unsafe prune_avx512_count_bits(from, words.count)
      }
    #endif
    return unsafe words.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}

/// Lists the bits that are 1, in order.
///
/// - Parameters:
///   - words: 64 bits each, the lowest first; at least up to the last bit asked for.
///   - range: Which bits.
///   - base: Number of the first bit of the range.
///   - places: Receives the numbers at its start; at least as many as there are.
/// - Returns: How many.
/// - Complexity: a step for each 512 bits with AVX-512, 64 without, and one for each 1.
public func listBits(
  _ words: Span<UInt64>, _ range: Range<Int>, from base: Int,
  into places: inout MutableSpan<Int64>, path: KernelPath = .best
) -> Int {
  precondition(
    range.lowerBound >= 0 && range.upperBound <= 64 * words.count && places.count >= range.count,
    "bits \(range) of \(64 * words.count) into room for \(places.count)")
  // SAFETY: the words hold every bit that is read; at most one place a bit is written.
  return unsafe words.withUnsafeBufferPointer { words in
    unsafe places.withUnsafeMutableBufferPointer { places in
      guard let from = words.baseAddress, let to = places.baseAddress else { return 0 }
      #if arch(x86_64)
        if path == .avx512 {
          return unsafe prune_avx512_list_bits(
            from, range.lowerBound, range.count, Int64(base), to)
        }
      #endif
      var found = 0
      var index = range.lowerBound
      while index < range.upperBound {
        // What is left of this word, or of the range.
        let count = Swift.min(64 - index & 63, range.upperBound - index)
        var bits = unsafe from[index >> 6] >> UInt64(index & 63)
        if count < 64 { bits &= (1 << UInt64(count)) &- 1 }
        while bits != 0 {
          unsafe to[found] = Int64(
            base + index - range.lowerBound + bits.trailingZeroBitCount)
          found += 1
          bits &= bits &- 1
        }
        index += count
      }
      return found
    }
  }
}
