// Masks: one byte a record, 1 for a record that stays and 0 for one that goes.

/// Keeps in `b` what is kept in both masks.
///
/// - Precondition: both have the same length.
public func andMask(_ a: Span<UInt8>, into b: inout MutableSpan<UInt8>) {
  precondition(a.count == b.count, "masks of \(a.count) and \(b.count) records")
  // SAFETY: both pointers cover `a.count` bytes.
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeMutableBufferPointer { b in
      for index in a.indices { unsafe b[index] &= a[index] }
    }
  }
}

/// Turns keep into drop and drop into keep.
public func invertMask(_ mask: inout MutableSpan<UInt8>) {
  // SAFETY: the indices are the buffer's own.
  unsafe mask.withUnsafeMutableBufferPointer { mask in
    for index in mask.indices { unsafe mask[index] ^= 1 }
  }
}

/// How many records a mask keeps.
///
/// - Precondition: every byte is 0 or 1.
public func countKept(_ mask: Span<UInt8>) -> Int {
  // SAFETY: the indices are the buffer's own.
  unsafe mask.withUnsafeBufferPointer { mask in
    var kept = 0
    // 255 ones fit in a byte: sums of bytes in steps of so many vectors stay in vectors.
    var index = 0
    while index < mask.count {
      let end = Swift.min(index + 255 * 16, mask.count)
      var lanes = SIMD16<UInt8>.zero
      while index + 16 <= end {
        lanes &+= unsafe UnsafeRawPointer(mask.baseAddress.unsafelyUnwrapped + index)
          .loadUnaligned(as: SIMD16<UInt8>.self)
        index += 16
      }
      kept += Int(SIMD16<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
      while index < end {
        kept += unsafe Int(mask[index])
        index += 1
      }
    }
    return kept
  }
}

/// From the first record that a mask keeps to the last one, both included; empty where it keeps
/// none.
public func maskSpread(_ mask: Span<UInt8>) -> Range<Int> {
  var first = 0
  while first < mask.count, mask[first] == 0 { first += 1 }
  var end = mask.count
  while end > first, mask[end - 1] == 0 { end -= 1 }
  return first..<end
}
