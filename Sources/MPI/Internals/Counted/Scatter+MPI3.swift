#if !MPICH
  internal import CMPI

  extension Counted {
    static func scatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.described(count, total: count &* ranks, type) { count, type in
        unsafe MPI_Scatter(
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
  }
#endif
