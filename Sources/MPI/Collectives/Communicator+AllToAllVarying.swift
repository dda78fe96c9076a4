extension Communicator {
  /// Collective. Each rank sends block `r` to rank `r`; how much comes need not be known.
  ///
  /// - Parameter mine: A block for each rank, also empty ones.
  /// - Returns: The blocks that the ranks have sent to this one.
  /// - Precondition: `mine` has `size` blocks.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: two collectives, one of 8 bytes for each pair of ranks for the counts.
  ///
  /// The corresponding C functions are `MPI_Alltoall` for the counts, and those of
  /// ``allToAll(varying:receiving:)`` (MPI-3.1 section 5.8).
  public borrowing func allToAll<Element: MPIElement>(
    varying mine: PerRank<Element>
  ) throws(MPIError) -> PerRank<Element> {
    checkRanks(mine, in: "allToAll")
    return try allToAll(varying: mine, Blocks(counts: try allToAll(mine.counts)))
  }

  /// Collective. Each rank sends block `r` to rank `r`, where each knows how much comes.
  ///
  /// - Parameters:
  ///   - mine: A block for each rank, also empty ones.
  ///   - counts: How many elements each rank sends to this one.
  /// - Returns: The blocks that the ranks have sent to this one. Shape `[counts[r]]` each.
  /// - Precondition: `mine` has `size` blocks, and `counts` as many entries; what this rank sends
  ///   to itself is what it expects.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective.
  ///
  /// The corresponding C function is `MPI_Alltoallv_c` where the library has it, else
  /// `MPI_Alltoallw`, which lets each rank alone describe what is too large for a C `int`
  /// (MPI-3.1 section 5.8).
  public borrowing func allToAll<Element: MPIElement>(
    varying mine: PerRank<Element>, receiving counts: [Int]
  ) throws(MPIError) -> PerRank<Element> {
    checkRanks(mine, in: "allToAll")
    return try allToAll(
      varying: mine, checkedBlocks(counts, mine: mine.counts[rank], in: "allToAll"))
  }

  private borrowing func allToAll<Element: MPIElement>(
    varying mine: PerRank<Element>, _ blocks: Blocks
  ) throws(MPIError) -> PerRank<Element> {
    let type = try family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    // SAFETY: the elements hold the blocks that `mine` describes, the new array those of
    // `blocks`, and the call writes all of it.
    let theirs: [Element] = unsafe try receiving(
      blocks.total, LargeCount.allToAllVaryingCall, bytes: mine.elements.count * stride,
      shape: CallShape(of: Element.self)
    ) { receive in
      unsafe mine.elements.withUnsafeBufferPointer { send in
        unsafe Counted.allToAllVarying(
          send.baseAddress, Blocks(mine), receive, blocks, stride: stride, type, handle)
      }
    }
    return PerRank(theirs, blocks)
  }
}
