// The point-to-point counterparts of `perform`: the same checks, times and entries, and one more
// entry by peer. Calls that are not timed (`Ledger.weight`) leave the seconds as they are.

extension Communicator {
  /// Makes one call that sends `bytes` to `peer`; nil is no one.
  @inline(__always) borrowing func performSend(
    _ call: MPICall, to peer: Int?, bytes: Int, _ body: () -> CInt
  ) throws(MPIError) {
    let ledger = family.ledger
    try family.checkNothingIsForgotten()
    let (code, seconds) = Self.timed(call, ledger, body)
    try settle(call, code)
    ledger.record(call, bytes: peer == nil ? 0 : bytes)
    if let peer { ledger.record(sentTo: worldRanks[peer], bytes: bytes, seconds: seconds) }
  }

  /// Makes one call that receives elements of `type`, and says what came.
  @inline(__always) borrowing func performReceive(
    _ call: MPICall, of type: MPIType, _ body: (inout MessageStatus) -> CInt
  ) throws(MPIError) -> Message {
    let ledger = family.ledger
    var status = MessageStatus()
    try family.checkNothingIsForgotten()
    let (code, seconds) = Self.timed(call, ledger) { body(&status) }
    try settle(call, code)
    let (message, bytes) = try message(status, of: type, from: call)
    ledger.record(call, bytes: bytes)
    ledger.record(receivedFrom: worldRanks[message.source], bytes: bytes, seconds: seconds)
    return message
  }

  /// What a status says of a message of elements of `type`.
  @inline(__always) borrowing func message(
    _ status: MessageStatus, of type: MPIType, from call: MPICall
  ) throws(MPIError) -> (Message, bytes: Int) {
    var status = status
    var bytes = 0
    try check("MPI_Get_elements_x", status.byteCount(&bytes))
    let count = try family.elements(in: bytes, of: type, from: status.source, to: rank, call)
    return (Message(source: status.source, tag: status.tag, count: count), bytes)
  }

  @inline(__always) static func timed(
    _ call: MPICall, _ ledger: Ledger, _ body: () -> CInt
  ) -> (code: CInt, seconds: Double) {
    let weight = ledger.weight(of: call)
    guard weight > 0 else { return (body(), 0) }
    let start = Lifecycle.seconds
    let code = body()
    let seconds = (Lifecycle.seconds - start) * weight
    ledger.record(call, seconds: seconds)
    return (code, seconds)
  }

  /// Checks the code of a call that communicates.
  @inline(__always) borrowing func settle(_ call: MPICall, _ code: CInt) throws(MPIError) {
    guard !Lifecycle.succeeded(code) else { return }
    try check(call.description, code)
  }
}

extension CommunicatorFamily {
  /// How many elements of `type` there are in a message of `bytes` bytes.
  ///
  /// - Throws: ``MPIError`` where it is not a whole number.
  @inline(__always) func elements(
    in bytes: Int, of type: MPIType, from source: Int, to rank: Int, _ call: MPICall
  ) throws(MPIError) -> Int {
    let each = type.messageBytes
    if each == 1 { return bytes }
    let (count, rest) = bytes.quotientAndRemainder(dividingBy: Swift.max(1, each))
    guard rest == 0 else { throw uneven(bytes, each, from: source, to: rank, call) }
    return count
  }

  @inline(never) private func uneven(
    _ bytes: Int, _ each: Int, from source: Int, to rank: Int, _ call: MPICall
  ) -> MPIError {
    isBroken = true
    return .failed(
      call: call.description, rank: rank, ranks: size, communicator: nil,
      errorClass: wrongTypeClass,
      text:
        "a message of \(bytes) bytes from rank \(source) is no whole number of elements of \(each) bytes"
    )
  }
}
