extension Communicator {
  /// Collective, returns at once. Gives each rank one block of every rank.
  ///
  /// - Parameter mine: A block for each rank in rank order. Shape `[size × n]`, the same `n` on
  ///   every rank.
  /// - Returns: The request of a buffer of the same shape, with the blocks that the ranks had
  ///   for this one, in rank order; `mine` is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; `size × n` elements leave every rank and arrive there.
  ///
  /// The corresponding C function is `MPI_Ialltoall` (MPI-3.1 section 5.12.6).
  public borrowing func iAllToAll<Element: MPIElement>(
    _ mine: consuming MessageBuffer<Element>
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    require(
      mine.count.isMultiple(of: size), "iAllToAll: \(mine.count) elements for \(size) ranks")
    let type = try family.datatype(of: Element.self)
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: send.count).release()
    // SAFETY: both are this call's own until the request gives one back and frees the other.
    let pending = try PendingCall(
      .iAllToAll, bytes: send.count * MemoryLayout<Element>.stride,
      shape: CallShape(count: send.count, of: Element.self), on: self
    ) { requests in
      unsafe Counted.iAllToAll(
        send.baseAddress, receive.baseAddress, send.count / size, ranks: size, type, handle,
        &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }

  /// Collective, returns at once. As ``iAllToAll(_:)``, with parts of different lengths.
  ///
  /// - Parameters:
  ///   - mine: A part for each rank in rank order, one behind the other. Shape
  ///     `[sum of sent]`.
  ///   - sent: How many elements go to each rank, zero allowed.
  ///   - received: How many elements come from each rank: what its `sent` has for this one.
  /// - Returns: The request of a buffer of shape `[sum of received]`, with the parts that the
  ///   ranks had for this one, in rank order; `mine` is freed when the call is done.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective; all of `mine` leaves, the sum of `received` arrives.
  ///
  /// The corresponding C function is `MPI_Ialltoallv`, with MPI-3.1 `MPI_Ialltoallw`, because
  /// ranks with few elements need not know who has many (section 5.12.6).
  public borrowing func iAllToAll<Element: MPIElement>(
    varying mine: consuming MessageBuffer<Element>, sending sent: [Int], receiving received: [Int]
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    checkCounts("iAllToAll", sent, total: mine.count)
    checkCounts("iAllToAll", received)
    require(
      sent[rank] == received[rank],
      "iAllToAll: \(sent[rank]) elements to this rank itself, \(received[rank]) from it")
    let type = try family.datatype(of: Element.self)
    let arguments = CallArguments()
    let stride = MemoryLayout<Element>.stride
    let send = unsafe mine.release()
    let receive = unsafe MessageBuffer<Element>(uninitialized: received.total).release()
    // SAFETY: as above; the arrays of counts live in `arguments`.
    let pending = try PendingCall(
      MPICall.iAllToAllVarying.made(total: sent.total),
      bytes: send.count * stride, shape: CallShape(of: Element.self), on: self, keeping: [arguments]
    ) { requests in
      unsafe Counted.iAllToAllVarying(
        send.baseAddress, sent, receive.baseAddress, received, stride: stride, type, handle,
        arguments, &requests[0].raw)
    }
    return Request(pending) { _ in
      unsafe send.deallocate()
      return unsafe MessageBuffer(adopting: receive)
    }
  }
}
