internal import CMPI

/// The requests of non-blocking calls that are under way, in numbered slots.
///
/// The owner keeps each slot's memory alive and untouched until the slot is done.
@safe struct RequestSlots: ~Copyable {
  private var requests: [RequestHandle]

  init(count: Int) { requests = Array(repeating: RequestHandle(), count: count) }

  @unsafe mutating func send(
    slot: Int, _ buffer: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle,
    to destination: CInt, tag: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe Counted.iSend(
      buffer, count, type, to: destination, tag: tag, comm, &requests[slot].raw)
  }

  @unsafe mutating func receive(
    slot: Int, _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle,
    from source: CInt, tag: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe Counted.iReceive(
      buffer, count, type, from: source, tag: tag, comm, &requests[slot].raw)
  }

  /// Waits for any slot; `done` is nil when none is under way.
  mutating func waitAny(done: inout Int?) -> CInt {
    var index: CInt = 0
    // SAFETY: a RequestHandle is a raw request and nothing else.
    let code = unsafe requests.withUnsafeMutableBytes {
      unsafe MPI_Waitany(
        CInt(truncatingIfNeeded: $0.count / MemoryLayout<RawRequest>.stride),
        $0.baseAddress?.assumingMemoryBound(to: RawRequest.self),
        &index,
        cmpi_status_ignore())
    }
    done = index == cmpi_undefined() ? nil : Int(index)
    return code
  }
}
