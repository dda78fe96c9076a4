#if !MPICH
  internal import CMPI

  extension LargeCount {
    /// Whether a varying call or a reduction to blocks with `total` elements over all ranks is
    /// made of other calls, because the library counts them in an `int`. All ranks know the same
    /// total, so all decide alike.
    static func goesTheLongWay(_ total: Int) -> Bool { unsafe total > limit }

    /// What `Counted.allToAllVarying` calls.
    static var allToAllVaryingCall: MPICall { .allToAllGeneral }
  }

  extension Counted {
    /// Always `MPI_Alltoallw`: no rank knows whether the blocks of all others fit an `int`.
    static func allToAllVarying(
      _ send: UnsafeRawPointer?, _ sent: Blocks, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      var code = cmpi_success()
      let outgoing = GeneralBlocks(sent, stride: stride, type, code: &code)
      defer { outgoing.free() }
      guard Lifecycle.succeeded(code) else { return code }
      let incoming = GeneralBlocks(received, stride: stride, type, code: &code)
      defer { incoming.free() }
      guard Lifecycle.succeeded(code) else { return code }
      return unsafe MPI_Alltoallw(
        send,
        outgoing.counts,
        outgoing.displacements,
        outgoing.types,
        receive,
        incoming.counts,
        incoming.displacements,
        incoming.types,
        comm.raw)
    }
  }
#endif
