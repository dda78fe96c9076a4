extension Communicator {
  /// Local, but waits for both. Sends elements to one rank while receiving from another: no
  /// order of sends and receives can make ranks wait in a circle.
  ///
  /// - Parameters:
  ///   - elements: What is sent. Shape `[n]`, zero allowed.
  ///   - destination: The rank to send to, nil for no one.
  ///   - buffer: Room for what is received, at least as long as the message.
  ///   - source: The rank to receive from, nil for no one: the buffer then stays as it was.
  ///   - tag: Of both messages, 0 … 32,000.
  /// - Returns: What was received; nil if from no one.
  /// - Throws: ``MPIError`` when the message is longer than the buffer, or its bytes are no whole
  ///   number of elements.
  /// - Complexity: one message each way.
  ///
  /// The corresponding C function is `MPI_Sendrecv` (MPI-3.1 section 3.10).
  @discardableResult
  public borrowing func sendReceive<Element: MPIElement>(
    _ elements: Span<Element>, to destination: Int?, into buffer: inout MutableSpan<Element>,
    from source: Int?, tag: Int = 0
  ) throws(MPIError) -> Message? {
    let tag = CInt(sendTag: tag)
    let type = try family.datatype(of: Element.self)
    let (receiveType, each) = try family.receiveType(of: Element.self)
    let bytes = elements.count * MemoryLayout<Element>.stride
    return try performSendReceive(
      to: destination, bytes: bytes, from: source, of: Element.mpiType
    ) { status in
      // SAFETY: both pointers cover as many elements whose layout `type` names; exclusive access
      // to `buffer` keeps them apart; a blocking call keeps neither.
      unsafe elements.withUnsafeBufferPointer { send in
        unsafe buffer.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.sendReceive(
            send.baseAddress, send.count, type, to: CInt(peer: destination), sendTag: tag,
            receive.baseAddress, receive.count * each, receiveType, from: CInt(peer: source),
            receiveTag: tag, handle, &status)
        }
      }
    }
  }

  /// Local, but waits for both. Sends an array to one rank while receiving one of any length
  /// from another, whose size is asked for first; that takes no message of its own.
  ///
  /// - Parameters:
  ///   - elements: What is sent. Shape `[n]`, zero allowed.
  ///   - destination: The rank to send to, nil for no one.
  ///   - source: The rank to receive from, nil for no one.
  ///   - tag: Of both messages, 0 … 32,000.
  /// - Returns: What was received; empty if from no one.
  /// - Complexity: one message each way.
  ///
  /// The corresponding C functions are `MPI_Isend`, `MPI_Mprobe`, `MPI_Mrecv` and `MPI_Wait`
  /// (MPI-3.1 sections 3.7.2, 3.8 and 3.7.3).
  public borrowing func sendReceive<Element: MPIElement>(
    _ elements: [Element], to destination: Int?, from source: Int?, tag: Int = 0
  ) throws(MPIError) -> [Element] {
    let checked = CInt(sendTag: tag)
    let type = try family.datatype(of: Element.self)
    guard let destination else { return try receiveIfAny(Element.self, from: source, tag: tag) }
    // SAFETY: the pointer covers the array's elements while the closure runs, which ends when
    // the library has read them. Where it ends by an error the send may go on: the request that
    // nobody waited for then keeps the array for ever.
    return unsafe try elements.withUnsafeBufferPointer { send throws(MPIError) in
      let pending = unsafe try startSend(
        send.baseAddress, send.count, type, bytes: send.count * MemoryLayout<Element>.stride,
        to: destination, tag: checked, keeping: [KeptArray(elements)])
      let received = try receiveIfAny(Element.self, from: source, tag: tag)
      _ = try pending.wait()
      return received
    }
  }

  private borrowing func receiveIfAny<Element: MPIElement>(
    _ type: Element.Type, from source: Int?, tag: Int
  ) throws(MPIError) -> [Element] {
    guard let source else { return [] }
    return try receive(Element.self, from: source, tag: tag).elements
  }

  /// Makes one call that sends and receives.
  @inline(__always) borrowing func performSendReceive(
    to destination: Int?, bytes: Int, from source: Int?, of type: MPIType,
    _ body: (inout MessageStatus) -> CInt
  ) throws(MPIError) -> Message? {
    var status = MessageStatus()
    try family.checkNothingIsForgotten()
    let (code, seconds) = Self.timed(.sendReceive, ledger) { body(&status) }
    try settle(.sendReceive, code)
    ledger.record(.sendReceive, bytes: destination == nil ? 0 : bytes)
    if let destination {
      ledger.record(sentTo: worldRanks[destination], bytes: bytes, seconds: seconds)
    }
    guard source != nil else { return nil }
    let (message, received) = try message(status, of: type, from: .sendReceive)
    ledger.record(receivedFrom: worldRanks[message.source], bytes: received, seconds: seconds)
    return message
  }
}

/// Keeps an array's memory for a request.
private final class KeptArray<Element: MPIElement> {
  private let elements: [Element]

  init(_ elements: [Element]) { self.elements = elements }
}
