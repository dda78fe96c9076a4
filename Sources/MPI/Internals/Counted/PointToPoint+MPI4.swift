#if MPICH
  internal import CMPI

  extension Counted {
    @inline(__always) static func send(
      _ buffer: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle, to destination: CInt,
      tag: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Send_c(
        buffer,
        MPI_Count(count),
        type.raw,
        destination,
        tag,
        comm.raw)
    }

    @inline(__always) static func receive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, from source: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ status: UnsafeMutablePointer<MPI_Status>?
    ) -> CInt {
      unsafe MPI_Recv_c(
        buffer,
        MPI_Count(count),
        type.raw,
        source,
        tag,
        comm.raw,
        status)
    }

    static func iSend(
      _ buffer: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle, to destination: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Isend_c(
        buffer,
        MPI_Count(count),
        type.raw,
        destination,
        tag,
        comm.raw,
        &request)
    }

    static func iReceive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, from source: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Irecv_c(
        buffer,
        MPI_Count(count),
        type.raw,
        source,
        tag,
        comm.raw,
        &request)
    }

    static func matchedReceive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle,
      _ message: inout MatchedMessage, _ status: inout MessageStatus
    ) -> CInt {
      unsafe MPI_Mrecv_c(
        buffer,
        MPI_Count(count),
        type.raw,
        &message.raw,
        &status.raw)
    }

    static func sendReceive(
      _ send: UnsafeRawPointer?, _ sendCount: Int, _ sendType: DatatypeHandle,
      to destination: CInt, sendTag: CInt,
      _ receive: UnsafeMutableRawPointer?, _ receiveCount: Int, _ receiveType: DatatypeHandle,
      from source: CInt, receiveTag: CInt,
      _ comm: CommunicatorHandle, _ status: inout MessageStatus
    ) -> CInt {
      unsafe MPI_Sendrecv_c(
        send,
        MPI_Count(sendCount),
        sendType.raw,
        destination,
        sendTag,
        receive,
        MPI_Count(receiveCount),
        receiveType.raw,
        source,
        receiveTag,
        comm.raw,
        &status.raw)
    }
  }
#endif
