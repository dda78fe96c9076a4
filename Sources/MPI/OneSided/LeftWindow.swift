/// A window that nobody has any more, and that has not been freed.
///
/// Freeing waits for all ranks of the window (MPI-3.1 section 11.2.5). A rank that leaves a scope
/// by an error is not followed by the others, and would wait for ever where it has to say what went
/// wrong. So the end of a scope frees nothing; the next collective that all of the window's ranks
/// are known to make does.
struct LeftWindow {
  /// How many windows were made before it.
  let number: Int
  let handle: WindowHandle
  /// Whether all ranks are still locked.
  let isLocked: Bool
  /// Those of the communicator that the window was made from: says which communicator it was.
  let ranks: WorldRanks

  /// Collective over the window's ranks.
  func free(on comm: borrowing Communicator) throws(MPIError) {
    if isLocked {
      try comm.perform(.windowUnlockAll, bytes: 0) { unsafe Windows.unlockAll(handle) }
    }
    try comm.perform(.windowFree, bytes: 0) { unsafe Windows.free(handle) }
  }
}

extension Communicator {
  /// Collective. Frees the windows that were made from a communicator and that nobody has any
  /// more, in the order in which they were made.
  ///
  /// - Parameter ranks: Those of the communicator; nil for all of the run.
  borrowing func freeLeftWindows(of ranks: WorldRanks?) throws(MPIError) {
    guard !family.leftWindows.isEmpty else { return }
    let left = family.leftWindows.filter { ranks == nil || $0.ranks === ranks }
    family.leftWindows.removeAll { ranks == nil || $0.ranks === ranks }
    for window in left.sorted(by: { $0.number < $1.number }) { try window.free(on: self) }
  }
}
