extension Communicator {
  /// Collective. Combines `mine` element by element over all ranks; every rank gets the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the combined values. Shape `[n]`.
  /// - Throws: ``MPIError`` when `n` exceeds `CInt.max` or the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Allreduce` (MPI-3.1 section 5.9.6).
  public borrowing func allReduce<Element: MPIScalar>(
    _ op: Reduction, _ mine: Span<Element>, into all: inout MutableSpan<Element>
  ) throws(MPIError) {
    precondition(
      mine.count == all.count,
      "allReduce: \(mine.count) elements into a buffer of \(all.count)")
    let count = try CInt(mpiCount: mine.count, call: "MPI_Allreduce", rank: rank)
    try perform("MPI_Allreduce", bytes: mine.count * MemoryLayout<Element>.stride) {
      // SAFETY: both pointers cover `count` initialized elements whose layout `mpiType` names;
      // exclusive access to `all` keeps them apart; a blocking call keeps neither.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Calls.allReduce(
            send.baseAddress, receive.baseAddress, count, Element.mpiType, op, handle)
        }
      }
    }
  }

  /// Collective. ``allReduce(_:_:into:)`` for arrays.
  public borrowing func allReduce<Element: MPIScalar>(
    _ op: Reduction, _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    var all = mine
    var span = all.mutableSpan
    try allReduce(op, mine.span, into: &span)
    return all
  }

  /// Collective. ``allReduce(_:_:into:)`` for one value.
  public borrowing func allReduce<Element: MPIScalar>(
    _ op: Reduction, _ mine: Element
  ) throws(MPIError) -> Element {
    try allReduce(op, [mine])[0]
  }

  /// Collective. The values of all ranks before this one, combined; `first` on rank 0, which
  /// has none before it.
  ///
  /// - Complexity: one collective of one element.
  ///
  /// The corresponding C function is `MPI_Exscan` (MPI-3.1 section 5.11.2).
  public borrowing func exScan<Element: MPIScalar>(
    _ op: Reduction, _ mine: Element, first: Element
  ) throws(MPIError) -> Element {
    var before = first
    try perform("MPI_Exscan", bytes: MemoryLayout<Element>.stride) {
      // SAFETY: each pointer covers one initialized element for the duration of the call.
      unsafe withUnsafeBytes(of: mine) { send in
        unsafe withUnsafeMutableBytes(of: &before) { receive in
          unsafe Calls.exScan(
            send.baseAddress, receive.baseAddress, 1, Element.mpiType, op, handle)
        }
      }
    }
    // Rank 0's result is undefined by the standard.
    return rank == 0 ? first : before
  }
}
