internal import CMPI

/// The C calls that communicate and take no count.
@unsafe enum Calls {
  static func barrier(_ comm: CommunicatorHandle) -> CInt {
    unsafe MPI_Barrier(comm.raw)
  }

  /// Whether a message with `tag` from any rank waits.
  static func iProbe(tag: CInt, _ comm: CommunicatorHandle, found: inout Bool) -> CInt {
    var status = MessageStatus()
    return unsafe iProbe(from: cmpi_any_source(), tag: tag, comm, found: &found, &status)
  }

  /// Whether a message waits, and which.
  static func iProbe(
    from source: CInt, tag: CInt, _ comm: CommunicatorHandle, found: inout Bool,
    _ status: inout MessageStatus
  ) -> CInt {
    var flag: CInt = 0
    let code = unsafe MPI_Iprobe(
      source,
      tag,
      comm.raw,
      &flag,
      &status.raw)
    found = flag != 0
    return code
  }

  /// Waits for a message and leaves it where it is.
  static func probe(
    from source: CInt, tag: CInt, _ comm: CommunicatorHandle, _ status: inout MessageStatus
  ) -> CInt {
    unsafe MPI_Probe(
      source,
      tag,
      comm.raw,
      &status.raw)
  }

  /// Waits for a message and takes it out of the queue, so that no other receive can match it.
  static func matchedProbe(
    from source: CInt, tag: CInt, _ comm: CommunicatorHandle, _ message: inout MatchedMessage,
    _ status: inout MessageStatus
  ) -> CInt {
    unsafe MPI_Mprobe(
      source,
      tag,
      comm.raw,
      &message.raw,
      &status.raw)
  }

  /// An empty message from any rank.
  static func receiveNothing(tag: CInt, _ comm: CommunicatorHandle) -> CInt {
    var status = MessageStatus()
    return unsafe Counted.receive(
      nil, 0, .byte, from: cmpi_any_source(), tag: tag, comm, &status.raw)
  }
}

/// A message that a matched probe has found and that waits to be received.
@safe struct MatchedMessage {
  @unsafe var raw: RawMessage

  init() { unsafe raw = cmpi_message_null() }
}
