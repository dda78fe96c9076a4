#if !MPICH
  internal import CMPI

  extension Counted {
    @inline(__always) static func send(
      _ buffer: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle, to destination: CInt,
      tag: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Send(
          buffer,
          count,
          type.raw,
          destination,
          tag,
          comm.raw)
      }
    }

    @inline(__always) static func receive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, from source: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ status: UnsafeMutablePointer<MPI_Status>?
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Recv(
          buffer,
          count,
          type.raw,
          source,
          tag,
          comm.raw,
          status)
      }
    }

    static func iSend(
      _ buffer: UnsafeRawPointer?, _ count: Int, _ type: DatatypeHandle, to destination: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Isend(
          buffer,
          count,
          type.raw,
          destination,
          tag,
          comm.raw,
          &request)
      }
    }

    static func iReceive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, from source: CInt,
      tag: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Irecv(
          buffer,
          count,
          type.raw,
          source,
          tag,
          comm.raw,
          &request)
      }
    }

    static func matchedReceive(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle,
      _ message: inout MatchedMessage, _ status: inout MessageStatus
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Mrecv(
          buffer,
          count,
          type.raw,
          &message.raw,
          &status.raw)
      }
    }

    static func sendReceive(
      _ send: UnsafeRawPointer?, _ sendCount: Int, _ sendType: DatatypeHandle,
      to destination: CInt, sendTag: CInt,
      _ receive: UnsafeMutableRawPointer?, _ receiveCount: Int, _ receiveType: DatatypeHandle,
      from source: CInt, receiveTag: CInt,
      _ comm: CommunicatorHandle, _ status: inout MessageStatus
    ) -> CInt {
      LargeCount.described(sendCount, sendType) { sendCount, sendType in
        LargeCount.described(receiveCount, receiveType) { receiveCount, receiveType in
          unsafe MPI_Sendrecv(
            send,
            sendCount,
            sendType.raw,
            destination,
            sendTag,
            receive,
            receiveCount,
            receiveType.raw,
            source,
            receiveTag,
            comm.raw,
            &status.raw)
        }
      }
    }
  }
#endif
