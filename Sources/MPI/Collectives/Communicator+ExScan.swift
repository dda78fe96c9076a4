extension Communicator {
  /// Collective. Combines the elements of all ranks before this one.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the combination over ranks `0..<rank`, element by element. Shape `[n]`.
  ///     Rank 0 has none before it: its `all` is left as it was.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Exscan`, which does not use rank 0's receive buffer
  /// (MPI-3.1 section 5.11.2).
  public borrowing func exScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, into all: inout MutableSpan<Element>
  ) throws(MPIError) {
    require(
      mine.count == all.count,
      "exScan: \(mine.count) elements into a buffer of \(all.count)")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.exScan, bytes: mine.count * stride, CallShape(count: mine.count, op)) {
      // SAFETY: both pointers cover as many initialized elements whose layout `type` names;
      // exclusive access to `all` keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.exScan(
            send.baseAddress, receive.baseAddress, send.count, stride: stride, type, operation,
            handle)
        }
      }
    }
  }

  /// Collective. ``exScan(_:_:into:)`` for arrays; `first` on rank 0, which has none before it.
  ///
  /// - Parameter first: Shape `[n]`; used on rank 0 only.
  public borrowing func exScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element], first: [Element]
  ) throws(MPIError) -> [Element] {
    require(
      rank != 0 || first.count == mine.count,
      "exScan: \(mine.count) elements, and \(first.count) for rank 0")
    var before = rank == 0 ? first : mine
    try mine.withSpan { (mine) throws(MPIError) in
      var span = before.mutableSpan
      try exScan(op, mine, into: &span)
    }
    return before
  }

  /// Collective. The values of all ranks before this one, combined; `first` on rank 0, which
  /// has none before it.
  ///
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of one element.
  ///
  /// The corresponding C function is `MPI_Exscan` (MPI-3.1 section 5.11.2).
  public borrowing func exScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element, first: Element
  ) throws(MPIError) -> Element {
    if op.kind.isCustom { return try exScan(op, [mine], first: [first])[0] }
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    var before = first
    try perform(.exScan, bytes: stride, CallShape(count: 1, op)) {
      // SAFETY: each pointer covers one initialized element for the duration of the call.
      unsafe withUnsafePointer(to: mine) { send in
        unsafe withUnsafeMutablePointer(to: &before) { receive in
          unsafe Counted.exScan(send, receive, 1, stride: stride, type, operation, handle)
        }
      }
    }
    // Rank 0's result is undefined by the standard.
    return rank == 0 ? first : before
  }
}
