import Planning
import Pruning
import ShardedArrays

/// The report as data: what `--report` writes, `verify` reads and the page words.
///
/// Seconds and bytes are plain numbers. What has no value is null, never left out: the keys are
/// the same for every run.
public struct JSONReport: Codable, Sendable {
  public var version: String
  /// As typed, program name first.
  public var command: [String]
  public var ranks: Int
  /// Each host once, in the order of its first rank.
  public var hosts: [String]
  public var input: Input
  public var records: Records
  /// In the order in which they ran.
  public var stages: [Stage]
  /// The five phases, in program order.
  public var phases: [Phase]
  public var effect: EffectFigures
  public var imbalance: Imbalance
  public var balance: Balance
  public var memory: Memory
  public var communication: Communication
  public var output: Output
}

extension JSONReport {
  public struct Input: Codable, Sendable {
    public var paths: [String]
    /// Of the elements; null where records have several fields.
    @OrNull public var elementType: ElementType?
    @OrNull public var byteOrder: ByteOrder?
    /// What a record is made of; nil in reports from before 0.2.
    public var fields: [Field]?
    /// In how many columns they lie: 1, unless each has files of its own; nil as above.
    public var columns: Int?
    /// The inputs taken as one array along axis 0.
    public var shape: [Int]
    public var records: Int
    public var bytes: Int
    /// Of lines of text: what separates their fields, and how many each has; `fields` are those that
    /// were read. Left out for arrays.
    public var text: Text?
  }

  public struct Text: Codable, Sendable, Hashable {
    public var delimiter: String
    public var columns: Int
  }

  public struct Field: Codable, Sendable, Hashable {
    public var name: String
    public var elementType: ElementType
    public var byteOrder: ByteOrder
    /// Of its elements in one record.
    public var shape: [Int]
  }

  /// `read = survived + dropped`.
  public struct Records: Codable, Sendable {
    public var read: Int
    public var survived: Int
    public var dropped: Int
  }

  public struct Phase: Codable, Sendable {
    public var phase: PhaseOutcome.Phase
    /// The slowest rank's.
    @FiniteOrNull public var seconds: Double?
    /// Over all ranks.
    public var bytes: Int
  }

  /// Largest over mean number of records per rank, at least 1.
  public struct Imbalance: Codable, Sendable {
    @FiniteOrNull public var before: Double?
    @FiniteOrNull public var pruned: Double?
    @FiniteOrNull public var balanced: Double?
  }

  public struct Balance: Codable, Sendable {
    public var policy: BalancePolicy
    public var decision: BalanceOutcome.Decision
    public var movedRecords: Int
    public var movedBytes: Int
    /// What an even partition needs moved, whether it was moved or not.
    public var surplusRecords: Int
    public var surplusBytes: Int
    @FiniteOrNull public var reuse: Double?
    /// Bytes per second and rank; null where nothing was measured.
    @FiniteOrNull public var bandwidth: Double?
    @FiniteOrNull public var secondsPerRecord: Double?
    @FiniteOrNull public var predictedMoveSeconds: Double?
    @FiniteOrNull public var predictedGainSeconds: Double?
    @FiniteOrNull public var moveSeconds: Double?
  }

  /// Bytes of the largest rank.
  public struct Memory: Codable, Sendable {
    public var predictedPeak: Int
    public var peak: Int
    public var shardBefore: Int
    public var shardAfter: Int
    /// What a rank was given for records, and by whom: typed, limit or free; nil in reports from
    /// before 0.2.
    public var budget: Int?
    public var budgetFrom: String?
    /// Bytes that all ranks have put into scratch files, and where; nil likewise.
    public var scratchBytes: Int?
    public var scratch: String?
    /// Bytes that all ranks have read a second time; nil in reports from before 0.3.
    public var rereadBytes: Int?
    /// What became of survivors without room, and why; left out where there was room for all.
    public var spill: Spill?
  }

  /// Survivors without room: the way that was taken, and what both were predicted to cost.
  public struct Spill: Codable, Sendable {
    public var policy: SpillPolicy
    public var way: SpillDecision.Way
    /// Why they could not be read a second time; left out where they could.
    public var obstacle: RereadObstacle?
    /// What was expected to have no room, and to be read a second time; left out, as the costs, where
    /// it was not looked at.
    public var withoutRoomBytes: Int?
    public var rereadBytes: Int?
    public var scratchSeconds: Double?
    public var rereadSeconds: Double?
  }

  /// All MPI calls of all ranks, in total and by call.
  public struct Communication: Codable, Sendable {
    public var calls: Int
    public var bytes: Int
    public var byCall: [Call]
    /// Outside collectives, by sender and receiver; nil in reports from before 0.2.
    public var byPair: [Pair]?
  }

  public struct Pair: Codable, Sendable {
    public var from: Int
    public var to: Int
    public var messages: Int
    public var bytes: Int
  }

  public struct Call: Codable, Sendable {
    public var name: String
    public var calls: Int
    public var bytes: Int
    /// The largest of any rank, waiting included.
    @FiniteOrNull public var seconds: Double?
  }

  public struct Output: Codable, Sendable {
    public var files: [File]
    /// What could not be carried over from the input; nil where all was.
    public var notes: [String]?
    /// Of the survivors' bytes in order: 32 hex digits.
    public var digest: String
  }

  public struct File: Codable, Sendable {
    public var path: String
    public var role: OutputOutcome.Role
    public var records: Int
    public var bytes: Int
  }
}

extension ElementType: Codable {}
extension ByteOrder: Codable {}
extension BalancePolicy: Codable {}
extension SpillPolicy: Codable {}
extension SpillDecision.Way: Codable {}
extension RereadObstacle: Codable {}
extension PhaseOutcome.Phase: Codable {}
extension BalanceOutcome.Decision: Codable {}
extension OutputOutcome.Role: Codable {}
