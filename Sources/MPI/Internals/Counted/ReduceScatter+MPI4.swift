#if MPICH
  internal import CMPI

  extension Counted {
    static func reduceScatterBlock(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, rank: Int,
      ranks: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Reduce_scatter_block_c(
        send,
        receive,
        MPI_Count(count),
        type.raw,
        op.raw,
        comm.raw)
    }

    static func reduceScatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], total: Int,
      rank: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Reduce_scatter_c(
        send,
        receive,
        counts.map { MPI_Count($0) },
        type.raw,
        op.raw,
        comm.raw)
    }
  }
#endif
