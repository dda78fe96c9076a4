/// Who else may use a rank's memory while it is locked.
public enum WindowLock: Sendable {
  /// Others that lock it shared.
  case shared
  /// Nobody.
  case exclusive
}

extension Window {
  /// Local, but waits for others' locks. Calls `body` with a rank's memory locked, so that what
  /// it does there belongs together. Each transfer is complete when its call returns.
  ///
  /// - Precondition: `body` uses no other rank's memory of this window, and locks nothing of it.
  /// - Throws: what `body` throws, after unlocking, and ``MPIError`` when the library reports a
  ///   failure.
  /// - Complexity: a lock and an unlock, and a flush for each transfer.
  ///
  /// The corresponding C functions are `MPI_Win_lock` and `MPI_Win_unlock` (MPI-3.1 section
  /// 11.5.3).
  public borrowing func withLock<Result: ~Copyable>(
    on rank: Int, _ lock: WindowLock, _ body: () throws(MPIError) -> Result
  ) throws(MPIError) -> Result {
    require(counts.indices.contains(rank), "withLock: rank \(rank) of \(counts.count)")
    try core.lock(rank, exclusive: lock == .exclusive)
    let result: Result
    do throws(MPIError) {
      result = try body()
    } catch {
      if !core.comm.family.isBroken { try core.unlock(rank) }
      throw error
    }
    try core.unlock(rank)
    return result
  }

  /// Local, but waits for others' exclusive locks. Calls `body` with all ranks' memory locked
  /// shared: for many transfers, to any ranks.
  ///
  /// Reads and the atomic calls that return something are complete when they return. Of
  /// ``put(_:to:at:)`` and ``accumulate(_:_:to:at:)`` only the caller's own memory is free again
  /// then; the target has their elements after ``flush(_:)``, ``flushAll()`` or the end of
  /// `body`.
  ///
  /// - Precondition: `body` locks nothing of this window.
  /// - Throws: what `body` throws, after unlocking, and ``MPIError`` when the library reports a
  ///   failure.
  /// - Complexity: a lock and an unlock of every rank, and a flush for each transfer.
  ///
  /// The corresponding C functions are `MPI_Win_lock_all` and `MPI_Win_unlock_all` (MPI-3.1
  /// section 11.5.3).
  public borrowing func withLockAll<Result: ~Copyable>(
    _ body: () throws(MPIError) -> Result
  ) throws(MPIError) -> Result {
    try core.lockAll(unopposed: false)
    let result: Result
    do throws(MPIError) {
      result = try body()
    } catch {
      if !core.comm.family.isBroken { try core.unlockAll() }
      throw error
    }
    try core.unlockAll()
    return result
  }

  /// Local. Completes all transfers to a rank; inside ``withLockAll(_:)`` only.
  ///
  /// The corresponding C function is `MPI_Win_flush` (MPI-3.1 section 11.5.4).
  public borrowing func flush(_ rank: Int) throws(MPIError) {
    require(counts.indices.contains(rank), "flush: rank \(rank) of \(counts.count)")
    try core.flush(rank)
  }

  /// Local. Completes all transfers to all ranks; inside ``withLockAll(_:)`` only.
  ///
  /// The corresponding C function is `MPI_Win_flush_all` (MPI-3.1 section 11.5.4).
  public borrowing func flushAll() throws(MPIError) { try core.flush(nil) }

  /// Collective. Separates phases: what any rank has transferred, or changed in its own memory,
  /// before the fence is seen by all after it.
  ///
  /// - Precondition: not inside of a lock or of ``withLocal(_:)``.
  ///
  /// The corresponding C function is `MPI_Win_fence` (MPI-3.1 section 11.5.1).
  public borrowing func fence() throws(MPIError) { try core.fence() }

  /// Local, but waits for others' locks. Calls `body` with this rank's own elements, locked
  /// exclusively. Inside of ``withLock(on:_:_:)`` on this rank, or of ``withLockAll(_:)``, there
  /// is no further lock: then others that hold a shared lock must not change the elements
  /// meanwhile.
  ///
  /// - Precondition: `body` makes no transfer in this window, not even to other ranks.
  /// - Throws: what `body` throws, after unlocking, and ``MPIError`` when the library reports a
  ///   failure.
  ///
  /// The corresponding C functions are `MPI_Win_lock` and `MPI_Win_unlock` on the own rank, and
  /// `MPI_Win_sync` (MPI-3.1 sections 11.5.3 and 11.5.4).
  public borrowing func withLocal<Result: ~Copyable>(
    _ body: (inout MutableSpan<Element>) throws(MPIError) -> Result
  ) throws(MPIError) -> Result {
    let memory = unsafe core.memory?.assumingMemoryBound(to: Element.self)
    let elements = unsafe UnsafeMutableBufferPointer(start: memory, count: count)
    return try core.withOwnMemory { () throws(MPIError) in
      // SAFETY: `count` elements, initialized when the window was made; nobody else writes them
      // while they are locked, and this rank's own transfers are refused.
      var span = unsafe elements.mutableSpan
      return try body(&span)
    }
  }
}
