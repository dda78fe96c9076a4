extension Communicator {
  /// Collective. Combines `mine` element by element over all ranks, for the root.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the combined values on the root, where its shape is `[n]`; left as it is
  ///     elsewhere.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Reduce` (MPI-3.1 section 5.9.1).
  public borrowing func reduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, into all: inout MutableSpan<Element>,
    root: Int = 0
  ) throws(MPIError) {
    require(
      rank != root || mine.count == all.count,
      "reduce: \(mine.count) elements into a buffer of \(all.count)")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.reduce, bytes: mine.count * stride, CallShape(root: root, count: mine.count, op)) {
      // SAFETY: on the root both pointers cover as many initialized elements whose layout `type`
      // names; elsewhere the second is not used. Exclusive access keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.reduce(
            send.baseAddress, rank == root ? receive.baseAddress : nil, send.count,
            stride: stride, type, operation, root: CInt(rank: root), handle)
        }
      }
    }
  }

  /// Collective. ``reduce(_:_:into:root:)`` into a new array on the root; nil elsewhere.
  public borrowing func reduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, root: Int = 0
  ) throws(MPIError) -> [Element]? {
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    // SAFETY: `mine` holds what is sent, and the new array, on the root, as much; the call
    // writes all of it there.
    let all: [Element] = unsafe try receiving(
      rank == root ? mine.count : 0, .reduce, bytes: mine.count * stride,
      shape: CallShape(root: root, count: mine.count, op)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.reduce(
          send.baseAddress, rank == root ? receive : nil, send.count, stride: stride, type,
          operation, root: CInt(rank: root), handle)
      }
    }
    return rank == root ? all : nil
  }

  /// Collective. ``reduce(_:_:into:root:)`` for arrays; nil on all ranks but the root.
  public borrowing func reduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element], root: Int = 0
  ) throws(MPIError) -> [Element]? {
    try mine.withSpan { (mine) throws(MPIError) in try reduce(op, mine, root: root) }
  }

  /// Collective. ``reduce(_:_:into:root:)`` for one value; nil on all ranks but the root.
  public borrowing func reduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element, root: Int = 0
  ) throws(MPIError) -> Element? {
    if op.kind.isCustom { return try reduce(op, [mine], root: root)?[0] }
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    var all = mine
    try perform(.reduce, bytes: stride, CallShape(root: root, count: 1, op)) {
      // SAFETY: each pointer covers one initialized element for the duration of the call.
      unsafe withUnsafePointer(to: mine) { send in
        unsafe withUnsafeMutablePointer(to: &all) { receive in
          unsafe Counted.reduce(
            send, receive, 1, stride: stride, type, operation, root: CInt(rank: root), handle)
        }
      }
    }
    return rank == root ? all : nil
  }
}
