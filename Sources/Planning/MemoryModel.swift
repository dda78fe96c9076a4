import ShardedArrays
import Stages

/// The memory one rank will need: stated before the run, compared with the truth after it.
public struct MemoryModel: Sendable, Equatable {
  /// Resident before the first record is read: the program and the MPI library.
  public let base: Int
  /// Of text: places of lines and values of columns.
  public let text: Int
  /// Read piece, what was decoded, block columns and masks.
  public let working: Int
  /// What the stages that look at all records first need while they are solved, at most.
  public let solving: Int
  /// Records held if every record survives, survivors and rejects together; where they have no
  /// room, what is held in memory of them.
  public let records: Int
  public private(set) var place: RecordPlace
  /// What records may take together with all work on them; nil where nothing limits it.
  public let budget: MemoryBudget?
  /// Received while survivors move and what leaves has not left yet: at most a whole shard.
  public let moving: Int
  /// Message buffers: the MPI library's own, and those that survivors move through.
  public let messages: Int

  /// Local. For the largest shard of `plan`, given what this process occupies now.
  ///
  /// - Parameter read: Of text, which is part of what is resident.
  /// - Throws: where even with all survivors in a file the budget that was asked for is too small.
  ///   One that follows from the machine is used as far as it goes.
  public init(
    _ plan: Plan, residentNow: Int, budget: MemoryBudget? = nil, text read: HeldText = HeldText()
  ) throws(MemoryShortage) {
    base = Swift.max(read.residentBefore, residentNow - read.inMemory)
    text = read.inMemory
    self.budget = budget
    // The pass and the one that measures it: per block a column of keys and two masks, and the
    // registers of each evaluator.
    let columns = StagePass.blockRecords * (8 + 2)
    let piece = Swift.max(Plan.pieceBytes, plan.input.recordBytes)
    working =
      Swift.max(piece, plan.output.compresses ? Self.packingBytes(plan.input.recordBytes) : 0)
      + plan.input.decodingBytes
      + 2 * (columns + plan.stages.count * Self.evaluatorBytes)
    let largest = plan.partition.largest
    solving =
      plan.stages.compactMap(\.global)
      .map {
        $0.solvingBytes(records: largest, ranks: plan.ranks, layout: plan.input.layout)
      }.max() ?? 0
    let held = largest * plan.survivorBytes
    // Buffers are taken whole: the last of each list is on average half used.
    let columnLists = plan.input.layout.widths.count
    let numberLists = (plan.holdsPositions ? 1 : 0) + plan.output.counts.count
    let lists = columnLists * (plan.output.rejects == nil ? 1 : 2) + numberLists
    // 8 pieces of 1 MiB are under way where survivors move.
    let mayMove = plan.ranks > 1 && plan.balance != .never
    messages = Self.libraryBytes(ranks: plan.ranks) + (mayMove ? 8 << 20 : 0)
    // Of `n` even shards the last can at worst hand over all it found and receive an even share
    // of what `n - 2` others found.
    let moving = mayMove ? held / plan.ranks * (plan.ranks - 2) : 0
    let records = largest == 0 ? 0 : held + lists * RecordList.bufferBytes

    guard let budget, text + working + solving + records + moving > budget.bytes, largest > 0
    else {
      (self.records, self.moving, place) = (records, moving, .memory)
      return
    }
    // A list grows by a buffer, and by another one while its records move or the next pass reads.
    let growing = 2 * lists
    let rest = budget.bytes - text - working - solving
    var buffer = RecordList.bufferBytes
    while buffer > Self.leastBuffer, growing * buffer > rest / 2 { buffer /= 2 }
    let least = growing * buffer
    if rest < least, budget.origin == .typed {
      // Of more memory text takes half, and no more than all of it.
      let needed = working + solving + least
      throw MemoryShortage(
        budget: budget.bytes, needed: needed + Swift.min(text + read.inFiles, needed))
    }
    let limit = Swift.max(0, rest - least)
    (self.records, self.moving) = (limit + least, 0)
    place = .scratch(limit: limit, bufferBytes: buffer, directory: budget.scratch)
  }

  /// The same memory for a run that reads a second time what has no room.
  public func rereading() -> MemoryModel {
    guard case .scratch(let limit, let bufferBytes, _) = place else { return self }
    var model = self
    model.place = .reread(limit: limit, bufferBytes: bufferBytes)
    return model
  }

  /// The library's own buffers, set up when ranks first talk (4 to 6 MiB were measured on 2 to 8
  /// ranks of one host).
  public static func libraryBytes(ranks: Int) -> Int { ranks > 1 ? 8 << 20 : 2 << 20 }

  /// Buffers are not made smaller than this: shorter writes and maps cost more than they save.
  private static let leastBuffer = 128 << 10

  /// A chunk as it is read, shuffled and deflated, and the packer's tables.
  private static func packingBytes(_ record: Int) -> Int {
    3 * Swift.max(1 << 20, record) + (1 << 20)
  }

  /// Most that one filter's evaluator holds for the expressions people write.
  private static let evaluatorBytes = 256 << 10

  /// The most that any rank can need, whatever survives.
  public var peak: Int { base + text + working + solving + records + moving + messages }

  /// The peak of the largest rank if it holds `survivors` records.
  public func peak(survivors: Int, of plan: Plan) -> Int {
    Swift.min(
      peak,
      base + text + working + solving + messages + survivors * plan.survivorBytes
        + RecordList.bufferBytes)
  }
}
