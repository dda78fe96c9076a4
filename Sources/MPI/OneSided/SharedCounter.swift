/// A number on rank 0 that all ranks count up, for handing out work: no two ranks get the same
/// number.
///
/// ```swift
/// let tasks = try world.sharedCounter()
/// while let task = Optional(try tasks.next()), task < 1000 { work(on: task) }
/// ```
///
/// With Open MPI 4.1 on one host, ``next(_:)`` takes half a microsecond and does not need rank 0;
/// with MPICH 4.0 it returns when rank 0 calls MPI, so there rank 0 should take short tasks, or
/// none.
///
/// Made by ``Communicator/sharedCounter(startingAt:)``, freed by ``free()``; or, when its scope has
/// ended, as a ``Window`` is.
public struct SharedCounter: ~Copyable {
  private let core: WindowCore
  private static let type = MPIType.Predefined.int64.handle

  /// Where the number is in rank 0's part of the window, in bytes.
  private let place: Int

  /// - Parameter core: 8 bytes on rank 0, with all ranks locked.
  init(_ core: WindowCore, at place: Int) {
    self.core = core
    self.place = place
  }

  /// Local, one-sided. Takes `count` numbers.
  ///
  /// - Returns: The first of them; the others follow it. Each number goes to one rank only, in
  ///   the order in which the requests reach rank 0.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one transfer of 8 bytes to rank 0 and back.
  ///
  /// The corresponding C function is `MPI_Fetch_and_op` (MPI-3.1 section 11.3.4).
  public borrowing func next(_ count: Int = 1) throws(MPIError) -> Int {
    try fetch(Int64(count), .sum)
  }

  /// Local, one-sided. The number that ``next(_:)`` would return, if nobody else were counting.
  ///
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one transfer of 8 bytes from rank 0.
  ///
  /// The corresponding C function is `MPI_Fetch_and_op` with `MPI_NO_OP` (MPI-3.1 section
  /// 11.3.4).
  public borrowing func value() throws(MPIError) -> Int { try fetch(0, nil) }

  /// Collective. Frees the counter on all ranks.
  ///
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: waits for all ranks, as a barrier does.
  ///
  /// The corresponding C functions are `MPI_Win_unlock_all` and `MPI_Win_free` (MPI-3.1 sections
  /// 11.5.3 and 11.2.5).
  public consuming func free() throws(MPIError) { try core.free() }

  private func fetch(_ amount: Int64, _ operation: PredefinedOperation?) throws(MPIError) -> Int {
    var before: Int64 = 0
    // SAFETY: each pointer covers one initialized number until the transfer is complete.
    try unsafe withUnsafePointer(to: amount) { (amount) throws(MPIError) in
      try unsafe withUnsafeMutablePointer(to: &before) { (before) throws(MPIError) in
        try core.transfer(.fetchAndOperate, .both, 0, bytes: 8) {
          unsafe Windows.fetch(
            amount, operation?.handle, Self.type, result: before, 0, at: place, core.handle)
        }
      }
    }
    return Int(before)
  }
}

extension Communicator {
  /// Collective. A counter on rank 0 that all ranks count up.
  ///
  /// - Parameter first: The first number; rank 0's is taken.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: two collectives; and one for each window of this communicator that went out of
  ///   scope and was not freed.
  ///
  /// The corresponding C functions are `MPI_Win_allocate`, `MPI_Bcast` and `MPI_Win_lock_all`
  /// (MPI-3.1 sections 11.2.2, 5.4 and 11.5.3).
  public borrowing func sharedCounter(
    startingAt first: Int = 0
  ) throws(MPIError) -> SharedCounter {
    let core = try WindowCore(
      byteCount: isRoot ? 8 : 0, alignment: 8, name: "a shared counter", on: self)
    if isRoot {
      try core.withOwnMemory { () throws(MPIError) in
        unsafe core.memory?.storeBytes(of: Int64(first), as: Int64.self)
      }
    }
    // Nobody counts before the first number is there. From here on all ranks keep all others
    // locked shared, so that counting takes one transfer and no lock.
    let place = try broadcast(core.shift)
    try core.lockAll(unopposed: true)
    return SharedCounter(core, at: place)
  }
}
