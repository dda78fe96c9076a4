#if !MPICH
  internal import CMPI

  extension Counted {
    static func broadcast(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, root: CInt,
      _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, type) { count, type in
        unsafe MPI_Bcast(
          buffer,
          count,
          type.raw,
          root,
          comm.raw)
      }
    }

    static func gather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, total: count &* ranks, type) { count, type in
        unsafe MPI_Gather(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          root,
          comm.raw)
      }
    }

    static func allGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, total: count &* ranks, type) { count, type in
        unsafe MPI_Allgather(
          send,
          count,
          type.raw,
          receive,
          count,
          type.raw,
          comm.raw)
      }
    }
  }
#endif
