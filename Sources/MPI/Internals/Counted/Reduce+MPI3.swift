#if !MPICH
  internal import CMPI

  // Reductions and scans work element by element, so a large one goes in pieces.

  extension Counted {
    static func reduce(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, root: CInt,
      _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe MPI_Reduce(
          behind(send, offset * stride),
          behind(receive, offset * stride),
          length,
          type.raw,
          op.raw,
          root,
          comm.raw)
      }
    }

    @inline(__always) static func allReduce(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe MPI_Allreduce(
          behind(send, offset * stride),
          behind(receive, offset * stride),
          length,
          type.raw,
          op.raw,
          comm.raw)
      }
    }

    static func scan(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe MPI_Scan(
          behind(send, offset * stride),
          behind(receive, offset * stride),
          length,
          type.raw,
          op.raw,
          comm.raw)
      }
    }

    static func exScan(
      _ send: UnsafeRawPointer?, _ receive: UnsafeMutableRawPointer?, _ count: Int,
      stride: Int, _ type: DatatypeHandle, _ op: OperationHandle, _ comm: CommunicatorHandle
    ) -> CInt {
      LargeCount.inPieces(count) { offset, length in
        unsafe MPI_Exscan(
          behind(send, offset * stride),
          behind(receive, offset * stride),
          length,
          type.raw,
          op.raw,
          comm.raw)
      }
    }
  }
#endif
