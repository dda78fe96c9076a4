extension Communicator {
  /// Local, but waits for the message. Receives elements into a buffer that may be longer.
  ///
  /// - Parameters:
  ///   - buffer: Room for the message; what is behind it stays as it was.
  ///   - source: The rank to receive from, nil for any.
  ///   - tag: The tag the message must have, nil for any.
  /// - Returns: Where the message came from, its tag, and how many elements it had.
  /// - Throws: ``MPIError`` when the message is longer than the buffer (the library then says
  ///   `truncated`), or its bytes are no whole number of elements. Open MPI 4.1 does not report a
  ///   message of a rank to itself that is too long for a receive that was started before it.
  /// - Complexity: receives one message.
  ///
  /// The corresponding C function is `MPI_Recv` (MPI-3.1 section 3.2.4).
  @discardableResult
  public borrowing func receive<Element: MPIElement>(
    into buffer: inout MutableSpan<Element>, from source: Int? = nil, tag: Int? = 0
  ) throws(MPIError) -> Message {
    let tag = CInt(receiveTag: tag)
    let (type, each) = try family.receiveType(of: Element.self)
    return try performReceive(.receive, of: Element.mpiType) { status in
      // SAFETY: the pointer covers as many elements whose layout `type` names, and the caller
      // has exclusive access; a blocking call does not keep it. Any bytes are an element.
      unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe Counted.receive(
          $0.baseAddress, $0.count * each, type, from: CInt(source: source), tag: tag, handle,
          &status.raw)
      }
    }
  }

  /// Local, but waits for the message. Receives one message of any length: its size is asked
  /// for first, which takes no message of its own.
  ///
  /// - Parameters:
  ///   - source: The rank to receive from, nil for any.
  ///   - tag: The tag the message must have, nil for any.
  /// - Throws: ``MPIError`` when the message is no whole number of elements.
  /// - Complexity: receives one message.
  ///
  /// The corresponding C functions are `MPI_Mprobe` and `MPI_Mrecv` (MPI-3.1 sections 3.8.2 and
  /// 3.8.3): another thread's receive cannot take the message in between.
  public borrowing func receive<Element: MPIElement>(
    _ type: Element.Type, from source: Int? = nil, tag: Int? = 0
  ) throws(MPIError) -> (elements: [Element], message: Message) {
    let tag = CInt(receiveTag: tag)
    let datatype = try family.datatype(of: Element.self)
    var matched = MatchedMessage()
    var status = MessageStatus()
    try perform(.matchedProbe, bytes: 0) {
      unsafe Calls.matchedProbe(from: CInt(source: source), tag: tag, handle, &matched, &status)
    }
    let (message, bytes) = try message(status, of: Element.mpiType, from: .matchedProbe)
    // SAFETY: the new array has as many elements as the message, which are all written.
    let elements: [Element] = unsafe try receiving(
      message.count, .matchedReceive, bytes: bytes, shape: nil
    ) {
      unsafe Counted.matchedReceive($0, message.count, datatype, &matched, &status)
    }
    ledger.record(receivedFrom: worldRanks[message.source], bytes: bytes)
    return (elements, message)
  }

  /// Local, but waits for the message. Receives one value.
  ///
  /// - Throws: ``MPIError`` when the message has not exactly one element.
  /// - Complexity: receives one message.
  ///
  /// The corresponding C function is `MPI_Recv` (MPI-3.1 section 3.2.4).
  public borrowing func receive<Element: MPIElement>(
    one type: Element.Type, from source: Int? = nil, tag: Int? = 0
  ) throws(MPIError) -> Element {
    let tag = CInt(receiveTag: tag)
    let (datatype, each) = try family.receiveType(of: Element.self)
    // SAFETY: room for one element; it is read only where the message has filled it.
    return unsafe try withTemporaryElement { place throws(MPIError) in
      let message = try performReceive(.receive, of: Element.mpiType) { status in
        unsafe Counted.receive(
          place, each, datatype, from: CInt(source: source), tag: tag, handle, &status.raw)
      }
      guard message.count == 1 else {
        family.isBroken = true
        throw .failed(
          call: MPICall.receive.description, rank: rank, ranks: size,
          communicator: name == "world" ? nil : name, errorClass: wrongTypeClass,
          text: "an empty message from rank \(message.source) where one element is expected")
      }
      return unsafe place.pointee
    }
  }
}

/// Calls `body` with room for one element that nothing is in yet.
@unsafe @inline(__always) private func withTemporaryElement<Element>(
  _ body: (UnsafeMutablePointer<Element>) throws(MPIError) -> Element
) throws(MPIError) -> Element {
  let place = UnsafeMutablePointer<Element>.allocate(capacity: 1)
  defer { unsafe place.deallocate() }
  return unsafe try body(place)
}
