extension Communicator {
  /// Local. Starts to send elements to one rank and does not wait. The buffer comes back when
  /// they are sent.
  ///
  /// - Parameters:
  ///   - buffer: What is sent. Shape `[n]`, zero allowed.
  ///   - destination: A rank of this communicator.
  ///   - tag: 0 … 32,000.
  /// - Throws: ``MPIError`` when there is no such rank, or the library reports a failure.
  /// - Complexity: one message of `n` elements.
  ///
  /// The corresponding C function is `MPI_Isend` (MPI-3.1 section 3.7.2).
  public borrowing func iSend<Element: MPIElement>(
    _ buffer: consuming MessageBuffer<Element>, to destination: Int, tag: Int = 0
  ) throws(MPIError) -> Request<MessageBuffer<Element>> {
    let tag = CInt(sendTag: tag)
    let type = try family.datatype(of: Element.self)
    // SAFETY: the memory is released to the request, which gives it back when the library has
    // read it; a request that is forgotten leaves it to the library.
    let memory = unsafe buffer.release()
    let pending = unsafe try startSend(
      memory.baseAddress, memory.count, type,
      bytes: memory.count * MemoryLayout<Element>.stride, to: destination, tag: tag)
    return Request(pending) { _ in unsafe MessageBuffer(adopting: memory) }
  }

  /// Local. Starts to send a copy of the elements and does not wait.
  ///
  /// - Complexity: one message, and memory for the copy until the request is waited for; a
  ///   ``MessageBuffer`` is sent without a copy.
  ///
  /// The corresponding C function is `MPI_Isend` (MPI-3.1 section 3.7.2).
  public borrowing func iSend<Element: MPIElement>(
    _ elements: [Element], to destination: Int, tag: Int = 0
  ) throws(MPIError) -> Request<Void> {
    let request = try iSend(MessageBuffer(elements), to: destination, tag: tag)
    let finish = request.finish
    return Request(request.pending) { completion throws(MPIError) in _ = try finish(completion) }
  }

  /// Local. Starts to receive elements from one rank and does not wait. The buffer comes back
  /// when they are there.
  ///
  /// - Parameters:
  ///   - buffer: Room for the message, which may be shorter.
  ///   - source: The rank to receive from, nil for any.
  ///   - tag: The tag the message must have, nil for any.
  /// - Throws: ``MPIError`` here or when the request is waited for, as
  ///   ``receive(into:from:tag:)``.
  /// - Complexity: receives one message.
  ///
  /// The corresponding C function is `MPI_Irecv` (MPI-3.1 section 3.7.2).
  public borrowing func iReceive<Element: MPIElement>(
    into buffer: consuming MessageBuffer<Element>, from source: Int? = nil, tag: Int? = 0
  ) throws(MPIError) -> Request<Received<Element>> {
    let tag = CInt(receiveTag: tag)
    let (type, each) = try family.receiveType(of: Element.self)
    // SAFETY: as for `iSend`; nobody else has the memory while the library writes it.
    let memory = unsafe buffer.release()
    let pending = try PendingCall(.iReceive, bytes: 0, on: self) { requests in
      unsafe Counted.iReceive(
        memory.baseAddress, memory.count * each, type, from: CInt(source: source), tag: tag,
        handle, &requests[0].raw)
    }
    let (family, worldRanks, rank) = (family, worldRanks, rank)
    // Asked for now: the communicator may be gone when the message has arrived.
    _ = worldRanks[rank]
    return Request(pending) { completion throws(MPIError) in
      // Bytes: the request counts in them.
      let bytes = completion.count
      let buffer = unsafe MessageBuffer(adopting: memory)
      let count = try family.elements(
        in: bytes, of: Element.mpiType, from: completion.source, to: rank, .iReceive)
      family.ledger.record(.iReceive, calls: 0, bytes: bytes, seconds: 0)
      family.ledger.record(receivedFrom: worldRanks[completion.source], bytes: bytes)
      return Received(
        buffer: buffer,
        message: Message(source: completion.source, tag: completion.tag, count: count))
    }
  }

  /// Starts to send `count` elements, in all `bytes` bytes of memory from `start` on.
  ///
  /// - Parameter needed: Kept alive until the library has read the memory.
  @unsafe borrowing func startSend(
    _ start: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle, bytes: Int,
    to destination: Int, tag: CInt, keeping needed: [AnyObject] = []
  ) throws(MPIError) -> PendingCall {
    let pending = try PendingCall(.iSend, bytes: bytes, on: self, keeping: needed) { requests in
      unsafe Counted.iSend(
        start, count, type, to: CInt(rank: destination), tag: tag, handle, &requests[0].raw)
    }
    ledger.record(sentTo: worldRanks[destination], bytes: bytes)
    return pending
  }
}
