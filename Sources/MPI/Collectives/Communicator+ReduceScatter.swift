extension Communicator {
  /// Collective. Combines `mine` element by element over all ranks, and gives each rank one of
  /// `size` equal blocks of the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution to all blocks, in rank order. Shape `[size × n]`, the
  ///     same `n` on every rank.
  /// - Returns: Block `rank` of the combined elements. Shape `[n]`.
  /// - Precondition: `size` divides the number of elements.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `size × n` elements. By MPI-3.1, from 2³¹ of them on: `size`
  ///   collectives, one for each block.
  ///
  /// The corresponding C function is `MPI_Reduce_scatter_block`; for more elements than a C `int`
  /// counts, `MPI_Reduce` for each block (MPI-3.1 sections 5.10.1 and 5.9.1).
  public borrowing func reduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>
  ) throws(MPIError) -> [Element] {
    let count = blockLength(of: mine.count, in: "reduceScatter")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    let call: MPICall = LargeCount.goesTheLongWay(mine.count) ? .reduce : .reduceScatterBlock
    // SAFETY: `mine` holds `size` blocks, the new array one, and the call writes all of it.
    return unsafe try receiving(
      count, call, bytes: mine.count * stride, shape: CallShape(count: mine.count, op)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.reduceScatterBlock(
          send.baseAddress, receive, count, rank: rank, ranks: size, stride: stride, type,
          operation, handle)
      }
    }
  }

  /// Collective. ``reduceScatter(_:_:)`` for arrays.
  public borrowing func reduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    try mine.withSpan { (mine) throws(MPIError) in try reduceScatter(op, mine) }
  }

  /// Collective. Combines `mine` element by element over all ranks, and gives each rank a block
  /// of the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution to all blocks, in rank order. Shape `[n]`, the same `n`
  ///     on every rank.
  ///   - counts: The lengths of the blocks by rank; the same on every rank.
  /// - Returns: Block `rank` of the combined elements. Shape `[counts[rank]]`.
  /// - Precondition: `counts` has `size` lengths, which add up to `n`.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements. By MPI-3.1, from 2³¹ of them on: one
  ///   collective for each block that is not empty.
  ///
  /// The corresponding C function is `MPI_Reduce_scatter`; for more elements than a C `int`
  /// counts, `MPI_Reduce` for each block (MPI-3.1 sections 5.10.2 and 5.9.1).
  public borrowing func reduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, counts: [Int]
  ) throws(MPIError) -> [Element] {
    let blocks = checkedBlocks(counts, in: "reduceScatter")
    require(
      blocks.total == mine.count,
      "reduceScatter: blocks of \(blocks.total) elements together, of \(mine.count) elements")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    let call: MPICall = LargeCount.goesTheLongWay(mine.count) ? .reduce : .reduceScatter
    // SAFETY: `mine` holds all blocks, the new array this rank's, and the call writes all of it.
    return unsafe try receiving(
      counts[rank], call, bytes: mine.count * stride, shape: CallShape(count: mine.count, op)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.reduceScatter(
          send.baseAddress, receive, counts, total: send.count, rank: rank, stride: stride, type,
          operation, handle)
      }
    }
  }

  /// Collective. ``reduceScatter(_:_:counts:)`` for arrays.
  public borrowing func reduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element], counts: [Int]
  ) throws(MPIError) -> [Element] {
    try mine.withSpan { (mine) throws(MPIError) in try reduceScatter(op, mine, counts: counts) }
  }
}
