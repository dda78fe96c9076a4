import MPI
import ShardedArrays
import Stages

/// Records that no stage may look at.
struct NoData: StageSource {
  let count: Int
  let layout = RecordLayout(elements: .float64)

  init(_ count: Int) { self.count = count }

  func pass(over keys: [Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void) {
    preconditionFailure("a pass over records that must not be read")
  }

  func sample(_ limit: Int, of keys: [Key], _ body: (KeyBlock) -> Void) {
    preconditionFailure("a sample of records that must not be read")
  }

  /// Local. Which of the records a solved stage keeps, asked in blocks of varied lengths.
  func kept(by solved: SolvedStage) -> [Int] {
    precondition(solved.keys.isEmpty, "a decision that needs keys")
    var kept: [Int] = []
    var first = 0
    var length = 5
    while first < count {
      let block = KeyBlock(count: Swift.min(length, count - first), first: first, columns: [])
      var mask = [UInt8](repeating: 2, count: block.count)
      var span = mask.mutableSpan
      solved.decision.decide(block, into: &span)
      precondition(mask.allSatisfy { $0 <= 1 }, "a mask of other than 0 and 1")
      kept += mask.indices.filter { mask[$0] == 1 }.map { first + $0 }
      first += block.count
      length = length % 211 + 37
    }
    return kept
  }
}

/// What the checks of samples and their like share.
enum SampleGrounds {
  /// Local. This rank's part of `length` records: evenly, all on the last rank, all on the first,
  /// or uneven with every odd rank empty.
  static func part(of length: Int, _ split: Int, _ world: borrowing Communicator) -> Range<Int> {
    let (rank, size) = (world.rank, world.size)
    func start(_ rank: Int) -> Int { length * Swift.min(rank, size) / size }
    return switch split {
    case 0: start(rank)..<start(rank + 1)
    case 1: rank == size - 1 ? 0..<length : 0..<0
    case 2: rank == 0 ? 0..<length : length..<length
    default: rank % 2 == 0 ? start(rank)..<start(rank + 2) : start(rank + 1)..<start(rank + 1)
    }
  }

  /// Calls and bytes that `body` enters, by the call's name.
  static func spending(
    _ world: borrowing Communicator, _ body: (borrowing Communicator) throws -> Void
  ) throws -> [String: [Int]] {
    let before = world.ledger.entries
    try body(world)
    var spent: [String: [Int]] = [:]
    for (call, entry) in world.ledger.entries {
      let calls = entry.calls - (before[call]?.calls ?? 0)
      if calls > 0 { spent[call] = [calls, entry.bytes - (before[call]?.bytes ?? 0)] }
    }
    return spent
  }
}
