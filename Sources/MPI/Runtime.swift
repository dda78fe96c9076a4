/// How many threads of a process may call MPI (MPI-3.1 section 12.4.3).
public enum ThreadLevel: Int, Sendable, Comparable {
  case single, funneled, serialized, multiple

  public static func < (left: ThreadLevel, right: ThreadLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// MPI's life in this process.
public enum MPIRuntime {
  /// Collective over all processes of the run. Starts MPI, hands the world communicator to
  /// `body`, and ends MPI when `body` returns.
  ///
  /// Where a host program has already started MPI, a duplicate of its world is used, and MPI is
  /// left running.
  ///
  /// When `body` throws, MPI is *not* ended: a rank that ended MPI while others wait in a
  /// collective would hang them. The caller says what failed and calls
  /// ``abort(code:)``.
  ///
  /// The corresponding C functions are `MPI_Init_thread` and `MPI_Finalize` (MPI-3.1
  /// sections 12.4.3 and 8.7).
  public static func run<Failure: Error>(
    threads: ThreadLevel = .single,
    startFailed: (MPIError) -> Failure,
    _ body: (borrowing Communicator) throws(Failure) -> Void
  ) throws(Failure) {
    let hosted = Lifecycle.isInitialized
    let world: Communicator
    do throws(MPIError) {
      world = try start(threads: threads, hosted: hosted)
    } catch {
      throw startFailed(error)
    }
    try body(world)
    guard !hosted else { return }
    do throws(MPIError) {
      try world.check("MPI_Finalize", Lifecycle.finalize())
    } catch {
      throw startFailed(error)
    }
  }

  /// Collective over all processes of the run. As ``run(threads:startFailed:_:)``, for a body
  /// whose errors need no kind of their own.
  public static func run(
    threads: ThreadLevel = .single,
    _ body: (borrowing Communicator) throws -> Void
  ) throws {
    try run(threads: threads, startFailed: { $0 as any Error }, body)
  }

  /// Local. Ends every process of the run with `code`; call it after printing the one line
  /// that says why. Returns only where MPI is not running.
  ///
  /// The corresponding C function is `MPI_Abort` (MPI-3.1 section 8.7).
  public static func abort(code: Int32) {
    guard Lifecycle.isInitialized, !Lifecycle.isFinalized else { return }
    _ = Lifecycle.abort(.world, code: code)
  }

  private static func start(
    threads: ThreadLevel, hosted: Bool
  ) throws(MPIError) -> Communicator {
    guard !Lifecycle.isFinalized else { throw .alreadyFinalized }
    if !hosted {
      Lifecycle.yieldWhereOversubscribed()
      var provided = threads
      let code = Lifecycle.initialize(threads, provided: &provided)
      guard Lifecycle.succeeded(code) else { throw startError("MPI_Init_thread", code) }
      guard provided >= threads else {
        throw .threadLevel(wanted: threads, provided: provided)
      }
    }
    if !hosted {
      return try Communicator(handle: .world, owned: false, ledger: Ledger())
    }
    // The host's own communicator keeps the error handler that the host relies on.
    var code: CInt = 0
    let copy = Lifecycle.duplicate(.world, code: &code)
    guard Lifecycle.succeeded(code) else { throw startError("MPI_Comm_dup", code) }
    return try Communicator(handle: copy, owned: true, ledger: Ledger())
  }

  private static func startError(_ call: String, _ code: CInt) -> MPIError {
    let (errorClass, text) = Lifecycle.describe(code)
    return .notStarted(call: call, errorClass: errorClass, text: text)
  }
}
