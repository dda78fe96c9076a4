import CPruneKernels

// Comparison with a constant, fused with what is done with the answer. One call per block: the
// generic functions here only look at the element type once and go on with bytes; the loops
// below them are compiled for each kind of lane.

/// Keeps the elements that compare so with a constant, in order.
///
/// - Parameters:
///   - values: A block. Shape `[n]`.
///   - comparison: A comparison with NaN is false, except `!=`.
///   - constant: The right-hand side.
///   - magnitude: Whether `abs(value)`, as NumPy's `abs` gives it, is compared. What is kept is
///     the value.
///   - negated: Whether exactly the other elements are kept.
///   - survivors: Receives the kept elements at its start. At least `[n]`; what lies between the
///     last survivor and `n` is unspecified afterwards, what lies behind `n` is not touched.
/// - Returns: How many were kept.
/// - Complexity: one read of the block, about as fast as a copy of it.
public func compactComparing<E: KernelElement>(
  _ values: Span<E>, _ comparison: Comparison, _ constant: E, magnitude: Bool = false,
  negated: Bool = false, into survivors: inout MutableSpan<E>, path: KernelPath = .best
) -> Int {
  precondition(
    survivors.count >= values.count,
    "compacting \(values.count) elements into \(survivors.count)")
  let range = E.kernelRange(comparison, constant, magnitude: magnitude, negated: negated)
  // SAFETY: both pointers cover `values.count` elements of the range's lane, and the kernels
  // write no more elements than they read.
  return unsafe values.withUnsafeBytes { source in
    unsafe survivors.withUnsafeMutableBytes { target in
      guard let from = source.baseAddress, let to = target.baseAddress else {
        return 0
      }
      if range.isEmpty {
        if range.complement { unsafe to.copyMemory(from: from, byteCount: source.count) }
        return range.complement ? values.count : 0
      }
      #if arch(x86_64)
        if path == .avx512 {
          return unsafe prune_avx512_compact_range(range.c, from, values.count, to)
        }
      #endif
      return unsafe range.compactScalar(from, values.count, into: to)
    }
  }
}

/// Writes 1 for the elements that compare so with a constant and 0 for the others.
///
/// - Parameters: as of ``compactComparing(_:_:_:magnitude:negated:into:path:)``; `mask` is at
///   least as long as `values` and is not touched behind that.
/// - Complexity: one read of the block.
public func compare<E: KernelElement>(
  _ values: Span<E>, _ comparison: Comparison, _ constant: E, magnitude: Bool = false,
  negated: Bool = false, into mask: inout MutableSpan<UInt8>, path: KernelPath = .best
) {
  precondition(
    mask.count >= values.count, "comparing \(values.count) elements into \(mask.count)")
  let range = E.kernelRange(comparison, constant, magnitude: magnitude, negated: negated)
  // SAFETY: `from` covers `values.count` elements of the range's lane, `to` as many bytes.
  unsafe values.withUnsafeBytes { source in
    unsafe mask.withUnsafeMutableBufferPointer { target in
      guard let from = source.baseAddress, let to = target.baseAddress else {
        return
      }
      if range.isEmpty {
        unsafe to.update(repeating: range.complement ? 1 : 0, count: values.count)
        return
      }
      #if arch(x86_64)
        if path == .avx512 {
          unsafe prune_avx512_mask_range(range.c, from, values.count, to)
          return
        }
      #endif
      unsafe range.maskScalar(from, values.count, into: to)
    }
  }
}

/// How many elements compare so with a constant.
///
/// - Parameters: as of ``compactComparing(_:_:_:magnitude:negated:into:path:)``.
/// - Complexity: one read of the block.
public func countComparing<E: KernelElement>(
  _ values: Span<E>, _ comparison: Comparison, _ constant: E, magnitude: Bool = false,
  negated: Bool = false, path: KernelPath = .best
) -> Int {
  let range = E.kernelRange(comparison, constant, magnitude: magnitude, negated: negated)
  // SAFETY: `from` covers `values.count` elements of the range's lane.
  return unsafe values.withUnsafeBytes { source in
    guard let from = source.baseAddress else { return 0 }
    if range.isEmpty { return range.complement ? values.count : 0 }
    #if arch(x86_64)
      if path == .avx512 {
        return unsafe prune_avx512_count_range(range.c, from, values.count)
      }
    #endif
    return unsafe range.countScalar(from, values.count)
  }
}

#if arch(x86_64)
  extension KernelRange {
    /// For the C kernels.
    var c: prune_range {
      prune_range(
        lane: lane.rawValue, magnitude: magnitude, complement: complement, lower: lower,
        upper: upper)
    }
  }
#endif
