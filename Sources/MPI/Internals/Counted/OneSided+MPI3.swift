#if !MPICH
  internal import CMPI

  // Each piece of a large count goes to its own place in the window. They are several transfers
  // of one epoch, which complete together.

  extension Counted {
    /// Writes elements to `rank` from byte `offset` of its part on.
    static func put(
      _ elements: UnsafeRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      LargeCount.inPieces(count) { piece, length in
        unsafe MPI_Put(
          elements.map { unsafe $0 + piece * stride },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece * stride),
          length,
          type.raw,
          window.raw)
      }
    }

    /// Reads elements of `rank` from byte `offset` of its part on.
    static func get(
      _ elements: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      LargeCount.inPieces(count) { piece, length in
        unsafe MPI_Get(
          elements.map { unsafe $0 + piece * stride },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece * stride),
          length,
          type.raw,
          window.raw)
      }
    }

    /// Combines elements into those of `rank` from byte `offset` of its part on.
    static func accumulate(
      _ elements: UnsafeRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      LargeCount.inPieces(count) { piece, length in
        unsafe MPI_Accumulate(
          elements.map { unsafe $0 + piece * stride },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece * stride),
          length,
          type.raw,
          op.raw,
          window.raw)
      }
    }
  }
#endif
