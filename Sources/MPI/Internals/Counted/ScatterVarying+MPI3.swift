#if !MPICH
  internal import CMPI

  extension Counted {
    /// `sent` is the root's; the other ranks pass nil. `longWay` is the root's
    /// `LargeCount.goesTheLongWay`, told to every rank.
    static func scatterVarying(
      _ send: UnsafeRawPointer?, _ sent: Blocks?, _ receive: UnsafeMutableRawPointer?,
      _ count: Int, longWay: Bool, stride: Int, _ type: DatatypeHandle, root: Int, ranks: Int,
      _ comm: CommunicatorHandle
    ) -> CInt {
      let blocks = sent ?? Blocks(counts: Array(repeating: 0, count: ranks))
      if longWay {
        return unsafe allToAllVarying(
          send, blocks, receive, Blocks(count: count, for: root, of: ranks), stride: stride, type,
          comm)
      }
      return unsafe MPI_Scatterv(
        send,
        blocks.counts.map { CInt(truncatingIfNeeded: $0) },
        blocks.offsets.map { CInt(truncatingIfNeeded: $0) },
        type.raw,
        receive,
        CInt(truncatingIfNeeded: count),
        type.raw,
        CInt(rank: root),
        comm.raw)
    }
  }
#endif
