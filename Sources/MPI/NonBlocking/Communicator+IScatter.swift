extension Communicator {
  /// Collective, returns at once. Gives each rank one of the root's blocks.
  ///
  /// - Parameters:
  ///   - all: On the root the blocks in rank order, shape `[size × count]`; nil is allowed on
  ///     the other ranks, and what they pass is ignored and freed when the call is done.
  ///   - count: Elements of one block; the same on every rank.
  ///   - root: The rank that has the blocks, the same everywhere.
  /// - Returns: The request of a buffer of `count` elements; `all` is freed when the call is
  ///   done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × count` elements leave the root.
  ///
  /// The corresponding C function is `MPI_Iscatter` (MPI-3.1 section 5.12.4).
  public borrowing func iScatter<Element: MPIElement>(
    _ all: consuming MessageBuffer<Element>?, count: Int, root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    require(count >= 0, "iScatter: count of \(count)")
    let type = try family.datatype(of: Element.self)
    let send = unsafe scattered("iScatter", all, total: count * size, root: root)
    let receive = unsafe MessageBuffer<Element>(uninitialized: count).release()
    // SAFETY: both are this call's own until the request gives one back and frees the other.
    let pending = try PendingCall(
      .iScatter, bytes: rank == root ? count * size * MemoryLayout<Element>.stride : 0,
      shape: CallShape(root: root, count: count, of: Element.self), on: self
    ) { requests in
      unsafe Counted.iScatter(
        send.baseAddress, receive.baseAddress, count, ranks: size, type, root: CInt(rank: root),
        handle, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// Collective, returns at once. Gives each rank its part of the root's elements.
  ///
  /// - Parameters:
  ///   - all: On the root the parts in rank order, one behind the other, shape
  ///     `[sum of counts]`; nil is allowed on the other ranks, and what they pass is ignored and
  ///     freed when the call is done.
  ///   - counts: How many elements each rank gets, zero allowed; the same on every rank.
  ///   - root: The rank that has the elements, the same everywhere.
  /// - Returns: The request of a buffer of `counts[rank]` elements; `all` is freed when the call
  ///   is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; all elements leave the root.
  ///
  /// The corresponding C function is `MPI_Iscatterv` (MPI-3.1 section 5.12.4); with MPI-3.1 and
  /// more than 2³¹ − 1 elements in all, `MPI_Ialltoallw` (section 5.12.6).
  public borrowing func iScatter<Element: MPIElement>(
    varying all: consuming MessageBuffer<Element>?, counts: [Int], root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    checkCounts("iScatter", counts)
    let type = try family.datatype(of: Element.self)
    let arguments = CallArguments()
    let total = counts.total
    let stride = MemoryLayout<Element>.stride
    let send = unsafe scattered("iScatter", all, total: total, root: root)
    let receive = unsafe MessageBuffer<Element>(uninitialized: counts[rank]).release()
    // SAFETY: as above; the arrays of counts live in `arguments`.
    let pending = try PendingCall(
      MPICall.iScatterVarying.made(total: total),
      bytes: rank == root ? total * stride : 0, shape: CallShape(root: root, of: Element.self),
      on: self, keeping: [arguments]
    ) { requests in
      unsafe Counted.iScatterVarying(
        send.baseAddress, receive.baseAddress, counts, rank: rank, stride: stride, type,
        root: root, handle, arguments, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// The memory of what is scattered; traps if the root has not `total` elements.
  @unsafe private borrowing func scattered<Element: MPIElement>(
    _ call: String, _ all: consuming MessageBuffer<Element>?, total: Int, root: Int
  ) -> UnsafeMutableBufferPointer<Element> {
    let buffer = all ?? MessageBuffer(uninitialized: 0)
    require(
      rank != root || buffer.count == total,
      "\(call): \(buffer.count) elements on the root, \(total) expected")
    return unsafe buffer.release()
  }
}
