extension Communicator {
  /// Collective. Gives each rank a block of the root's elements; its length need not be known
  /// elsewhere.
  ///
  /// - Parameters:
  ///   - parts: The root's blocks, also empty ones; ignored on other ranks, which may pass nil.
  ///   - root: The rank that has them, the same everywhere.
  /// - Returns: Block `rank`.
  /// - Precondition: the root passes a block for each rank.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: two collectives, one of 16 bytes for the length and the way; this rank's block
  ///   arrives.
  ///
  /// The corresponding C functions are `MPI_Scatter` and `MPI_Scatterv`; by MPI-3.1, for more
  /// elements than a C `int` counts, `MPI_Alltoallw` in place of the latter (MPI-3.1 sections 5.6
  /// and 5.8).
  public borrowing func scatter<Element: MPIElement>(
    varying parts: PerRank<Element>?, root: Int = 0
  ) throws(MPIError) -> [Element] {
    var notes: [Int] = []
    if rank == root {
      guard let parts else {
        fatalError("scatter: the root, rank \(rank), passes nothing")
      }
      checkRanks(parts, in: "scatter")
      let longWay = LargeCount.goesTheLongWay(parts.elements.count)
      notes = parts.counts.flatMap { [$0, longWay ? 1 : 0] }
    }
    var note = [0, 0]
    try notes.withSpan { notes throws(MPIError) in
      var span = note.mutableSpan
      try scatter(notes, into: &span, root: root)
    }
    return try scatter(
      varying: rank == root ? parts : nil, count: note[0], longWay: note[1] == 1, root: root)
  }

  private borrowing func scatter<Element: MPIElement>(
    varying parts: PerRank<Element>?, count: Int, longWay: Bool, root: Int
  ) throws(MPIError) -> [Element] {
    let type = try family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    let sent = parts?.elements ?? []
    // SAFETY: on the root `sent` holds the blocks that `parts` describes, the new array has room
    // for this rank's, and the call writes all of it.
    return unsafe try receiving(
      count, longWay ? LargeCount.allToAllVaryingCall : .scatterVarying, bytes: sent.count * stride,
      shape: CallShape(root: root, of: Element.self)
    ) { receive in
      unsafe sent.withUnsafeBufferPointer { send in
        unsafe Counted.scatterVarying(
          rank == root ? send.baseAddress : nil, parts.map { Blocks($0) }, receive, count,
          longWay: longWay, stride: stride, type, root: root, ranks: size, handle)
      }
    }
  }
}
