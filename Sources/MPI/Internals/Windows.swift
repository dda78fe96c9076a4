internal import CMPI

/// The calls on windows that take no count. As in Calls.swift, each wrapper returns the library's
/// code and does nothing else.
@unsafe enum Windows {
  /// Memory of `byteCount` bytes that the ranks of `comm` can reach; offsets are in bytes.
  /// `base` is nil, or meaningless, where there are no bytes.
  static func allocate(
    _ byteCount: Int, _ comm: CommunicatorHandle,
    base: inout UnsafeMutableRawPointer?, _ made: inout WindowHandle
  ) -> CInt {
    var window: RawWindow = unsafe cmpi_win_null()
    let unit: CInt = 1
    let code = unsafe MPI_Win_allocate(
      MPI_Aint(byteCount),
      unit,
      cmpi_info_null(),
      comm.raw,
      &base,
      &window)
    unsafe made = WindowHandle(written: window)
    return code
  }

  static func returnErrors(_ window: WindowHandle) -> CInt {
    unsafe MPI_Win_set_errhandler(window.raw, cmpi_errors_return())
  }

  static func free(_ window: WindowHandle) -> CInt {
    var raw: RawWindow = unsafe window.raw
    return unsafe MPI_Win_free(&raw)
  }

  static func lock(exclusive: Bool, _ rank: CInt, _ window: WindowHandle) -> CInt {
    let noAssertion: CInt = 0
    return unsafe MPI_Win_lock(
      exclusive ? cmpi_lock_exclusive() : cmpi_lock_shared(), rank, noAssertion, window.raw)
  }

  static func unlock(_ rank: CInt, _ window: WindowHandle) -> CInt {
    unsafe MPI_Win_unlock(rank, window.raw)
  }

  /// - Parameter unopposed: Nobody locks this window exclusively meanwhile, so that the library
  ///   need not ask.
  static func lockAll(unopposed: Bool, _ window: WindowHandle) -> CInt {
    unsafe MPI_Win_lock_all(unopposed ? cmpi_mode_nocheck() : 0, window.raw)
  }

  static func unlockAll(_ window: WindowHandle) -> CInt {
    unsafe MPI_Win_unlock_all(window.raw)
  }

  static func flush(_ rank: CInt, _ window: WindowHandle) -> CInt {
    unsafe MPI_Win_flush(rank, window.raw)
  }

  static func flushAll(_ window: WindowHandle) -> CInt {
    unsafe MPI_Win_flush_all(window.raw)
  }

  static func flushLocal(_ rank: CInt, _ window: WindowHandle) -> CInt {
    unsafe MPI_Win_flush_local(rank, window.raw)
  }

  /// A fence that ends an epoch and begins none: all ranks wait for each other.
  static func fence(_ window: WindowHandle) -> CInt {
    unsafe MPI_Win_fence(cmpi_mode_nosucceed(), window.raw)
  }

  static func sync(_ window: WindowHandle) -> CInt {
    unsafe MPI_Win_sync(window.raw)
  }

  /// Combines one element into the target's and writes what was there before to `result`. Without
  /// an operation it only reads, and `value` may be nil.
  static func fetch(
    _ value: UnsafeRawPointer?, _ operation: OperationHandle?, _ type: DatatypeHandle,
    result: UnsafeMutableRawPointer, _ rank: CInt, at offset: Int, _ window: WindowHandle
  ) -> CInt {
    let operation = unsafe operation ?? OperationHandle(raw: cmpi_no_op())
    return unsafe MPI_Fetch_and_op(
      value,
      result,
      type.raw,
      rank,
      MPI_Aint(offset),
      operation.raw,
      window.raw)
  }

  /// Writes what was there before to `result`.
  static func compareAndSwap(
    _ expected: UnsafeRawPointer, _ desired: UnsafeRawPointer, _ type: DatatypeHandle,
    result: UnsafeMutableRawPointer, _ rank: CInt, at offset: Int, _ window: WindowHandle
  ) -> CInt {
    unsafe MPI_Compare_and_swap(
      desired,
      expected,
      result,
      type.raw,
      rank,
      MPI_Aint(offset),
      window.raw)
  }
}
