#if MPICH
  internal import CMPI

  extension Counted {
    static func broadcast(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, _ type: DatatypeHandle, root: CInt,
      _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Bcast_c(
        buffer,
        MPI_Count(count),
        type.raw,
        root,
        comm.raw)
    }

    static func gather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, root: CInt, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Gather_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        root,
        comm.raw)
    }

    static func allGather(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      ranks: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Allgather_c(
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
