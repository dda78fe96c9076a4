#if MPICH
  internal import CMPI

  extension Counted {
    static func gatherVarying(
      _ send: UnsafeRawPointer?, _ count: Int, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, root: Int, rank: Int,
      _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Gatherv_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        received.counts.map { MPI_Count($0) },
        received.offsets,
        type.raw,
        CInt(rank: root),
        comm.raw)
    }

    static func allGatherVarying(
      _ send: UnsafeRawPointer?, _ count: Int, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Allgatherv_c(
        send,
        MPI_Count(count),
        type.raw,
        receive,
        received.counts.map { MPI_Count($0) },
        received.offsets,
        type.raw,
        comm.raw)
    }
  }
#endif
