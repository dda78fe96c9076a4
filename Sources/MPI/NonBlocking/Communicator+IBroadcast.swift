// The non-blocking collectives (MPI-3.1 section 5.12) follow one pattern: the call takes a buffer
// and gives a request, `wait()` gives a buffer back. Meanwhile nobody can touch the memory, and
// nothing is copied.
//
// All ranks of a communicator must start the same collectives in the same order, blocking ones
// included, but may wait for them in any order. A blocking collective on one rank does not match
// a non-blocking one on another. No counts are inferred, because that would have to wait for
// other ranks. In checked mode arguments are compared when the request is waited for.

extension Communicator {
  /// Collective, returns at once. The request is done when every rank has started this call.
  ///
  /// - Complexity: one collective without content.
  ///
  /// The corresponding C function is `MPI_Ibarrier` (MPI-3.1 section 5.12.1).
  public borrowing func iBarrier() throws(MPIError) -> Request<Void> {
    let pending = try PendingCall(.iBarrier, bytes: 0, shape: CallShape.call, on: self) {
      requests in
      unsafe Calls.iBarrier(handle, &requests[0].raw)
    }
    return Request(pending) { _ in () }
  }

  /// Collective, returns at once. Gives every rank the root's elements.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]`, the same `n` on every rank; the root's are sent, the others'
  ///     replaced.
  ///   - root: The rank that has them, the same everywhere.
  /// - Returns: The request of the same buffer with the root's elements.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements; with MPICH one for every 2 GiB.
  ///
  /// The corresponding C function is `MPI_Ibcast` (MPI-3.1 section 5.12.2).
  public borrowing func iBroadcast<Element: MPIElement>(
    _ elements: consuming MessageBuffer<Element>, root: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let type = try family.datatype(of: Element.self)
    let memory = unsafe elements.release()
    let stride = MemoryLayout<Element>.stride
    // SAFETY: the memory is this call's own until the request gives it back, or for ever.
    let pending = try PendingCall(
      .iBroadcast, bytes: memory.count * stride,
      shape: CallShape(root: root, count: memory.count, of: Element.self), on: self, parts: 0
    ) { requests in
      unsafe Counted.iBroadcast(
        memory.baseAddress, memory.count, stride: stride, type, root: CInt(rank: root), handle,
        &requests)
    }
    return Request(pending) { _ in unsafe MessageBuffer(adopting: memory) }
  }
}
