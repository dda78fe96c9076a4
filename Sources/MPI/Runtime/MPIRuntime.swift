/// MPI's life in this process.
public enum MPIRuntime {
  /// Collective over all processes of the run. Starts MPI, hands the world communicator to
  /// `body`, and ends MPI when `body` returns.
  ///
  /// Where a host program has already started MPI, a duplicate of its world is used, and MPI is
  /// left running.
  ///
  /// When `body` throws, MPI is *not* ended: a rank that ended MPI while others wait in a
  /// collective would hang them. The caller says what failed and calls ``abort(code:)``;
  /// ``main(_:threads:isChecked:_:)`` does both.
  ///
  /// - Parameters:
  ///   - threads: How many threads will call MPI.
  ///   - isChecked: Whether every collective first compares call, root, count, type and operation
  ///     over its ranks and throws ``MPIError/mismatch(communicator:rank:call:other:otherCall:)``
  ///     where they differ, instead of hanging or mixing up data. Costs one more collective of
  ///     40 bytes per rank each time; calls that do not block compare when they are waited for.
  ///     Where nil, the environment's `MPI_CHECKED=1` says yes.
  ///   - startFailed: Makes the body's kind of error from one of starting or ending MPI.
  /// - Throws: What `body` throws; ``MPIError/requestForgotten(call:rank:)`` where it returned
  ///   with a request that nobody waited for.
  ///
  /// - Complexity: one collective without content before MPI ends, and one for each window that
  ///   was not freed; where calls are compared, one more.
  ///
  /// The corresponding C functions are `MPI_Init_thread` and `MPI_Finalize` (MPI-3.1
  /// sections 12.4.3 and 8.7).
  public static func run<Failure: Error>(
    threads: ThreadLevel = .single, isChecked: Bool? = nil,
    startFailed: (MPIError) -> Failure,
    _ body: (borrowing Communicator) throws(Failure) -> Void
  ) throws(Failure) {
    let hosted = Lifecycle.isInitialized
    let world: Communicator
    do throws(MPIError) {
      world = try start(
        threads: threads, hosted: hosted, isChecked: isChecked ?? Lifecycle.asksForChecks)
    } catch {
      throw startFailed(error)
    }
    try body(world)
    do throws(MPIError) {
      try world.family.checkNothingIsUnderWay()
      // A rank that is done does not wait below for ranks that are not.
      if world.family.isChecked && !hosted { try world.compare(nil, .call) }
      try world.freeLeftWindows(of: nil)
      guard !hosted else { return }
      // No rank ends MPI before all have got here: where one aborted while others were already
      // ending, mpirun of Open MPI 4.1.4 crashed or hung in 6 of 20 runs, with this in none of 25.
      try world.check("MPI_Barrier", unsafe Calls.barrier(world.handle))
      world.family.freeDatatypes()
      try world.check("MPI_Finalize", Lifecycle.finalize())
    } catch {
      throw startFailed(error)
    }
  }

  /// Collective over all processes of the run. As ``run(threads:isChecked:startFailed:_:)``, for a
  /// body whose errors need no kind of their own.
  public static func run(
    threads: ThreadLevel = .single, isChecked: Bool? = nil,
    _ body: (borrowing Communicator) throws -> Void
  ) throws {
    try run(threads: threads, isChecked: isChecked, startFailed: { $0 as any Error }, body)
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
    threads: ThreadLevel, hosted: Bool, isChecked: Bool
  ) throws(MPIError) -> Communicator {
    guard !Lifecycle.isFinalized else { throw .alreadyFinalized }
    if !hosted {
      Lifecycle.prepareEnvironment()
      var provided = threads
      let code = Lifecycle.initialize(threads, provided: &provided)
      guard Lifecycle.succeeded(code) else { throw startError("MPI_Init_thread", code) }
      guard provided >= threads else {
        throw .threadLevel(wanted: threads, provided: provided)
      }
    }
    if !hosted {
      return try Communicator(
        handle: .world, name: "world", isOwned: false, family: nil, isChecked: isChecked)
    }
    // The host's own communicator keeps the error handler that the host relies on.
    var copy = CommunicatorHandle.null
    let code = Lifecycle.duplicate(.world, &copy)
    guard Lifecycle.succeeded(code) else { throw startError("MPI_Comm_dup", code) }
    return try Communicator(
      handle: copy, name: "world", isOwned: true, family: nil, isChecked: isChecked)
  }

  private static func startError(_ call: String, _ code: CInt) -> MPIError {
    let (errorClass, text) = Lifecycle.describe(code)
    return .notStarted(call: call, errorClass: errorClass, text: text)
  }
}
