extension Communicator {
  /// Collective. Every rank's elements, as many as it has, on every rank.
  ///
  /// - Parameter mine: Any number of elements, also none.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: two collectives, one for the counts; all ranks' elements arrive at every rank.
  ///
  /// The corresponding C functions are those of ``allGather(varying:counts:)``, and
  /// `MPI_Allgather` (MPI-3.1 section 5.7).
  public borrowing func allGather<Element: MPIElement>(
    varying mine: Span<Element>
  ) throws(MPIError) -> PerRank<Element> {
    try allGather(varying: mine, Blocks(counts: try allGather([mine.count])))
  }

  /// Collective. ``allGather(varying:)`` for arrays.
  public borrowing func allGather<Element: MPIElement>(
    varying mine: [Element]
  ) throws(MPIError) -> PerRank<Element> {
    try mine.withSpan { (mine) throws(MPIError) in try allGather(varying: mine) }
  }

  /// Collective. Every rank's elements, on every rank, where all know how many each has.
  ///
  /// - Parameters:
  ///   - mine: Shape `[counts[rank]]`.
  ///   - counts: How many elements each rank has; the same on every rank.
  /// - Precondition: `counts` has `size` entries, and that of this rank is right.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; all ranks' elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Allgatherv`; by MPI-3.1, for more elements than a C
  /// `int` counts, `MPI_Alltoallw` (MPI-3.1 sections 5.7 and 5.8).
  public borrowing func allGather<Element: MPIElement>(
    varying mine: Span<Element>, counts: [Int]
  ) throws(MPIError) -> PerRank<Element> {
    try allGather(varying: mine, checkedBlocks(counts, mine: mine.count, in: "allGather"))
  }

  /// Collective. ``allGather(varying:counts:)`` for arrays.
  public borrowing func allGather<Element: MPIElement>(
    varying mine: [Element], counts: [Int]
  ) throws(MPIError) -> PerRank<Element> {
    try mine.withSpan { (mine) throws(MPIError) in try allGather(varying: mine, counts: counts) }
  }

  private borrowing func allGather<Element: MPIElement>(
    varying mine: Span<Element>, _ blocks: Blocks
  ) throws(MPIError) -> PerRank<Element> {
    let type = try family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    let longWay = LargeCount.goesTheLongWay(blocks.total)
    // SAFETY: `mine` holds as many elements as its count says, the new array as many as all
    // counts together, and the call writes all of them.
    let all: [Element] = unsafe try receiving(
      blocks.total, longWay ? LargeCount.allToAllVaryingCall : .allGatherVarying,
      bytes: mine.count * stride, shape: CallShape(of: Element.self)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.allGatherVarying(
          send.baseAddress, send.count, receive, blocks, stride: stride, type, handle)
      }
    }
    return PerRank(all, blocks)
  }
}
