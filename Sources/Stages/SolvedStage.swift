public import MPI
public import ShardedArrays

/// A stage that must know something of all records before it can decide about any.
public protocol GlobalStage: Sendable {
  /// Collective. Finds out what decides, the same on any number of ranks and for any split.
  ///
  /// The source is an existential, asked once per pass: a generic method called from another module
  /// would leave the kernels below it unspecialised, 7 to 15 times as slow.
  ///
  /// - Throws: ``StageError``, the same on every rank.
  func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage

  /// Local. The most memory that solving takes on a rank with so many records, beside what blocks
  /// of keys take, in bytes.
  func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int
  /// Local. The same stage, which takes more passes so that it needs no more memory than this for
  /// so many records on a rank, as far as it can.
  func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage

  /// Local. How many of so many records stay, where that is known beforehand; nil where the
  /// records decide.
  func survivors(of records: Int) -> Int?
}

extension GlobalStage {
  public func solvingBytes(records: Int, ranks: Int, layout: RecordLayout) -> Int { 0 }

  public func within(
    _ bytes: Int, records: Int, ranks: Int, layout: RecordLayout
  ) -> any GlobalStage { self }

  public func survivors(of records: Int) -> Int? { nil }
}

/// Local. Says which records stay, block by block, in order, each once.
public protocol StageDecision: AnyObject {
  /// Sets `mask[j]` to 1 where record `j` of the block stays, to 0 elsewhere.
  ///
  /// - Parameter mask: Shape `[block.count]`.
  func decide(_ block: KeyBlock, into mask: inout MutableSpan<UInt8>)

  /// The same, as far as it has come, to go on from here a second time.
  func copy() -> any StageDecision
}

extension StageDecision {
  /// One that does not change while it decides is its own copy.
  public func copy() -> any StageDecision { self }
}

/// What a stage knows once it has looked at all records.
public struct SolvedStage {
  /// What the decision needs of every record; may be empty.
  public let keys: [Key]
  public let decision: any StageDecision
  /// This rank's survivors, counted apart from the decision.
  public let keptCount: Int
  /// What the report says of the stage, in this order; the same on every rank.
  public let facts: [StageFact]
  /// A number for each of this rank's survivors, in order, of 8 bytes, that goes with them from
  /// here on; nil where there is none.
  public let attached: RecordList?

  public init(
    keys: [Key], decision: any StageDecision, keptCount: Int, facts: [StageFact] = [],
    attached: RecordList? = nil
  ) {
    self.keys = keys
    self.decision = decision
    self.keptCount = keptCount
    self.facts = facts
    self.attached = attached
  }
}

/// One thing that a stage found out: `threshold 12.5`.
public struct StageFact: Hashable, Sendable {
  public enum Value: Hashable, Sendable {
    case count(Int)
    case number(Double)
    case text(String)
  }

  public let name: String
  public let value: Value

  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

/// What a stage does with records whose key is NaN.
public enum NaNPolicy: String, Sendable, Hashable, CaseIterable {
  /// The run ends and says how many there are. The default, and not a word of the command line.
  case refuse
  /// They are dropped, and the stage works on the others.
  case drop
  /// They are kept, and the stage works on the others; of equal records NaN is one value.
  case keep
}
