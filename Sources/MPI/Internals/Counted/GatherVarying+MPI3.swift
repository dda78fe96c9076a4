#if !MPICH
  internal import CMPI

  extension Counted {
    /// `received` holds the blocks of all ranks, on every rank, because they decide which call
    /// is made: see `LargeCount.goesTheLongWay`.
    static func gatherVarying(
      _ send: UnsafeRawPointer?, _ count: Int, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, root: Int, rank: Int,
      _ comm: CommunicatorHandle
    ) -> CInt {
      let ranks = received.counts.count
      if LargeCount.goesTheLongWay(received.total) && (0..<ranks).contains(root) {
        return unsafe allToAllVarying(
          send, Blocks(count: count, for: root, of: ranks), receive,
          rank == root ? received : Blocks(counts: Array(repeating: 0, count: ranks)),
          stride: stride, type, comm)
      }
      return unsafe MPI_Gatherv(
        send,
        CInt(truncatingIfNeeded: count),
        type.raw,
        receive,
        received.counts.map { CInt(truncatingIfNeeded: $0) },
        received.offsets.map { CInt(truncatingIfNeeded: $0) },
        type.raw,
        CInt(rank: root),
        comm.raw)
    }

    static func allGatherVarying(
      _ send: UnsafeRawPointer?, _ count: Int, _ receive: UnsafeMutableRawPointer?,
      _ received: Blocks, stride: Int, _ type: DatatypeHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      if LargeCount.goesTheLongWay(received.total) {
        return unsafe allToAllVarying(
          send, Blocks(sameForAll: count, of: received.counts.count), receive, received,
          stride: stride, type, comm)
      }
      return unsafe MPI_Allgatherv(
        send,
        CInt(truncatingIfNeeded: count),
        type.raw,
        receive,
        received.counts.map { CInt(truncatingIfNeeded: $0) },
        received.offsets.map { CInt(truncatingIfNeeded: $0) },
        type.raw,
        comm.raw)
    }
  }
#endif
