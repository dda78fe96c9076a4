internal import CMPI

/// The numbers that the ranks of a communicator have in the world, found at first use.
@safe final class WorldRanks {
  private let comm: CommunicatorHandle
  /// By rank of the communicator; `unknown` until all are found.
  private let ranks: UnsafeMutableBufferPointer<CInt>
  private static let unknown: CInt = -1

  /// How many ranks the world has.
  static var count: Int {
    var count: CInt = 0
    return Lifecycle.succeeded(Lifecycle.size(.world, &count)) ? Int(count) : 0
  }

  init(of comm: CommunicatorHandle, size: Int) {
    self.comm = comm
    unsafe ranks = .allocate(capacity: size)
    unsafe ranks.initialize(repeating: Self.unknown)
  }

  deinit { unsafe ranks.deallocate() }

  /// The rank in the world of a rank of the communicator. `Int(CInt.max)` where it has none.
  @inline(__always) subscript(rank: Int) -> Int {
    guard unsafe rank >= 0 && rank < ranks.count else { return Int(CInt.max) }
    let known = unsafe ranks[rank]
    return known != Self.unknown ? Int(known) : found(rank)
  }

  /// Asks the library, for all ranks at once (MPI-3.1 section 6.3.1). For the ledger only, so
  /// that a failure, which a valid communicator does not cause, leaves the messages uncounted.
  @inline(never) private func found(_ rank: Int) -> Int {
    unsafe ranks.update(repeating: CInt.max)
    var mine: RawGroup = unsafe cmpi_group_null()
    var world: RawGroup = unsafe cmpi_group_null()
    guard unsafe Lifecycle.succeeded(MPI_Comm_group(comm.raw, &mine)) else { return Int(CInt.max) }
    defer { _ = unsafe MPI_Group_free(&mine) }
    guard unsafe Lifecycle.succeeded(MPI_Comm_group(CommunicatorHandle.world.raw, &world)) else {
      return Int(CInt.max)
    }
    defer { _ = unsafe MPI_Group_free(&world) }
    let numbers = unsafe (0..<ranks.count).map { CInt(truncatingIfNeeded: $0) }
    var answers = unsafe [CInt](repeating: CInt.max, count: ranks.count)
    guard
      unsafe Lifecycle.succeeded(
        MPI_Group_translate_ranks(
          mine,
          CInt(truncatingIfNeeded: numbers.count),
          numbers,
          world,
          &answers))
    else { return Int(CInt.max) }
    for (rank, answer) in answers.enumerated() where answer != cmpi_undefined() {
      unsafe ranks[rank] = answer
    }
    return unsafe Int(ranks[rank])
  }
}
