extension Communicator {
  /// Local, but may wait until the receiver has begun to receive. Sends the elements that a
  /// datatype takes from `elements`.
  ///
  /// - Parameters:
  ///   - datatype: Which elements.
  ///   - offset: Where in `elements` the datatype is put.
  ///   - destination: A rank of this communicator.
  ///   - tag: 0 … 32,000.
  /// - Precondition: the datatype reaches no element outside of `elements`.
  /// - Throws: ``MPIError`` when there is no such rank, or the library reports a failure.
  /// - Complexity: one message of `datatype.count` elements.
  ///
  /// The corresponding C function is `MPI_Send` (MPI-3.1 sections 3.2.1 and 4.1.11).
  public borrowing func send<Element: MPIElement>(
    _ elements: Span<Element>, as datatype: borrowing Datatype<Element>, at offset: Int = 0,
    to destination: Int, tag: Int = 0
  ) throws(MPIError) {
    let tag = CInt(sendTag: tag)
    let offset = datatype.place("send", at: offset, of: elements.count, receiving: false)
    let type = datatype.handle
    try performSend(
      .send, to: destination, bytes: datatype.count * MemoryLayout<Element>.stride
    ) {
      // SAFETY: all that the datatype touches from the offset on is in `elements`, as checked; a
      // blocking call does not keep the pointer.
      unsafe elements.withUnsafeBufferPointer {
        unsafe Counted.send(
          $0.baseAddress.map { unsafe $0 + offset }, 1, type, to: CInt(rank: destination), tag: tag,
          handle)
      }
    }
  }

  /// Local, but waits for the message. Receives elements into the places that a datatype takes
  /// in `buffer`; all others stay as they were.
  ///
  /// - Parameters:
  ///   - datatype: Which places, in the order in which the elements come.
  ///   - offset: Where in `buffer` the datatype is put.
  ///   - source: The rank to receive from, nil for any.
  ///   - tag: The tag the message must have, nil for any.
  /// - Precondition: the datatype reaches no element outside of `buffer`, and none twice.
  /// - Returns: Where the message came from, its tag, and how many elements it had.
  /// - Throws: ``MPIError`` when the message is longer than the datatype, or its bytes are no
  ///   whole number of elements.
  /// - Complexity: receives one message.
  ///
  /// The corresponding C function is `MPI_Recv` (MPI-3.1 sections 3.2.4 and 4.1.11).
  @discardableResult
  public borrowing func receive<Element: MPIElement>(
    into buffer: inout MutableSpan<Element>, as datatype: borrowing Datatype<Element>,
    at offset: Int = 0, from source: Int? = nil, tag: Int? = 0
  ) throws(MPIError) -> Message {
    let tag = CInt(receiveTag: tag)
    let offset = datatype.place("receive", at: offset, of: buffer.count, receiving: true)
    let type = datatype.handle
    return try performReceive(.receive, of: Element.mpiType) { status in
      // SAFETY: as for `send`; the caller has exclusive access.
      unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe Counted.receive(
          $0.baseAddress.map { unsafe $0 + offset }, 1, type, from: CInt(source: source), tag: tag,
          handle,
          &status.raw)
      }
    }
  }

  /// Local, but waits for both. Sends the elements that one datatype takes from `buffer` to one
  /// rank, while receiving from another into the places that a second one takes in it: a step
  /// of a halo exchange.
  ///
  /// - Parameters:
  ///   - outgoing: The elements that are sent, put at `sendOffset`.
  ///   - destination: The rank to send to, nil for no one.
  ///   - incoming: The places that are received into, put at `receiveOffset`.
  ///   - source: The rank to receive from, nil for no one: the places then stay as they were.
  ///   - tag: Of both messages, 0 … 32,000.
  /// - Precondition: neither reaches an element outside of `buffer`; `incoming` has none twice,
  ///   and none that `outgoing` has.
  /// - Returns: What was received; nil if from no one.
  /// - Throws: ``MPIError`` when the message is longer than `incoming`, or its bytes are no whole
  ///   number of elements.
  /// - Complexity: one message each way.
  ///
  /// The corresponding C function is `MPI_Sendrecv` (MPI-3.1 section 3.10).
  @discardableResult
  public borrowing func sendReceive<Element: MPIElement>(
    in buffer: inout MutableSpan<Element>,
    sending outgoing: borrowing Datatype<Element>, at sendOffset: Int = 0, to destination: Int?,
    receiving incoming: borrowing Datatype<Element>, at receiveOffset: Int = 0, from source: Int?,
    tag: Int = 0
  ) throws(MPIError) -> Message? {
    let tag = CInt(sendTag: tag)
    let sendOffset = outgoing.place(
      "sendReceive", at: sendOffset, of: buffer.count, receiving: false)
    let receiveOffset = incoming.place(
      "sendReceive", at: receiveOffset, of: buffer.count, receiving: true)
    let (sendType, receiveType) = (outgoing.handle, incoming.handle)
    return try performSendReceive(
      to: destination, bytes: outgoing.count * MemoryLayout<Element>.stride, from: source,
      of: Element.mpiType
    ) { status in
      // SAFETY: as for `receive`. Elements that were in both would be sent as they were or as
      // they are received; nothing outside of the buffer is touched.
      unsafe buffer.withUnsafeMutableBufferPointer {
        unsafe Counted.sendReceive(
          $0.baseAddress.map { unsafe $0 + sendOffset }, 1, sendType, to: CInt(peer: destination),
          sendTag: tag,
          $0.baseAddress.map { unsafe $0 + receiveOffset }, 1, receiveType,
          from: CInt(peer: source), receiveTag: tag,
          handle, &status)
      }
    }
  }

  /// Local, but waits for both. Sends the elements that one datatype takes from `elements` to
  /// one rank, while receiving from another into the places that a second one takes in
  /// `buffer`. Otherwise as ``sendReceive(in:sending:at:to:receiving:at:from:tag:)``.
  ///
  /// - Complexity: one message each way.
  ///
  /// The corresponding C function is `MPI_Sendrecv` (MPI-3.1 section 3.10).
  @discardableResult
  public borrowing func sendReceive<Element: MPIElement>(
    _ elements: Span<Element>, as outgoing: borrowing Datatype<Element>, at sendOffset: Int = 0,
    to destination: Int?, into buffer: inout MutableSpan<Element>,
    as incoming: borrowing Datatype<Element>, at receiveOffset: Int = 0, from source: Int?,
    tag: Int = 0
  ) throws(MPIError) -> Message? {
    let tag = CInt(sendTag: tag)
    let sendOffset = outgoing.place(
      "sendReceive", at: sendOffset, of: elements.count, receiving: false)
    let receiveOffset = incoming.place(
      "sendReceive", at: receiveOffset, of: buffer.count, receiving: true)
    let (sendType, receiveType) = (outgoing.handle, incoming.handle)
    return try performSendReceive(
      to: destination, bytes: outgoing.count * MemoryLayout<Element>.stride, from: source,
      of: Element.mpiType
    ) { status in
      // SAFETY: as for `send` and `receive`; exclusive access keeps the two apart.
      unsafe elements.withUnsafeBufferPointer { send in
        unsafe buffer.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.sendReceive(
            send.baseAddress.map { unsafe $0 + sendOffset }, 1, sendType,
            to: CInt(peer: destination), sendTag: tag,
            receive.baseAddress.map { unsafe $0 + receiveOffset }, 1, receiveType,
            from: CInt(peer: source),
            receiveTag: tag, handle, &status)
        }
      }
    }
  }
}
