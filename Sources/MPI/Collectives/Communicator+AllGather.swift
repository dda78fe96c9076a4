extension Communicator {
  /// Collective. All ranks' elements in rank order, on every rank.
  ///
  /// - Parameters:
  ///   - mine: Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the elements. Shape `[size × n]`.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × n` elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Allgather` (MPI-3.1 section 5.7).
  public borrowing func allGather<Element: MPIElement>(
    _ mine: Span<Element>, into all: inout MutableSpan<Element>
  ) throws(MPIError) {
    require(
      all.count == mine.count * size,
      "allGather: \(mine.count) elements of each of \(size) ranks into a buffer of \(all.count)")
    let type = try family.datatype(of: Element.self)
    try perform(
      .allGather, bytes: mine.count * MemoryLayout<Element>.stride,
      CallShape(count: mine.count, of: Element.self)
    ) {
      // SAFETY: `mine` holds what is sent, and `all` has room for `size` times as much.
      // Exclusive access keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.allGather(
            send.baseAddress, receive.baseAddress, send.count, ranks: size, type, handle)
        }
      }
    }
  }

  /// Collective. ``allGather(_:into:)`` where each rank's elements are already in their place.
  ///
  /// - Parameter all: Shape `[size × n]`, the same `n` on every rank: block `rank` is sent, the
  ///   other blocks are replaced.
  /// - Precondition: `size` divides the number of elements.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `(size − 1) × n` elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Allgather` with `MPI_IN_PLACE` (MPI-3.1 section 5.7).
  public borrowing func allGather<Element: MPIElement>(
    inPlace all: inout MutableSpan<Element>
  ) throws(MPIError) {
    let count = blockLength(of: all.count, in: "allGather")
    let type = try family.datatype(of: Element.self)
    try perform(
      .allGather, bytes: count * MemoryLayout<Element>.stride,
      CallShape(count: count, of: Element.self)
    ) {
      // SAFETY: the pointer covers `size` blocks, which nothing else touches meanwhile.
      unsafe all.withUnsafeMutableBufferPointer { buffer in
        unsafe Counted.allGather(
          Counted.inPlace, buffer.baseAddress, count, ranks: size, type, handle)
      }
    }
  }

  /// Collective. ``allGather(_:into:)`` into a new array.
  public borrowing func allGather<Element: MPIElement>(
    _ mine: Span<Element>
  ) throws(MPIError) -> [Element] {
    let type = try family.datatype(of: Element.self)
    // SAFETY: `mine` holds as many elements as are sent, the new array `size` times as many,
    // and the call writes all of them.
    return unsafe try receiving(
      mine.count * size, .allGather, bytes: mine.count * MemoryLayout<Element>.stride,
      shape: CallShape(count: mine.count, of: Element.self)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.allGather(
          send.baseAddress, receive, send.count, ranks: size, type, handle)
      }
    }
  }

  /// Collective. ``allGather(_:into:)`` for arrays.
  public borrowing func allGather<Element: MPIElement>(
    _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    try mine.withSpan { (mine) throws(MPIError) in try allGather(mine) }
  }
}
