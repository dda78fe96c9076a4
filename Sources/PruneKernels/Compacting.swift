import CPruneKernels

// Compaction by a mask of bytes. Only the width of the elements matters.

/// Keeps the elements whose mask byte is 1, in order.
///
/// - Parameters:
///   - values: A block of elements of 1, 2, 4 or 8 bytes. Shape `[n]`.
///   - mask: 0 or 1 for each element. Shape `[n]`.
///   - keeping: False to keep those whose mask byte is 0 instead.
///   - survivors: Receives the kept elements at its start. At least `[n]`; what lies between the
///     last survivor and `n` is unspecified afterwards, what lies behind `n` is not touched.
/// - Returns: How many were kept.
/// - Complexity: one read of the block and the mask.
public func compact<E: BitwiseCopyable>(
  _ values: Span<E>, where mask: Span<UInt8>, keeping: Bool = true,
  into survivors: inout MutableSpan<E>, path: KernelPath = .best
) -> Int {
  precondition(
    mask.count == values.count && survivors.count >= values.count,
    "compacting \(values.count) elements by a mask of \(mask.count) into \(survivors.count)")
  let width = MemoryLayout<E>.stride
  precondition([1, 2, 4, 8].contains(width), "compacting elements of \(width) bytes")
  // SAFETY: the pointers cover `values.count` elements, of one byte for the mask, and the
  // kernels write no more elements than they read.
  return unsafe values.withUnsafeBytes { source in
    unsafe mask.withUnsafeBufferPointer { mask in
      unsafe survivors.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        return unsafe compactByMask(width, from, mask, keeping: keeping, into: to, path: path)
      }
    }
  }
}

/// The positions of the records that a mask keeps, in order.
///
/// - Parameters:
///   - mask: 0 or 1 for each record. Shape `[n]`.
///   - firstPosition: The position of the mask's first record.
///   - keeping: False for the positions where the mask is 0 instead.
///   - positions: Receives them at its start. At least `[n]`, otherwise as `survivors` of
///     ``compact(_:where:keeping:into:path:)``.
/// - Returns: How many there are.
public func compactPositions(
  where mask: Span<UInt8>, firstPosition: Int, keeping: Bool = true,
  into positions: inout MutableSpan<Int64>, path: KernelPath = .best
) -> Int {
  precondition(
    positions.count >= mask.count,
    "positions of \(mask.count) records into room for \(positions.count)")
  // SAFETY: both pointers cover `mask.count` elements, and at most one position is written for
  // each mask byte.
  return unsafe mask.withUnsafeBufferPointer { mask in
    unsafe positions.withUnsafeMutableBufferPointer { target in
      guard let chosen = mask.baseAddress, let to = target.baseAddress else {
        return 0
      }
      #if arch(x86_64)
        if path == .avx512 {
          return unsafe prune_avx512_compact_positions(
            chosen, mask.count, Int64(firstPosition), keeping, to)
        }
      #endif
      let flip: UInt8 = keeping ? 0 : 1
      var next = 0
      for index in 0..<mask.count {
        unsafe to[next] = Int64(firstPosition &+ index)
        next &+= Int(unsafe chosen[index] ^ flip)
      }
      return next
    }
  }
}

/// Compaction of elements of 1, 2, 4 or 8 bytes, aligned to that.
@unsafe
func compactByMask(
  _ width: Int, _ values: UnsafeRawPointer, _ mask: UnsafeBufferPointer<UInt8>, keeping: Bool,
  into kept: UnsafeMutableRawPointer, path: KernelPath
) -> Int {
  guard let chosen = mask.baseAddress else { return 0 }
  #if arch(x86_64)
    if path == .avx512 {
      return unsafe prune_avx512_compact_mask(
        Int32(width), values, chosen, mask.count, keeping, kept)
    }
  #endif
  return unsafe compactScalarByMask(width, values, mask, keeping: keeping, into: kept)
}

/// The reference of compaction by a mask, for elements of `width` bytes.
@unsafe
func compactScalarByMask(
  _ width: Int, _ values: UnsafeRawPointer, _ mask: UnsafeBufferPointer<UInt8>, keeping: Bool,
  into kept: UnsafeMutableRawPointer
) -> Int {
  let flip: UInt8 = keeping ? 0 : 1
  return switch width {
  case 1: unsafe compactLanes(UInt8.self, values, mask, flip, kept)
  case 2: unsafe compactLanes(UInt16.self, values, mask, flip, kept)
  case 4: unsafe compactLanes(UInt32.self, values, mask, flip, kept)
  default: unsafe compactLanes(UInt64.self, values, mask, flip, kept)
  }
}

/// Without a branch on data: every element is stored, the target advances by the mask's 0 or 1.
@inline(__always)
private func compactLanes<Lane: BitwiseCopyable>(
  _ type: Lane.Type, _ values: UnsafeRawPointer, _ mask: UnsafeBufferPointer<UInt8>,
  _ flip: UInt8, _ kept: UnsafeMutableRawPointer
) -> Int {
  // SAFETY: the callers' pointers cover as many elements as the mask has bytes; `Lane` is as wide
  // and as aligned as they are.
  let from = unsafe values.assumingMemoryBound(to: Lane.self)
  let to = unsafe kept.assumingMemoryBound(to: Lane.self)
  var next = 0
  for index in mask.indices {
    unsafe to[next] = from[index]
    next &+= Int(unsafe mask[index] ^ flip)
  }
  return next
}
