extension Communicator {
  /// Collective, returns at once. Combines `mine` element by element over all ranks, on the root.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - root: The rank that gets the result, the same everywhere.
  /// - Returns: The request of the same buffer with the result; of nil on the other ranks, whose
  ///   buffer is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements; with MPI-3.1 one for every 2³¹ − 1.
  ///
  /// The corresponding C function is `MPI_Ireduce` (MPI-3.1 section 5.12.7).
  public borrowing func iReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>, root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>?> {
    let (operation, type) = try family.handles(of: op)
    let memory = unsafe mine.release()
    let isRoot = rank == root
    let stride = MemoryLayout<Element>.stride
    // SAFETY: the memory is this call's own until the request gives it back, or for ever.
    let pending = try PendingCall(
      .iReduce, bytes: memory.count * stride, shape: CallShape(root: root, count: memory.count, op),
      on: self, parts: 0, keeping: op.keptAlive
    ) { requests in
      unsafe Counted.iReduce(
        memory.baseAddress, memory.count, stride: stride, type, operation, isRoot: isRoot,
        root: CInt(rank: root), handle, &requests)
    }
    return Request(pending) { _ in
      let buffer = unsafe MessageBuffer(adopting: memory)
      return isRoot ? consume buffer : nil
    }
  }

  /// Collective, returns at once. Combines `mine` element by element over all ranks; every rank
  /// gets the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  /// - Returns: The request of the same buffer with the result.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements; with MPI-3.1 one for every 2³¹ − 1.
  ///
  /// The corresponding C function is `MPI_Iallreduce` (MPI-3.1 section 5.12.8).
  public borrowing func iAllReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let (operation, type) = try family.handles(of: op)
    let memory = unsafe mine.release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: as in `iReduce`.
    let pending = try PendingCall(
      .iAllReduce, bytes: memory.count * stride, shape: CallShape(count: memory.count, op),
      on: self, parts: 0, keeping: op.keptAlive
    ) { requests in
      unsafe Counted.iAllReduce(
        inPlace: memory.baseAddress, memory.count, stride: stride, type, operation, handle,
        &requests)
    }
    return Request(pending) { _ in unsafe MessageBuffer(adopting: memory) }
  }

  /// Collective, returns at once. Combines `mine` element by element over all ranks, and gives
  /// each rank one block of the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution, a block for each rank in rank order. Shape
  ///     `[size × n]`, the same `n` on every rank.
  /// - Returns: The request of a buffer of `n` elements; `mine` is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `size × n` elements. With MPI-3.1, if these are more than
  ///   2³¹ − 1: one `MPI_Ireduce` to each rank for every 2³¹ − 1 elements.
  ///
  /// The corresponding C function is `MPI_Ireduce_scatter_block` (MPI-3.1 section 5.12.9).
  public borrowing func iReduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let total = mine.count
    require(
      total.isMultiple(of: size), "iReduceScatter: \(total) elements for \(size) ranks")
    let (operation, type) = try family.handles(of: op)
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: total / size).release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: both are this call's own until the request gives one back and frees the other.
    let pending = try PendingCall(
      MPICall.iReduceScatterBlock.made(total: total), bytes: total * stride,
      shape: CallShape(count: total, op), on: self,
      parts: 0, keeping: op.keptAlive
    ) { requests in
      unsafe Counted.iReduceScatterBlock(
        send.baseAddress, receive.baseAddress, receive.count, rank: rank, ranks: size,
        stride: stride, type, operation, handle, &requests)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// Collective, returns at once. As ``iReduceScatter(_:_:)``, with blocks of different lengths.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution, a block for each rank in rank order. Shape
  ///     `[sum of counts]`.
  ///   - counts: The length of each rank's block, zero allowed; the same on every rank.
  /// - Returns: The request of a buffer of `counts[rank]` elements; `mine` is freed when the
  ///   call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of as many elements as `mine` has. With MPI-3.1, if these are
  ///   more than 2³¹ − 1: one `MPI_Ireduce` to each rank for every 2³¹ − 1 elements.
  ///
  /// The corresponding C function is `MPI_Ireduce_scatter` (MPI-3.1 section 5.12.10).
  public borrowing func iReduceScatter<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: consuming MessageBuffer<Element>, counts: [Int]
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let total = mine.count
    checkCounts("iReduceScatter", counts, total: total)
    let (operation, type) = try family.handles(of: op)
    let arguments = CallArguments()
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: counts[rank]).release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: as above.
    let pending = try PendingCall(
      MPICall.iReduceScatter.made(total: total), bytes: total * stride,
      shape: CallShape(count: total, op), on: self,
      parts: 0, keeping: op.keptAlive + [arguments]
    ) { requests in
      unsafe Counted.iReduceScatter(
        send.baseAddress, receive.baseAddress, counts, rank: rank, stride: stride, type,
        operation, handle, arguments, &requests)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// Traps unless there is a count for every rank and, where `total` is known, they add up.
  borrowing func checkCounts(_ call: String, _ counts: [Int], total: Int? = nil) {
    require(counts.count == size, "\(call): \(counts.count) counts for \(size) ranks")
    require(counts.allSatisfy { $0 >= 0 }, "\(call): negative count in \(counts)")
    if let total {
      require(
        counts.total == total, "\(call): \(total) elements, counts of \(counts.total)")
    }
  }
}
