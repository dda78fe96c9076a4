#if MPICH
  internal import CMPI

  extension LargeCount {
    /// No total is too large for the `_c` calls.
    static func goesTheLongWay(_ total: Int) -> Bool { false }

    /// What `Counted.allToAllVarying` calls.
    static var allToAllVaryingCall: MPICall { .allToAllVarying }
  }

  extension Counted {
    static func allToAllVarying(
      _ send: UnsafeRawPointer?, _ sent: Blocks, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      unsafe MPI_Alltoallv_c(
        send,
        sent.counts.map { MPI_Count($0) },
        sent.offsets,
        type.raw,
        receive,
        received.counts.map { MPI_Count($0) },
        received.offsets,
        type.raw,
        comm.raw)
    }
  }
#endif
