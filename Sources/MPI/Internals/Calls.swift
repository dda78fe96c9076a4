internal import CMPI

// One wrapper for each C call that communicates. Each returns the library's code and does
// nothing else: checking, timing and accounting belong to `Communicator.perform`.
//
// Pointers must cover `count` elements of `type`; blocking calls keep none of them after they
// return, and the non-blocking ones say who keeps the memory alive.

extension MPIType {
  var handle: MPI_Datatype {
    switch self {
    case .int8: unsafe cmpi_int8()
    case .int16: unsafe cmpi_int16()
    case .int32: unsafe cmpi_int32()
    case .int64: unsafe cmpi_int64()
    case .uint8: unsafe cmpi_uint8()
    case .uint16: unsafe cmpi_uint16()
    case .uint32: unsafe cmpi_uint32()
    case .uint64: unsafe cmpi_uint64()
    case .float: unsafe cmpi_float()
    case .double: unsafe cmpi_double()
    }
  }
}

extension Reduction {
  var handle: MPI_Op {
    switch self {
    case .sum: unsafe cmpi_sum()
    case .product: unsafe cmpi_prod()
    case .min: unsafe cmpi_min()
    case .max: unsafe cmpi_max()
    }
  }
}

@unsafe enum Calls {
  static func barrier(_ comm: CommunicatorHandle) -> CInt {
    unsafe MPI_Barrier(comm.raw)
  }

  static func broadcast(
    _ buffer: UnsafeMutableRawPointer?, _ count: CInt, _ type: MPIType, root: CInt,
    _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Bcast(
      buffer,
      count,
      type.handle,
      root,
      comm.raw)
  }

  static func allReduce(
    _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: CInt,
    _ type: MPIType, _ op: Reduction, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Allreduce(
      send,
      receive,
      count,
      type.handle,
      op.handle,
      comm.raw)
  }

  static func exScan(
    _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: CInt,
    _ type: MPIType, _ op: Reduction, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Exscan(
      send,
      receive,
      count,
      type.handle,
      op.handle,
      comm.raw)
  }

  static func gather(
    _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: CInt,
    _ type: MPIType, root: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Gather(
      send,
      count,
      type.handle,
      receive,
      count,
      type.handle,
      root,
      comm.raw)
  }

  static func gatherVarying(
    _ send: UnsafeRawPointer?, _ sendCount: CInt, _ receive: UnsafeMutableRawPointer?,
    _ counts: [CInt], _ displacements: [CInt], _ type: MPIType, root: CInt,
    _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Gatherv(
      send,
      sendCount,
      type.handle,
      receive,
      counts,
      displacements,
      type.handle,
      root,
      comm.raw)
  }

  static func allGather(
    _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: CInt,
    _ type: MPIType, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Allgather(
      send,
      count,
      type.handle,
      receive,
      count,
      type.handle,
      comm.raw)
  }

  static func receive(
    _ buffer: UnsafeMutableRawPointer?, _ count: CInt, _ type: MPIType, from source: CInt?,
    tag: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Recv(
      buffer,
      count,
      type.handle,
      source ?? cmpi_any_source(),
      tag,
      comm.raw,
      cmpi_status_ignore())
  }

  /// Whether a message with `tag` from any rank waits.
  static func probe(tag: CInt, _ comm: CommunicatorHandle, found: inout Bool) -> CInt {
    var flag: CInt = 0
    let code = unsafe MPI_Iprobe(
      cmpi_any_source(),
      tag,
      comm.raw,
      &flag,
      cmpi_status_ignore())
    found = flag != 0
    return code
  }
}

/// The requests of non-blocking calls that are under way, in numbered slots.
///
/// The owner keeps each slot's memory alive and untouched until the slot is done.
@safe struct RequestSlots: ~Copyable {
  private var requests: [MPI_Request?]

  init(count: Int) {
    unsafe requests = Array(repeating: cmpi_request_null(), count: count)
  }

  @unsafe mutating func send(
    slot: Int, _ buffer: UnsafeRawPointer?, _ count: CInt, _ type: MPIType,
    to destination: CInt, tag: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Isend(
      buffer,
      count,
      type.handle,
      destination,
      tag,
      comm.raw,
      &requests[slot])
  }

  @unsafe mutating func receive(
    slot: Int, _ buffer: UnsafeMutableRawPointer?, _ count: CInt, _ type: MPIType,
    from source: CInt, tag: CInt, _ comm: CommunicatorHandle
  ) -> CInt {
    unsafe MPI_Irecv(
      buffer,
      count,
      type.handle,
      source,
      tag,
      comm.raw,
      &requests[slot])
  }

  /// Waits for any slot; `done` is nil when none is under way.
  mutating func waitAny(done: inout Int?) -> CInt {
    var index: CInt = 0
    let code = unsafe MPI_Waitany(
      CInt(requests.count),
      &requests,
      &index,
      cmpi_status_ignore())
    done = index == cmpi_undefined() ? nil : Int(index)
    return code
  }
}
