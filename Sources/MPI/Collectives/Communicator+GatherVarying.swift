extension Communicator {
  /// Collective. Every rank's elements, as many as it has, on the root; nil elsewhere.
  ///
  /// - Parameters:
  ///   - mine: Any number of elements, also none.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: two collectives, one to tell all ranks the counts; all ranks' elements arrive
  ///   at the root.
  ///
  /// The corresponding C functions are those of ``gather(varying:counts:root:)``, and
  /// `MPI_Allgather` (MPI-3.1 section 5.7).
  public borrowing func gather<Element: MPIElement>(
    varying mine: Span<Element>, root: Int = 0
  ) throws(MPIError) -> PerRank<Element>? {
    try gather(varying: mine, Blocks(counts: try allGather([mine.count])), root: root)
  }

  /// Collective. ``gather(varying:root:)`` for arrays.
  public borrowing func gather<Element: MPIElement>(
    varying mine: [Element], root: Int = 0
  ) throws(MPIError) -> PerRank<Element>? {
    try mine.withSpan { (mine) throws(MPIError) in try gather(varying: mine, root: root) }
  }

  /// Collective. Every rank's elements, on the root, where all ranks know how many each has; nil
  /// on the other ranks.
  ///
  /// - Parameters:
  ///   - mine: Shape `[counts[rank]]`.
  ///   - counts: How many elements each rank has; the same on every rank.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Precondition: `counts` has `size` entries, and that of this rank is right.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective; all ranks' elements arrive at the root.
  ///
  /// The corresponding C function is `MPI_Gatherv`; by MPI-3.1, for more elements than a C `int`
  /// counts, `MPI_Alltoallw` (MPI-3.1 sections 5.5 and 5.8).
  public borrowing func gather<Element: MPIElement>(
    varying mine: Span<Element>, counts: [Int], root: Int = 0
  ) throws(MPIError) -> PerRank<Element>? {
    // The library reports a root that there is not, whatever the counts.
    let blocks =
      (0..<size).contains(root)
      ? checkedBlocks(counts, mine: mine.count, in: "gather")
      : Blocks(count: mine.count, for: rank, of: size)
    return try gather(varying: mine, blocks, root: root)
  }

  /// Collective. ``gather(varying:counts:root:)`` for arrays.
  public borrowing func gather<Element: MPIElement>(
    varying mine: [Element], counts: [Int], root: Int = 0
  ) throws(MPIError) -> PerRank<Element>? {
    try mine.withSpan { (mine) throws(MPIError) in
      try gather(varying: mine, counts: counts, root: root)
    }
  }

  private borrowing func gather<Element: MPIElement>(
    varying mine: Span<Element>, _ blocks: Blocks, root: Int
  ) throws(MPIError) -> PerRank<Element>? {
    let type = try family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    let longWay = LargeCount.goesTheLongWay(blocks.total) && (0..<size).contains(root)
    // SAFETY: `mine` holds as many elements as its count says, the new array on the root as many
    // as all counts together; the call writes all of them there and none elsewhere.
    let all: [Element] = unsafe try receiving(
      rank == root ? blocks.total : 0,
      longWay ? LargeCount.allToAllVaryingCall : .gatherVarying, bytes: mine.count * stride,
      shape: CallShape(root: root, of: Element.self)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.gatherVarying(
          send.baseAddress, send.count, rank == root ? receive : nil, blocks, stride: stride,
          type, root: root, rank: rank, handle)
      }
    }
    return rank == root ? PerRank(all, blocks) : nil
  }

  /// Collective. Every rank's bytes, of any length each, by rank, on the root; nil elsewhere.
  ///
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: two collectives, one for the lengths.
  ///
  /// The corresponding C functions are those of ``gather(varying:root:)``.
  public borrowing func gatherBytes(
    _ mine: [UInt8], root: Int = 0
  ) throws(MPIError) -> [[UInt8]]? {
    try gather(varying: mine, root: root)?.map { Array($0) }
  }
}
