import ArrayFiles
import MPI

/// Collective work that either succeeds on all ranks or ends on all ranks with the same error.
final class Agreement {
  /// How often a rank at work asks whether another has failed. Asking makes the MPI library
  /// progress, and yield the processor where it was told to: per piece of 256 KiB that took
  /// about a third of a run on a machine whose cores are shared.
  private static let interval = Duration.milliseconds(20)

  private let bell: FailureBell
  private let size: Int
  private var lastAsked = ContinuousClock.now

  /// Collective.
  init(over world: borrowing Communicator) throws(PruningError) {
    size = world.size
    do throws(MPIError) {
      bell = try FailureBell(over: world)
    } catch {
      throw .mpi(error)
    }
  }

  /// Local. Throws when another rank has failed; to be called once per piece while reading or
  /// writing. Asks at most every 20 ms.
  func throwIfInterrupted() throws(PruningError) {
    let now = ContinuousClock.now
    guard now - lastAsked >= Self.interval else { return }
    lastAsked = now
    let heard: Bool
    do throws(MPIError) {
      heard = try bell.heard()
    } catch {
      throw .mpi(error)
    }
    if heard { throw .interrupted }
  }

  /// Collective. Does `work` on this rank, then learns whether any rank failed.
  ///
  /// A rank whose work throws tells the others at once, so that none of them works on; all
  /// then throw ``PruningError/agreed(_:)`` with the lowest failing rank's words. `work` must
  /// not communicate. An MPI failure is passed on as it is: no agreement is possible then.
  ///
  /// - Parameter namesRank: Whether the words say which rank it was; not where every rank
  ///   would say the same.
  /// - Complexity: one collective of 8 bytes while nobody fails.
  func together<Result>(
    _ world: borrowing Communicator, namesRank: Bool,
    _ work: () throws(PruningError) -> Result
  ) throws(PruningError) -> Result {
    var result: Result?
    var failure: RankFailure?
    do throws(PruningError) {
      result = try work()
    } catch {
      switch error {
      case .mpi: throw error
      case .interrupted: break
      default:
        let place = namesRank && size > 1 ? "rank \(world.rank): " : ""
        failure = RankFailure(
          rank: world.rank, code: error.kind.rawValue, message: place + error.description)
      }
    }
    let first = try mpi { () throws(MPIError) in
      if failure != nil { try bell.ring() }
      let first = try world.firstFailure(failure)
      if first != nil { try bell.silence(rung: failure != nil) }
      return first
    }
    if let first { throw .agreed(first) }
    guard let result else { throw .interrupted }
    return result
  }

  /// Collective. ``together(_:namesRank:_:)`` for work that only the root does; the others
  /// learn how it went.
  func onRoot<Result>(
    _ world: borrowing Communicator, _ work: () throws(PruningError) -> Result
  ) throws(PruningError) -> Result? {
    try together(world, namesRank: false) { () throws(PruningError) -> Result? in
      world.isRoot ? try work() : nil
    }
  }
}

/// Makes an MPI call in code that throws ``PruningError``.
func mpi<Result>(_ call: () throws(MPIError) -> Result) throws(PruningError) -> Result {
  do throws(MPIError) {
    return try call()
  } catch {
    throw .mpi(error)
  }
}

/// Makes a file call in code that throws ``PruningError``.
func file<Result>(_ call: () throws(ArrayFileError) -> Result) throws(PruningError) -> Result {
  do throws(ArrayFileError) {
    return try call()
  } catch {
    throw .file(error)
  }
}
