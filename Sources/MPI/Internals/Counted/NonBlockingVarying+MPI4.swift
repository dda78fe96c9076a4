#if MPICH
  internal import CMPI

  extension MPICall {
    /// The call that is made for this one with `total` elements on all ranks together.
    func made(total: Int) -> MPICall { self }
  }

  extension Counted {
    static func iGatherVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, root: Int, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Igatherv_c(
        send,
        MPI_Count(counts[rank]),
        type.raw,
        receive,
        arguments.array(counts.map { MPI_Count($0) }),
        arguments.array(counts.startsOfParts.map { MPI_Aint($0) }),
        type.raw,
        CInt(rank: root),
        comm.raw,
        &request)
    }

    static func iAllGatherVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Iallgatherv_c(
        send,
        MPI_Count(counts[rank]),
        type.raw,
        receive,
        arguments.array(counts.map { MPI_Count($0) }),
        arguments.array(counts.startsOfParts.map { MPI_Aint($0) }),
        type.raw,
        comm.raw,
        &request)
    }

    static func iScatterVarying(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, root: Int, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Iscatterv_c(
        send,
        arguments.array(counts.map { MPI_Count($0) }),
        arguments.array(counts.startsOfParts.map { MPI_Aint($0) }),
        type.raw,
        receive,
        MPI_Count(counts[rank]),
        type.raw,
        CInt(rank: root),
        comm.raw,
        &request)
    }

    static func iAllToAllVarying(
      _ send: UnsafeRawPointer?, _ sendCounts: [Int], _ receive: UnsafeMutableRawPointer?,
      _ receiveCounts: [Int], stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ request: inout RawRequest
    ) -> CInt {
      unsafe MPI_Ialltoallv_c(
        send,
        arguments.array(sendCounts.map { MPI_Count($0) }),
        arguments.array(sendCounts.startsOfParts.map { MPI_Aint($0) }),
        type.raw,
        receive,
        arguments.array(receiveCounts.map { MPI_Count($0) }),
        arguments.array(receiveCounts.startsOfParts.map { MPI_Aint($0) }),
        type.raw,
        comm.raw,
        &request)
    }
  }
#endif
