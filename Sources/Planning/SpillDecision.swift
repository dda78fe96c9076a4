/// Whether survivors without room in memory go to a scratch file or are read a second time, and
/// what each is predicted to cost.
///
/// A scratch file costs a write and a read of what has no room. A second read costs the columns
/// that the stages need once more, and the stages' work, over the part of the input behind that
/// whose survivors had room. (The other columns are read once in both ways, around survivors.)
/// What is compared are bytes with fixed speeds, of a fast local disk: no measured times, so that
/// the same command decides the same in every run, and no shares of ranks, so that it does on any
/// number of ranks with the same memory in all. Survivors are taken as evenly spread.
public struct SpillDecision: Sendable, Equatable {
  public enum Way: String, Sendable {
    case scratch, reread
  }

  /// What a decision is made from, of all ranks together.
  public struct Facts: Sendable, Equatable {
    /// Records of the input.
    public var records: Int
    /// Bytes of each record in the columns that the stages need, and stages.
    public var neededBytes: Int
    public var stages: Int
    /// Whether reading the input means unpacking it.
    public var isPacked: Bool
    /// Bytes of all that is expected to survive, with what goes with it, and with rejects that are
    /// written; nil where nothing was looked at.
    public var keptBytes: Int?
    /// Bytes of it that have room in memory.
    public var room: Int

    public init(
      records: Int, neededBytes: Int, stages: Int, isPacked: Bool, keptBytes: Int?, room: Int
    ) {
      self.records = records
      self.neededBytes = neededBytes
      self.stages = stages
      self.isPacked = isPacked
      self.keptBytes = keptBytes
      self.room = room
    }
  }

  public let policy: SpillPolicy
  public let way: Way
  /// Why there is no second read; nil where there could be one.
  public let obstacle: RereadObstacle?
  /// What is expected to have no room, and what a second read would read, in bytes; nil where it
  /// is not known.
  public let withoutRoom: Int?
  public let rereadBytes: Int?
  /// Over all ranks; nil likewise.
  public let scratchSeconds: Double?
  public let rereadSeconds: Double?

  // Set by judgement, in the order that jobs/BENCHMARKS.md measured.
  /// Writing a byte of a scratch file, and reading it back.
  public static let scratchSecondsPerByte = 1.5e-9
  /// Reading a byte of the input again; and unpacking it, where it is packed.
  public static let readSecondsPerByte = 0.5e-9
  public static let unpackSecondsPerByte = 5e-9
  /// One stage's work on a record.
  public static let stageSecondsPerRecord = 1e-9

  public init(_ policy: SpillPolicy, obstacle: RereadObstacle?, _ facts: Facts) {
    self.policy = policy
    self.obstacle = obstacle
    guard obstacle == nil, let kept = facts.keptBytes else {
      (withoutRoom, rereadBytes, scratchSeconds, rereadSeconds) = (nil, nil, nil, nil)
      way = obstacle == nil && policy == .reread ? .reread : .scratch
      return
    }
    let rest = Swift.max(0, kept - Swift.max(0, facts.room))
    // The part of the input whose survivors have no room.
    let share = kept == 0 ? 0 : Double(rest) / Double(kept)
    let records = Double(facts.records) * share
    let bytes = records * Double(facts.neededBytes)
    let scratch = Double(rest) * Self.scratchSecondsPerByte
    let reread =
      bytes * (Self.readSecondsPerByte + (facts.isPacked ? Self.unpackSecondsPerByte : 0))
      + records * Double(facts.stages) * Self.stageSecondsPerRecord
    withoutRoom = rest
    rereadBytes = Int(bytes.rounded())
    scratchSeconds = scratch
    rereadSeconds = reread
    switch policy {
    case .scratch: way = .scratch
    case .reread: way = .reread
    // Where all is expected to have room, a file is made only if that was wrong.
    case .auto: way = reread < scratch ? .reread : .scratch
    }
  }
}

extension Plan {
  /// Why the survivors of this plan cannot be read a second time; nil where they can.
  public var rereadObstacle: RereadObstacle? {
    if input.text != nil { return .text }
    if passes.count > 1 { return .passes }
    return balance == .always && ranks > 1 ? .balance : nil
  }

  /// Bytes that are held in all if so many records survive, of survivors and of rejects that are
  /// written.
  public func heldBytes(survivors: Int) -> Int {
    survivors * survivorBytes
      + (output.rejects == nil ? 0 : (input.count - survivors) * input.recordBytes)
  }
}
