/// What windows of any element share: the library's object, what is locked, and who is charged.
@safe final class WindowCore {
  /// When a transfer is complete, apart from the one thing that is always so: the call is done
  /// with the caller's memory.
  enum Epoch: Equatable {
    /// Each transfer locks and unlocks its target.
    case none
    /// One rank is locked; each transfer is flushed.
    case locked(Int)
    /// All are locked; reads are flushed, writes only locally.
    case lockedAll
    /// The caller has this rank's own memory in hand.
    case local
  }

  enum Direction { case sends, receives, both }

  /// As the communicator the window was made from, with a name of its own for errors. Not used
  /// for messages: that communicator may be freed before the window.
  let comm: Communicator
  let handle: WindowHandle
  /// Where this rank's elements are, if it has any.
  @unsafe let memory: UnsafeMutableRawPointer?
  /// Bytes from the start of this rank's part of the window to `memory`: libraries align their
  /// parts for themselves, not for any element.
  let shift: Int
  private(set) var epoch = Epoch.none
  /// Of the communicator that the window was made from.
  private let ranks: WorldRanks
  /// How many windows were made before it.
  private let number: Int
  private var isFreed = false

  /// Collective. Memory of `byteCount` bytes on this rank.
  init(
    byteCount: Int, alignment: Int, name: String, on comm: borrowing Communicator
  ) throws(MPIError) {
    var base: UnsafeMutableRawPointer? = nil
    var made = WindowHandle.null
    try comm.freeLeftWindows(of: comm.worldRanks)
    try comm.perform(.windowAllocate, bytes: byteCount, .call) {
      // Whole cache lines on every rank: MPICH 4.0 misplaces parts of odd sizes, and ranks that
      // write to neighbouring parts do not disturb each other.
      unsafe Windows.allocate(
        (byteCount + alignment - 1) / 64 * 64 + 64, comm.handle, base: &base, &made)
    }
    self.comm = try Communicator(
      handle: comm.handle, name: "\(name) on \(comm.name)", isOwned: false, family: comm.family)
    handle = made
    ranks = comm.worldRanks
    // Asked for now: the communicator may be gone later.
    _ = ranks[comm.rank]
    number = comm.family.windowCount
    comm.family.windowCount += 1
    let aligned = unsafe byteCount > 0 ? base?.alignedUp(toMultipleOf: alignment) : nil
    unsafe memory = aligned
    if let base = unsafe base, let aligned = unsafe aligned {
      shift = unsafe aligned - base
    } else {
      shift = 0
    }
    try self.comm.check("MPI_Win_set_errhandler", unsafe Windows.returnErrors(handle))
  }

  deinit {
    // Not after a call has failed; and after finalize there is nothing left to free.
    guard !isFreed, !comm.family.isBroken, !Lifecycle.isFinalized else { return }
    comm.family.leftWindows.append(left)
  }

  private var left: LeftWindow {
    LeftWindow(number: number, handle: handle, isLocked: epoch == .lockedAll, ranks: ranks)
  }

  /// Collective.
  func free() throws(MPIError) {
    isFreed = true
    try left.free(on: comm)
  }

  /// Makes one transfer and completes it as the epoch has it.
  ///
  /// - Parameter mayLinger: Whether completion at the target can wait for a flush where
  ///   everything is locked.
  func transfer(
    _ call: MPICall, _ direction: Direction, _ rank: Int, bytes: Int, mayLinger: Bool = false,
    _ body: () -> CInt
  ) throws(MPIError) {
    let target = CInt(rank: rank)
    switch epoch {
    case .none:
      try comm.perform(.windowLock, bytes: 0) {
        unsafe Windows.lock(exclusive: false, target, handle)
      }
      try comm.perform(call, bytes: bytes, body)
      try comm.perform(.windowUnlock, bytes: 0) { unsafe Windows.unlock(target, handle) }
    case .locked(let locked):
      require(rank == locked, "\(call) on rank \(rank) while rank \(locked) is locked")
      try comm.perform(call, bytes: bytes, body)
      try comm.perform(.windowFlush, bytes: 0) { unsafe Windows.flush(target, handle) }
    case .lockedAll:
      try comm.perform(call, bytes: bytes, body)
      if mayLinger {
        try comm.perform(.windowFlushLocal, bytes: 0) {
          unsafe Windows.flushLocal(target, handle)
        }
      } else {
        try comm.perform(.windowFlush, bytes: 0) { unsafe Windows.flush(target, handle) }
      }
    case .local:
      fatalError("\(call) while this rank's own memory is in hand")
    }
    record(direction, rank, bytes: bytes)
  }

  private func record(_ direction: Direction, _ rank: Int, bytes: Int) {
    let ledger = comm.family.ledger
    let peer = ranks[rank]
    if direction != .receives { ledger.record(sentTo: peer, bytes: bytes) }
    if direction != .sends { ledger.record(receivedFrom: peer, bytes: bytes) }
  }

  func lock(_ rank: Int, exclusive: Bool) throws(MPIError) {
    require(epoch == .none, "locking rank \(rank) of a window that is in use: \(epoch)")
    try comm.perform(.windowLock, bytes: 0) {
      unsafe Windows.lock(exclusive: exclusive, CInt(rank: rank), handle)
    }
    epoch = .locked(rank)
  }

  func unlock(_ rank: Int) throws(MPIError) {
    epoch = .none
    try comm.perform(.windowUnlock, bytes: 0) { unsafe Windows.unlock(CInt(rank: rank), handle) }
  }

  func lockAll(unopposed: Bool) throws(MPIError) {
    require(epoch == .none, "locking all of a window that is in use: \(epoch)")
    try comm.perform(.windowLockAll, bytes: 0) {
      unsafe Windows.lockAll(unopposed: unopposed, handle)
    }
    epoch = .lockedAll
  }

  func unlockAll() throws(MPIError) {
    epoch = .none
    try comm.perform(.windowUnlockAll, bytes: 0) { unsafe Windows.unlockAll(handle) }
  }

  func flush(_ rank: Int?) throws(MPIError) {
    require(epoch == .lockedAll, "flush outside of withLockAll")
    if let rank {
      try comm.perform(.windowFlush, bytes: 0) { unsafe Windows.flush(CInt(rank: rank), handle) }
    } else {
      try comm.perform(.windowFlushAll, bytes: 0) { unsafe Windows.flushAll(handle) }
    }
  }

  func fence() throws(MPIError) {
    require(epoch == .none, "fence of a window that is in use: \(epoch)")
    try comm.perform(.windowFence, bytes: 0, .call) { unsafe Windows.fence(handle) }
  }

  /// Has this rank to itself, where it is not locked already, while `body` uses its memory.
  func withOwnMemory<Result: ~Copyable>(
    _ body: () throws(MPIError) -> Result
  ) throws(MPIError) -> Result {
    let before = epoch
    require(before != .local, "this rank's own memory is in hand already")
    let own = comm.rank
    let locksItself = before != .lockedAll && before != .locked(own)
    if case .locked(let other) = before, other != own {
      fatalError("using this rank's own memory while rank \(other) is locked")
    }
    if locksItself { try lock(own, exclusive: true) }
    // What others have put is to be seen, and what is written here to be seen by others.
    try sync()
    epoch = .local
    let result: Result
    do throws(MPIError) {
      result = try body()
    } catch {
      epoch = before
      if locksItself && !comm.family.isBroken { try unlock(own) }
      throw error
    }
    epoch = before
    try sync()
    if locksItself { try unlock(own) }
    return result
  }

  private func sync() throws(MPIError) {
    try comm.check("MPI_Win_sync", unsafe Windows.sync(handle))
  }
}
