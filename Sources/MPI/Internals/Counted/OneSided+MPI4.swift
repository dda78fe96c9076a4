#if MPICH
  internal import CMPI

  // In pieces of at most 1 GiB, each to its own place in the window: MPICH 4.0 crashes in a
  // transfer of more than 2 GiB. They are several transfers of one epoch, which complete together.

  extension Counted {
    private static func inPieces(
      _ count: Int, stride: Int, _ body: (_ offset: Int, _ length: MPI_Count) -> CInt
    ) -> CInt {
      let longest = Swift.max(1, (1 << 30) / Swift.max(1, stride))
      var start = 0
      repeat {
        let length = Swift.min(longest, count - start)
        let code = body(start * stride, MPI_Count(length))
        guard Lifecycle.succeeded(code) else { return code }
        start += length
      } while start < count
      return cmpi_success()
    }

    /// Writes elements to `rank` from byte `offset` of its part on.
    static func put(
      _ elements: UnsafeRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      unsafe inPieces(count, stride: stride) { piece, length in
        unsafe MPI_Put_c(
          elements.map { unsafe $0 + piece },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece),
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
      unsafe inPieces(count, stride: stride) { piece, length in
        unsafe MPI_Get_c(
          elements.map { unsafe $0 + piece },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece),
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
      unsafe inPieces(count, stride: stride) { piece, length in
        unsafe MPI_Accumulate_c(
          elements.map { unsafe $0 + piece },
          length,
          type.raw,
          rank,
          MPI_Aint(offset + piece),
          length,
          type.raw,
          op.raw,
          window.raw)
      }
    }
  }
#endif
