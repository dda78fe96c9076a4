#if MPICH
  internal import CMPI

  extension Counted {
    static func allToAll(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Alltoall_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        comm.raw)
    }
  }
#endif
