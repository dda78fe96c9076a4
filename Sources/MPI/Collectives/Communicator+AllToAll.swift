extension Communicator {
  /// Collective. Each rank sends block `r` of its elements to rank `r`.
  ///
  /// - Parameters:
  ///   - mine: The blocks to send, in rank order. Shape `[size × n]`, the same `n` on every rank.
  ///   - theirs: Receives the blocks that are for this rank, in rank order. Shape `[size × n]`.
  /// - Precondition: `size` divides the number of elements.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × n` elements leave and arrive.
  ///
  /// The corresponding C function is `MPI_Alltoall` (MPI-3.1 section 5.8).
  public borrowing func allToAll<Element: MPIElement>(
    _ mine: Span<Element>, into theirs: inout MutableSpan<Element>
  ) throws(MPIError) {
    require(
      mine.count == theirs.count,
      "allToAll: \(mine.count) elements into a buffer of \(theirs.count)")
    let count = blockLength(of: mine.count, in: "allToAll")
    let type = try family.datatype(of: Element.self)
    try perform(
      .allToAll, bytes: mine.count * MemoryLayout<Element>.stride,
      CallShape(count: mine.count, of: Element.self)
    ) {
      // SAFETY: both pointers cover `size` blocks; exclusive access keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe theirs.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.allToAll(
            send.baseAddress, receive.baseAddress, count, ranks: size, type, handle)
        }
      }
    }
  }

  /// Collective. ``allToAll(_:into:)`` into a new array.
  public borrowing func allToAll<Element: MPIElement>(
    _ mine: Span<Element>
  ) throws(MPIError) -> [Element] {
    let count = blockLength(of: mine.count, in: "allToAll")
    let type = try family.datatype(of: Element.self)
    // SAFETY: `mine` and the new array hold `size` blocks each; the call writes all of the array.
    return unsafe try receiving(
      mine.count, .allToAll, bytes: mine.count * MemoryLayout<Element>.stride,
      shape: CallShape(count: mine.count, of: Element.self)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.allToAll(send.baseAddress, receive, count, ranks: size, type, handle)
      }
    }
  }

  /// Collective. ``allToAll(_:into:)`` for arrays.
  public borrowing func allToAll<Element: MPIElement>(
    _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    try mine.withSpan { (mine) throws(MPIError) in try allToAll(mine) }
  }
}
