#if !MPICH
  internal import CMPI

  extension Counted {
    static func allToAll(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, total: count &* ranks, type) { count, type in
        unsafe MPI_Alltoall(
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
