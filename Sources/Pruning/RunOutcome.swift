public import Planning
public import ShardedArrays
public import Stages

/// Everything a finished run knows about itself, gathered on rank 0: facts, no wording.
///
/// Bytes and seconds are plain numbers; per-rank figures are indexed by rank.
public struct RunOutcome: Sendable {
  public var version: String
  /// The command as typed, program name first.
  public var command: [String]
  public var input: InputOutcome
  /// In the order in which they ran.
  public var stages: [StageOutcome]
  /// The five phases, in program order.
  public var phases: [PhaseOutcome]
  /// By rank.
  public var ranks: [RankOutcome]
  /// From counts.
  public var effect: Effect
  /// From times; nil where nothing could be timed (no records, or no survivors).
  public var measured: MeasuredEffect?
  public var balance: BalanceOutcome
  public var memory: MemoryOutcome
  /// MPI calls by name, summed over ranks; seconds are the largest of any rank.
  public var communication: [CallOutcome]
  /// What went from one rank to another outside collectives, by sender and receiver.
  public var pairs: [PairOutcome]
  public var output: OutputOutcome
}

/// What was read.
public struct InputOutcome: Sendable {
  public var paths: [String]
  /// What a record is made of.
  public var layout: RecordLayout
  /// The inputs taken as one array along axis 0.
  public var shape: [Int]
  /// Records in all inputs.
  public var records: Int
  public var bytes: Int
  /// Nil where the input is arrays.
  public var text: Plan.Input.Text?

  /// Columns, each in files of its own.
  public var fieldFiles: Int { text == nil ? layout.widths.count : 1 }
}

/// One pruning step and its own balance: `read = survived + dropped`.
public struct StageOutcome: Sendable {
  /// The flag without its dashes: `keep`, `top`.
  public var kind: String
  /// What follows it, as typed.
  public var expression: String
  /// After simplification; what was evaluated.
  public var evaluated: String
  /// Which kernel did it: `compare` for one comparison with a constant, with the instructions it
  /// used (`compare avx512`); `blocks` for the general evaluator; `constant` where nothing
  /// needed evaluating; `global` for a stage that looked at all records first.
  public var kernel: String
  public var read: Int
  public var survived: Int
  public var dropped: Int
  /// What the stage found out.
  public var facts: [StageFact]
  /// How often all records were passed over to solve it, before the pass that pruned.
  public var passes: Int
  /// What solving it has sent: MPI calls and bytes, over all ranks.
  public var calls: Int
  public var bytes: Int

  /// As typed, without dashes.
  public var text: String { expression.isEmpty ? kind : "\(kind) \(expression)" }
}

/// One of the five phases.
public struct PhaseOutcome: Sendable {
  public enum Phase: String, Sendable, CaseIterable {
    case initialise, analyse, prune, optimise, evaluate
  }
  public var phase: Phase
  /// The slowest rank's time.
  public var seconds: Double
  /// Bytes read, written or exchanged in this phase, over all ranks.
  public var bytes: Int
}

/// One rank's part.
public struct RankOutcome: Sendable {
  public var host: String
  /// Records before pruning.
  public var before: Int
  /// Survivors found.
  public var pruned: Int
  /// Survivors held after balancing.
  public var balanced: Int
  /// Processor time of the plan's kernel over the shard, and over the survivors after balancing.
  public var kernelSecondsBefore: Double
  public var kernelSecondsAfter: Double
  public var readBytes: Int
  public var writtenBytes: Int
  public var sentBytes: Int
  public var peakMemoryBytes: Int
}

/// The effect measured in time instead of counts.
public struct MeasuredEffect: Sendable {
  /// Slowest rank's kernel time over its shard.
  public var secondsBefore: Double
  /// Slowest rank's kernel time over its survivors after balancing.
  public var secondsAfter: Double
  /// Mean share of the step in which a rank works, before and after: as ``Effect/p0`` and
  /// ``Effect/p1``, from times.
  public var p0: Double
  public var p1: Double
  /// `secondsBefore / secondsAfter`: the measured speed-up of the next step.
  public var p: Double
}

/// Whether survivors moved, and the two sides of the inequality that decided it.
public struct BalanceOutcome: Sendable {
  public typealias Decision = BalanceDecision.Outcome
  public var policy: BalancePolicy
  public var decision: Decision
  /// What was moved, over all ranks; zero when they stayed.
  public var movedRecords: Int
  public var movedBytes: Int
  /// What an even partition needs or would have needed to move.
  public var surplusRecords: Int
  public var surplusBytes: Int
  /// How often the survivors are expected to be passed over.
  public var reuse: Double
  /// Measured between ranks in this run, bytes per second and rank; nil where nothing was measured.
  public var bandwidth: Double?
  /// Measured cost of one pass over one survivor, in seconds, on the slowest rank.
  public var secondsPerRecord: Double
  /// Predicted cost of moving and predicted gain over all passes, in seconds.
  public var predictedMoveSeconds: Double
  public var predictedGainSeconds: Double
  /// What the move took; zero when they stayed.
  public var moveSeconds: Double
}

/// Memory, in bytes; the largest over ranks unless it says otherwise.
public struct MemoryOutcome: Sendable {
  /// Stated by the plan before the run: the most that one rank can need.
  public var predictedPeak: Int
  /// Resident peak of the largest rank, as the operating system counted it.
  public var peak: Int
  /// Bytes of the largest shard, and of the largest part of the survivors after balancing.
  public var shardBefore: Int
  public var shardAfter: Int
  /// What a rank was given for records; nil where nothing limited it.
  public var budget: MemoryBudget?
  /// Bytes that all ranks have put into scratch files, for lack of room.
  public var spilled: Int
  /// Bytes that all ranks have read a second time, for the same reason.
  public var reread: Int
  /// Which of both was chosen and why; nil where there was room for all.
  public var spill: SpillDecision?
}

/// One MPI call's accounting.
public struct CallOutcome: Sendable {
  public var name: String
  public var calls: Int
  public var bytes: Int
  public var seconds: Double
}

/// What one rank sent to another, point to point.
public struct PairOutcome: Sendable {
  public var from: Int
  public var to: Int
  public var messages: Int
  public var bytes: Int
}

/// What was written.
public struct OutputOutcome: Sendable {
  public enum Role: String, Sendable { case survivors, index, rejects, counts }
  public struct File: Sendable {
    public var path: String
    public var role: Role
    public var records: Int
    public var bytes: Int
  }
  public var files: [File]
  /// What could not be carried over from the input: scales of HDF5 datasets.
  public var notes: [String] = []
  /// Of the survivors' bytes in order; the same for any number of ranks and files. 32 hex digits.
  public var digest: String
}
