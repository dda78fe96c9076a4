#if MPICH
  internal import CMPI

  // `ranks`, the size of the communicator, matters where counts have 32 bits only.

  extension Counted {
    /// In pieces below 2 GiB, a request for each: with 2³¹ + 5 bytes in one call `MPI_Wait` of
    /// MPICH 4.0.2 fails with "Invalid communicator".
    static func iBroadcast(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      root: CInt, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      let piece = unsafe Swift.max(1, LargeCount.limit / stride)
      var offset = 0
      repeat {
        let length = Swift.min(count - offset, piece)
        let code = unsafe requests.adding {
          unsafe MPI_Ibcast_c(
            buffer.map { unsafe $0 + offset * stride },
            MPI_Count(length),
            type.raw,
            root,
            comm.raw,
            &$0)
        }
        guard Lifecycle.succeeded(code) else { return code }
        offset += length
      } while offset < count
      return cmpi_success()
    }

    static func iGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Igather_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        root,
        comm.raw,
        &request)
    }

    static func iAllGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Iallgather_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        comm.raw,
        &request)
    }

    static func iScatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Iscatter_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        root,
        comm.raw,
        &request)
    }

    static func iAllToAll(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, ranks: Int,
      _ type: DatatypeHandle, _ comm: CommunicatorHandle, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Ialltoall_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        comm.raw,
        &request)
    }
  }
#endif
