extension Communicator {
  /// Collective. All ranks' elements in rank order, on the root.
  ///
  /// - Parameters:
  ///   - mine: Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the elements on the root, where its shape is `[size × n]`; left as it is
  ///     elsewhere.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective; `size × n` elements arrive at the root.
  ///
  /// The corresponding C function is `MPI_Gather` (MPI-3.1 section 5.5).
  public borrowing func gather<Element: MPIElement>(
    _ mine: Span<Element>, into all: inout MutableSpan<Element>, root: Int = 0
  ) throws(MPIError) {
    require(
      rank != root || all.count == mine.count * size,
      "gather: \(mine.count) elements of each of \(size) ranks into a buffer of \(all.count)")
    let type = try family.datatype(of: Element.self)
    try perform(
      .gather, bytes: mine.count * MemoryLayout<Element>.stride,
      CallShape(root: root, count: mine.count, of: Element.self)
    ) {
      // SAFETY: `mine` holds what is sent; on the root `all` has room for `size` times as much,
      // elsewhere it is not used. Exclusive access keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.gather(
            send.baseAddress, rank == root ? receive.baseAddress : nil, send.count, ranks: size,
            type, root: CInt(rank: root), handle)
        }
      }
    }
  }

  /// Collective. ``gather(_:into:root:)`` into a new array on the root; nil elsewhere.
  public borrowing func gather<Element: MPIElement>(
    _ mine: Span<Element>, root: Int = 0
  ) throws(MPIError) -> [Element]? {
    let type = try family.datatype(of: Element.self)
    // SAFETY: `mine` holds as many elements as are sent, the new array on the root `size` times
    // as many; it is written there and not elsewhere.
    let all: [Element] = unsafe try receiving(
      rank == root ? mine.count * size : 0, .gather,
      bytes: mine.count * MemoryLayout<Element>.stride,
      shape: CallShape(root: root, count: mine.count, of: Element.self)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.gather(
          send.baseAddress, rank == root ? receive : nil, send.count, ranks: size, type,
          root: CInt(rank: root), handle)
      }
    }
    return rank == root ? all : nil
  }

  /// Collective. ``gather(_:into:root:)`` for arrays; nil on all ranks but the root.
  public borrowing func gather<Element: MPIElement>(
    _ mine: [Element], root: Int = 0
  ) throws(MPIError) -> [Element]? {
    try mine.withSpan { (mine) throws(MPIError) in try gather(mine, root: root) }
  }
}
