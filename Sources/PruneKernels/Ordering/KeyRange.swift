import CPruneKernels

// Ranges of ordered keys over blocks of bytes whose element type is known at run time: what
// Comparing.swift has for constants of a Swift type. A NaN is in no range.

/// The elements between two ordered keys, both included, or all others, NaN among them.
public struct KeyRange: Sendable {
  private let order: KeyOrder
  private(set) var range: KernelRange

  /// The same range of keys that are the magnitudes of the floats it is given: it keeps what it
  /// would keep of their `abs`. Not for ``split(_:into:path:)``.
  public var ofMagnitudes: KeyRange {
    precondition(order.kind == .float, "magnitudes of integers")
    var other = self
    other.range.magnitude = true
    return other
  }

  /// - Parameters:
  ///   - bounds: The least and the greatest ordered key in the range. The range is empty if they
  ///     are in the wrong order.
  ///   - complement: Whether the elements outside are meant.
  public init(
    _ order: KeyOrder, _ from: UInt64, through: UInt64, complement: Bool = false
  ) {
    self.order = order
    range = order.range(from, through, complement: complement)
  }

  /// All elements that are NaN.
  public static func nan(_ order: KeyOrder) -> KeyRange {
    KeyRange(order, order.least, through: order.greatest, complement: true)
  }

  /// How many elements are meant.
  ///
  /// - Parameter values: Elements of the order's type, aligned.
  /// - Complexity: one read of the block.
  public func count(_ values: RawSpan, path: KernelPath = .best) -> Int {
    // SAFETY: `from` covers `count` elements of the range's lane.
    unsafe values.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return 0 }
      let count = source.count / order.byteCount
      if range.isEmpty { return range.complement ? count : 0 }
      #if arch(x86_64)
        if path == .avx512 { return unsafe prune_avx512_count_range(range.c, from, count) }
      #endif
      return unsafe range.countScalar(from, count)
    }
  }

  /// Writes 1 for the elements that are meant, 0 for the others.
  ///
  /// - Parameters:
  ///   - values: Elements of the order's type, aligned. `[n]`
  ///   - mask: `[n]` or longer; not touched behind `n`.
  /// - Complexity: one read of the block.
  public func mask(
    _ values: RawSpan, into mask: inout MutableSpan<UInt8>, path: KernelPath = .best
  ) {
    precondition(
      mask.count >= values.byteCount / order.byteCount,
      "a mask of \(mask.count) for \(values.byteCount) bytes of keys")
    // SAFETY: `from` covers `count` elements of the range's lane, `to` as many bytes.
    unsafe values.withUnsafeBytes { source in
      unsafe mask.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let count = source.count / order.byteCount
        if range.isEmpty {
          unsafe to.update(repeating: range.complement ? 1 : 0, count: count)
          return
        }
        #if arch(x86_64)
          if path == .avx512 {
            unsafe prune_avx512_mask_range(range.c, from, count, to)
            return
          }
        #endif
        unsafe range.maskScalar(from, count, into: to)
      }
    }
  }

  /// Copies the elements that are meant, in order.
  ///
  /// - Parameters:
  ///   - values: Elements of the order's type, aligned. `[n]`
  ///   - kept: Receives them at its start. At least `[n]`; unspecified between the last of them
  ///     and `n`.
  /// - Returns: How many there are.
  /// - Complexity: one read of the block.
  public func compact(
    _ values: RawSpan, into kept: inout MutableRawSpan, path: KernelPath = .best
  ) -> Int {
    precondition(
      kept.byteCount >= values.byteCount,
      "compacting \(values.byteCount) bytes of keys into \(kept.byteCount)")
    // SAFETY: both pointers cover `count` elements of the range's lane, and the kernels write no
    // more elements than they read.
    return unsafe values.withUnsafeBytes { source in
      unsafe kept.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        let count = source.count / order.byteCount
        if range.isEmpty {
          if range.complement { unsafe to.copyMemory(from: from, byteCount: source.count) }
          return range.complement ? count : 0
        }
        #if arch(x86_64)
          if path == .avx512 {
            return unsafe prune_avx512_compact_range(range.c, from, count, to)
          }
        #endif
        return unsafe range.compactScalar(from, count, into: to)
      }
    }
  }

  /// What ``split(_:into:path:)`` found in a block.
  public struct Split: Hashable, Sendable {
    /// Elements in the range, below it, and those that are NaN.
    public var inside = 0
    public var below = 0
    public var nan = 0

    public init(inside: Int = 0) { self.inside = inside }
  }

  /// Copies the elements in the range, in order, and counts those below it and the NaNs.
  ///
  /// - Parameters: as of ``compact(_:into:path:)``.
  /// - Precondition: the range is not a complement and not empty.
  /// - Complexity: one read of the block for elements of 4 and 8 bytes and AVX-512, else three.
  public func split(
    _ values: RawSpan, into kept: inout MutableRawSpan, path: KernelPath = .best
  ) -> Split {
    precondition(
      !range.isEmpty && !range.complement && !range.magnitude,
      "a split by an empty range, a complement or magnitudes")
    var split = Split()
    #if arch(x86_64)
      if path == .avx512 && order.byteCount >= 4 {
        precondition(
          kept.byteCount >= values.byteCount,
          "compacting \(values.byteCount) bytes of keys into \(kept.byteCount)")
        // SAFETY: as of `compact`.
        unsafe values.withUnsafeBytes { source in
          unsafe kept.withUnsafeMutableBytes { target in
            guard let from = source.baseAddress, let to = target.baseAddress else { return }
            split.inside = unsafe prune_avx512_split_range(
              range.c, order.bound(order.least), from, source.count / order.byteCount, to,
              &split.below, &split.nan)
          }
        }
        return split
      }
    #endif
    split.inside = compact(values, into: &kept, path: path)
    split.below = below.map { $0.count(values, path: path) } ?? 0
    split.nan = order.kind == .float ? KeyRange.nan(order).count(values, path: path) : 0
    return split
  }

  /// The range of all numbers below this one; nil if there are none.
  private var below: KeyRange? {
    let lower = order.ordered(fromBound: range.lower)
    return lower == order.least ? nil : KeyRange(order, order.least, through: lower - 1)
  }
}

extension KeyOrder {
  /// The inverse of ``bound(_:)``.
  fileprivate func ordered(fromBound bound: UInt64) -> UInt64 {
    let mask: UInt64 = byteCount == 8 ? .max : 1 << UInt64(8 * byteCount) - 1
    guard kind == .float && byteCount == 2 else { return ordered(bound & mask) }
    return UInt64(0x8000 + Int(Int16(bitPattern: UInt16(bound & mask))))
  }
}

/// Keeps in `b` what is kept in either mask.
///
/// - Precondition: both have the same length.
public func orMask(_ a: Span<UInt8>, into b: inout MutableSpan<UInt8>) {
  precondition(a.count == b.count, "masks of \(a.count) and \(b.count) records")
  // SAFETY: both pointers cover `a.count` bytes.
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeMutableBufferPointer { b in
      for index in a.indices { unsafe b[index] |= a[index] }
    }
  }
}
