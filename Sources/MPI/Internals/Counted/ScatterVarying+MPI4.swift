#if MPICH
  internal import CMPI

  extension Counted {
    /// `sent` is the root's; the other ranks pass nil. There is one way only.
    static func scatterVarying(
      _ send: UnsafeRawPointer?, _ sent: Blocks?, _ receive: UnsafeMutableRawPointer?,
      _ count: Int, longWay: Bool, stride: Int, _ type: DatatypeHandle, root: Int, ranks: Int,
      _ comm: CommunicatorHandle
    ) -> CInt {
      let blocks = sent ?? Blocks(counts: Array(repeating: 0, count: ranks))
      return unsafe MPI_Scatterv_c(
        send,
        blocks.counts.map { MPI_Count($0) },
        blocks.offsets,
        type.raw,
        receive,
        MPI_Count(count),
        type.raw,
        CInt(rank: root),
        comm.raw)
    }
  }
#endif
