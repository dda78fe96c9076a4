#if MPICH
  internal import CMPI

  extension Counted {
    /// Writes elements to `rank` from byte `offset` of its part on.
    static func put(
      _ elements: UnsafeRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      unsafe MPI_Put_c(
        elements,
        MPI_Count(count),
        type.raw,
        rank,
        MPI_Aint(offset),
        MPI_Count(count),
        type.raw,
        window.raw)
    }

    /// Reads elements of `rank` from byte `offset` of its part on.
    static func get(
      _ elements: UnsafeMutableRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      unsafe MPI_Get_c(
        elements,
        MPI_Count(count),
        type.raw,
        rank,
        MPI_Aint(offset),
        MPI_Count(count),
        type.raw,
        window.raw)
    }

    /// Combines elements into those of `rank` from byte `offset` of its part on.
    static func accumulate(
      _ elements: UnsafeRawPointer?, _ count: Int, stride: Int, _ type: DatatypeHandle,
      _ op: OperationHandle, _ rank: CInt, at offset: Int, _ window: WindowHandle
    ) -> CInt {
      unsafe MPI_Accumulate_c(
        elements,
        MPI_Count(count),
        type.raw,
        rank,
        MPI_Aint(offset),
        MPI_Count(count),
        type.raw,
        op.raw,
        window.raw)
    }
  }
#endif
