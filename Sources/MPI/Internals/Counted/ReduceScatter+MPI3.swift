#if !MPICH
  internal import CMPI

  extension Counted {
    /// `count` is the length of one block. Where all blocks together are too many for the
    /// library, each is reduced to its owner by a call of its own: see `LargeCount.goesTheLongWay`.
    static func reduceScatterBlock(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, rank: Int,
      ranks: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle
    ) -> CInt {
      if LargeCount.goesTheLongWay(count &* ranks) {
        return unsafe reduceBlocks(
          send, receive, Array(repeating: count, count: ranks), rank: rank, stride: stride, type,
          op, comm)
      }
      return unsafe MPI_Reduce_scatter_block(
        send,
        receive,
        CInt(truncatingIfNeeded: count),
        type.raw,
        op.raw,
        comm.raw)
    }

    /// `counts` are the lengths of the blocks by rank, `total` is their sum.
    static func reduceScatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], total: Int,
      rank: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle
    ) -> CInt {
      if LargeCount.goesTheLongWay(total) {
        return unsafe reduceBlocks(
          send, receive, counts, rank: rank, stride: stride, type, op, comm)
      }
      return unsafe MPI_Reduce_scatter(
        send,
        receive,
        counts.map { CInt(truncatingIfNeeded: $0) },
        type.raw,
        op.raw,
        comm.raw)
    }

    private static func reduceBlocks(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      var offset = 0
      for (owner, count) in counts.enumerated() where count > 0 {
        let code = unsafe reduce(
          behind(send, offset * stride), owner == rank ? receive : nil, count, stride: stride,
          type, op, root: CInt(rank: owner), comm)
        guard Lifecycle.succeeded(code) else { return code }
        offset += count
      }
      return cmpi_success()
    }
  }
#endif
