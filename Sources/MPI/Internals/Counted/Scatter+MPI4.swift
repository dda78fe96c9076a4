#if MPICH
  internal import CMPI

  extension Counted {
    static func scatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Scatter_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        root,
        comm.raw)
    }
  }
#endif
