#if MPICH
  internal import CMPI

  // One request each, added to `requests`: with the other standard there can be several.

  extension Counted {
    /// The root's elements are replaced, the others' only read.
    static func iReduce(
      _ buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, isRoot: Bool, root: CInt, _ comm: CommunicatorHandle,
      _ requests: inout [RequestHandle]
    ) -> CInt {
      unsafe requests.adding {
        unsafe MPI_Ireduce_c(
          isRoot ? cmpi_in_place() : buffer,
          isRoot ? buffer : nil,
          MPI_Count(count),
          type.raw,
          op.raw,
          root,
          comm.raw,
          &$0)
      }
    }

    static func iAllReduce(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      unsafe requests.adding {
        unsafe MPI_Iallreduce_c(
          cmpi_in_place(),
          buffer,
          MPI_Count(count),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }

    static func iScan(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      unsafe requests.adding {
        unsafe MPI_Iscan_c(
          cmpi_in_place(),
          buffer,
          MPI_Count(count),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }

    static func iExScan(
      inPlace buffer: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      unsafe requests.adding {
        unsafe MPI_Iexscan_c(
          cmpi_in_place(),
          buffer,
          MPI_Count(count),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }

    /// - Parameter count: Elements of one block, of which `send` has one for each rank.
    static func iReduceScatterBlock(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int, rank: Int,
      ranks: Int, stride: Int, _ type: DatatypeHandle, _ op: OperationHandle,
      _ comm: CommunicatorHandle, _ requests: inout [RequestHandle]
    ) -> CInt {
      unsafe requests.adding {
        unsafe MPI_Ireduce_scatter_block_c(
          send,
          receive,
          MPI_Count(count),
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
      unsafe requests.adding {
        unsafe MPI_Ireduce_scatter_c(
          send,
          receive,
          arguments.array(counts.map { MPI_Count($0) }),
          type.raw,
          op.raw,
          comm.raw,
          &$0)
      }
    }
  }
#endif
