#if MPICH
  internal import CMPI

  extension Counted {
    static func reduce(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, root: CInt,
      _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Reduce_c(
        send,
        receive,
        MPI_Count(count),
        type.raw,
        op.raw,
        root,
        comm.raw)
    }

    @inline(__always) static func allReduce(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Allreduce_c(
        send,
        receive,
        MPI_Count(count),
        type.raw,
        op.raw,
        comm.raw)
    }

    static func scan(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Scan_c(
        send,
        receive,
        MPI_Count(count),
        type.raw,
        op.raw,
        comm.raw)
    }

    static func exScan(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Exscan_c(
        send,
        receive,
        MPI_Count(count),
        type.raw,
        op.raw,
        comm.raw)
    }
  }
#endif
