extension Communicator {
  /// Collective, returns at once. All ranks' elements in rank order, on the root.
  ///
  /// - Parameters:
  ///   - mine: Shape `[n]`, the same `n` on every rank.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Returns: The request of a buffer of shape `[size × n]` on the root, of nil elsewhere;
  ///   `mine` is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × n` elements arrive at the root.
  ///
  /// The corresponding C function is `MPI_Igather` (MPI-3.1 section 5.12.3).
  public borrowing func iGather<Element: MPIElement>(
    _ mine: consuming MessageBuffer<Element>, root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>?> {
    let type = try family.datatype(of: Element.self)
    let send = unsafe mine.release()
    let isRoot = rank == root
    let receive = unsafe MessageBuffer<Element>(
      uninitialized: isRoot ? send.count * size : 0
    ).release()
    // SAFETY: both are this call's own until the request gives one back and frees the other.
    let pending = try PendingCall(
      .iGather, bytes: send.count * MemoryLayout<Element>.stride,
      shape: CallShape(root: root, count: send.count, of: Element.self), on: self
    ) { requests in
      unsafe Counted.iGather(
        send.baseAddress, receive.baseAddress, send.count, ranks: size, type,
        root: CInt(rank: root), handle, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      let all = unsafe MessageBuffer(adopting: receive)
      return isRoot ? consume all : nil
    }
  }

  /// Collective, returns at once. All ranks' elements in rank order, one rank's behind the
  /// other's, on the root.
  ///
  /// - Parameters:
  ///   - mine: Shape `[counts[rank]]`.
  ///   - counts: How many elements each rank has, zero allowed; the same on every rank.
  ///   - root: The rank that gets them, the same everywhere.
  /// - Returns: The request of a buffer of shape `[sum of counts]` on the root, of nil
  ///   elsewhere; `mine` is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; all elements arrive at the root.
  ///
  /// The corresponding C function is `MPI_Igatherv` (MPI-3.1 section 5.12.3); with MPI-3.1 and
  /// more than 2³¹ − 1 elements in all, `MPI_Ialltoallw` (section 5.12.6).
  public borrowing func iGather<Element: MPIElement>(
    varying mine: consuming MessageBuffer<Element>, counts: [Int], root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>?> {
    checkCounts("iGather", counts)
    require(
      mine.count == counts[rank], "iGather: \(mine.count) elements, count of \(counts[rank])")
    let type = try family.datatype(of: Element.self)
    let arguments = CallArguments()
    let total = counts.total
    let stride = MemoryLayout<Element>.stride
    let send = unsafe mine.release()
    let isRoot = rank == root
    let receive = unsafe MessageBuffer<Element>(uninitialized: isRoot ? total : 0).release()
    // SAFETY: as above; the arrays of counts live in `arguments`.
    let pending = try PendingCall(
      MPICall.iGatherVarying.made(total: total), bytes: send.count * stride,
      shape: CallShape(root: root, of: Element.self),
      on: self, keeping: [arguments]
    ) { requests in
      unsafe Counted.iGatherVarying(
        send.baseAddress, receive.baseAddress, counts, rank: rank, stride: stride, type,
        root: root, handle, arguments, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      let all = unsafe MessageBuffer(adopting: receive)
      return isRoot ? consume all : nil
    }
  }

  /// Collective, returns at once. All ranks' elements in rank order, on every rank.
  ///
  /// - Parameter mine: Shape `[n]`, the same `n` on every rank.
  /// - Returns: The request of a buffer of shape `[size × n]`; `mine` is freed when the call is
  ///   done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × n` elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Iallgather` (MPI-3.1 section 5.12.5).
  public borrowing func iAllGather<Element: MPIElement>(
    _ mine: consuming MessageBuffer<Element>
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let type = try family.datatype(of: Element.self)
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: send.count * size).release()
    // SAFETY: as above.
    let pending = try PendingCall(
      .iAllGather, bytes: send.count * MemoryLayout<Element>.stride,
      shape: CallShape(count: send.count, of: Element.self), on: self
    ) { requests in
      unsafe Counted.iAllGather(
        send.baseAddress, receive.baseAddress, send.count, ranks: size, type, handle,
        &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// Collective, returns at once. All ranks' elements in rank order, one rank's behind the
  /// other's, on every rank.
  ///
  /// - Parameters:
  ///   - mine: Shape `[counts[rank]]`.
  ///   - counts: How many elements each rank has, zero allowed; the same on every rank.
  /// - Returns: The request of a buffer of shape `[sum of counts]`; `mine` is freed when the
  ///   call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; all elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Iallgatherv` (MPI-3.1 section 5.12.5); with MPI-3.1
  /// and more than 2³¹ − 1 elements in all, `MPI_Ialltoallw` (section 5.12.6).
  public borrowing func iAllGather<Element: MPIElement>(
    varying mine: consuming MessageBuffer<Element>, counts: [Int]
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    checkCounts("iAllGather", counts)
    require(
      mine.count == counts[rank], "iAllGather: \(mine.count) elements, count of \(counts[rank])")
    let type = try family.datatype(of: Element.self)
    let arguments = CallArguments()
    let total = counts.total
    let stride = MemoryLayout<Element>.stride
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: total).release()
    // SAFETY: as above; the arrays of counts live in `arguments`.
    let pending = try PendingCall(
      MPICall.iAllGatherVarying.made(total: total), bytes: send.count * stride,
      shape: CallShape(of: Element.self),
      on: self, keeping: [arguments]
    ) { requests in
      unsafe Counted.iAllGatherVarying(
        send.baseAddress, receive.baseAddress, counts, rank: rank, stride: stride, type, handle,
        arguments, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }
}
