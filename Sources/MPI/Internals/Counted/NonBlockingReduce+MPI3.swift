#if !MPICH
  internal import CMPI

  // A long reduction is one request for each piece, all under way at once: `requests` gets as
  // many as are started.

  extension Counted {
    /// The root's elements are replaced, the others' only read.
    static func iReduce(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, isRoot: Bool, root: CInt, _ comm: CommunicatorHandle,
      _ requests: inout [RequestHandle]
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        let piece = unsafe buffer.map { unsafe $0 + offset * stride }
        return unsafe requests.adding {
          unsafe MPI_Ireduce(
            isRoot ? cmpi_in_place() : piece,
            isRoot ? piece : nil,
            length,
            type.raw,
            op.raw,
            root,
            comm.raw,
            &$0)
        }
      }
    }

    static func iAllReduce(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe requests.adding {
          unsafe MPI_Iallreduce(
            cmpi_in_place(),
            buffer.map { unsafe $0 + offset * stride },
            length,
            type.raw,
            op.raw,
            comm.raw,
            &$0)
        }
      }
    }

    static func iScan(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe requests.adding {
          unsafe MPI_Iscan(
            cmpi_in_place(),
            buffer.map { unsafe $0 + offset * stride },
            length,
            type.raw,
            op.raw,
            comm.raw,
            &$0)
        }
      }
    }

    static func iExScan(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe requests.adding {
          unsafe MPI_Iexscan(
            cmpi_in_place(),
            buffer.map { unsafe $0 + offset * stride },
            length,
            type.raw,
            op.raw,
            comm.raw,
            &$0)
        }
      }
    }

    /// - Parameter count: Elements of one block, of which `send` has one for each rank.
    static func iReduceScatterBlock(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, rank: Int,
      ranks: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      guard unsafe count * ranks <= LargeCount.limit else {
        return unsafe iReduceEach(
          send, receive, Array(repeating: count, count: ranks), rank: rank, stride: stride, type,
          op, comm, &requests)
      }
      return unsafe requests.adding {
        unsafe MPI_Ireduce_scatter_block(
          send,
          receive,
          CInt(truncatingIfNeeded: count),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }

    static func iReduceScatter(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle,
      _ arguments: CallArguments, _ requests: inout [RequestHandle]
    ) -> CInt {
      guard unsafe counts.total <= LargeCount.limit else {
        return unsafe iReduceEach(
          send, receive, counts, rank: rank, stride: stride, type, op, comm, &requests)
      }
      return unsafe requests.adding {
        unsafe MPI_Ireduce_scatter(
          send,
          receive,
          arguments.array(counts.map { CInt(truncatingIfNeeded: $0) }),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }

    /// A reduction to each rank in turn, in pieces: blocks of a reduction can neither be split
    /// in one call nor described by a datatype.
    private static func iReduceEach(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ counts: [Int], rank: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle,
      _ requests: inout [RequestHandle]
    ) -> CInt {
      var start = 0
      for (root, count) in counts.enumerated() where count > 0 {
        let code = LargeCount.inPieces(count) { offset, length in
          unsafe requests.adding {
            unsafe MPI_Ireduce(
              send.map { unsafe $0 + (start + offset) * stride },
              rank == root ? receive.map { unsafe $0 + offset * stride } : nil,
              length,
              type.raw,
              op.raw,
              CInt(rank: root),
              comm.raw,
              &$0)
          }
        }
        guard Lifecycle.succeeded(code) else { return code }
        start += count
      }
      return cmpi_success()
    }
  }
#endif
