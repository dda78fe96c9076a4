extension Communicator {
  /// Collective. Gives each rank one of `size` equal blocks of the root's elements.
  ///
  /// - Parameters:
  ///   - all: The root's elements in rank order, where its shape is `[size × n]`; ignored
  ///     elsewhere.
  ///   - mine: Receives block `rank`. Shape `[n]`, the same `n` on every rank.
  ///   - root: The rank that has them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective; `n` elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Scatter` (MPI-3.1 section 5.6).
  public borrowing func scatter<Element: MPIElement>(
    _ all: Span<Element>, into mine: inout MutableSpan<Element>, root: Int = 0
  ) throws(MPIError) {
    require(
      rank != root || all.count == mine.count * size,
      "scatter: \(all.count) elements to buffers of \(mine.count) on \(size) ranks")
    let type = try family.datatype(of: Element.self)
    let bytes = rank == root ? all.count * MemoryLayout<Element>.stride : 0
    try perform(.scatter, bytes: bytes, CallShape(root: root, count: mine.count, of: Element.self))
    {
      // SAFETY: on the root `all` holds `size` times what `mine` has room for, elsewhere it is
      // not used. Exclusive access keeps them apart.
      unsafe all.withUnsafeBufferPointer { send in
        unsafe mine.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.scatter(
            rank == root ? send.baseAddress : nil, receive.baseAddress, receive.count,
            ranks: size, type, root: CInt(rank: root), handle)
        }
      }
    }
  }

  /// Collective. Gives each rank one of `size` equal blocks of the root's elements; their length
  /// need not be known elsewhere.
  ///
  /// - Parameters:
  ///   - all: The root's elements in rank order. Shape `[size × n]`; ignored on other ranks,
  ///     which may pass nil.
  ///   - root: The rank that has them, the same everywhere.
  /// - Returns: Block `rank`. Shape `[n]`.
  /// - Precondition: the root passes elements, and `size` divides their number.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: two collectives, one for the length; `n` elements arrive at every rank.
  ///
  /// The corresponding C functions are `MPI_Bcast` and `MPI_Scatter` (MPI-3.1 sections 5.4
  /// and 5.6).
  public borrowing func scatter<Element: MPIElement>(
    _ all: [Element]?, root: Int = 0
  ) throws(MPIError) -> [Element] {
    require(rank != root || all != nil, "scatter: the root, rank \(rank), passes nothing")
    let sent = rank == root ? all ?? [] : []
    let count = try broadcast(
      rank == root ? blockLength(of: sent.count, in: "scatter") : 0, root: root)
    let type = try family.datatype(of: Element.self)
    // SAFETY: on the root `sent` holds `size` blocks, the new array has room for one, and the
    // call writes all of it.
    return unsafe try receiving(
      count, .scatter, bytes: sent.count * MemoryLayout<Element>.stride,
      shape: CallShape(root: root, count: count, of: Element.self)
    ) { receive in
      unsafe sent.withUnsafeBufferPointer { send in
        unsafe Counted.scatter(
          rank == root ? send.baseAddress : nil, receive, count, ranks: size, type,
          root: CInt(rank: root), handle)
      }
    }
  }
}
