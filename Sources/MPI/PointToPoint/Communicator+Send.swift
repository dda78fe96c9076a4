extension Communicator {
  /// Local, but may wait until the receiver has begun to receive. Sends elements to one rank.
  ///
  /// Whether a short message is kept by the library or waits for its receiver is the library's
  /// choice: two ranks that first send and then receive may wait for each other. Use
  /// ``sendReceive(_:to:into:from:tag:)`` or ``iSend(_:to:tag:)-(MessageBuffer<Element>,_,_)``.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]`, zero allowed.
  ///   - destination: A rank of this communicator; this rank itself only where the receive has
  ///     been started.
  ///   - tag: 0 … 32,000; the receiver chooses by it.
  /// - Throws: ``MPIError`` when there is no such rank, or the library reports a failure.
  /// - Complexity: one message of `n` elements. Messages between two ranks do not overtake each
  ///   other (MPI-3.1 section 3.5).
  ///
  /// The corresponding C function is `MPI_Send` (MPI-3.1 section 3.2.1).
  public borrowing func send<Element: MPIElement>(
    _ elements: Span<Element>, to destination: Int, tag: Int = 0
  ) throws(MPIError) {
    let tag = CInt(sendTag: tag)
    let type = try family.datatype(of: Element.self)
    let bytes = elements.count * MemoryLayout<Element>.stride
    try performSend(.send, to: destination, bytes: bytes) {
      // SAFETY: the pointer covers as many elements whose layout `type` names; a blocking call
      // does not keep it.
      unsafe elements.withUnsafeBufferPointer {
        unsafe Counted.send(
          $0.baseAddress, $0.count, type, to: CInt(rank: destination), tag: tag, handle)
      }
    }
  }

  /// Local, but may wait. ``send(_:to:tag:)-(Span<Element>,_,_)`` for an array.
  public borrowing func send<Element: MPIElement>(
    _ elements: [Element], to destination: Int, tag: Int = 0
  ) throws(MPIError) {
    try elements.withSpan { elements throws(MPIError) in
      try send(elements, to: destination, tag: tag)
    }
  }

  /// Local, but may wait. ``send(_:to:tag:)-(Span<Element>,_,_)`` for one value.
  public borrowing func send<Element: MPIElement>(
    _ value: Element, to destination: Int, tag: Int = 0
  ) throws(MPIError) {
    let tag = CInt(sendTag: tag)
    let type = try family.datatype(of: Element.self)
    try performSend(.send, to: destination, bytes: MemoryLayout<Element>.stride) {
      // SAFETY: the pointer covers one element for the duration of the call.
      unsafe withUnsafePointer(to: value) {
        unsafe Counted.send($0, 1, type, to: CInt(rank: destination), tag: tag, handle)
      }
    }
  }
}
