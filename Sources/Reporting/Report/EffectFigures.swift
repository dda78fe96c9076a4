import Pruning

/// What the pruning bought, from counts and from times, in total and per rank.
public struct EffectFigures: Codable, Sendable {
  /// From counts; null when nothing survived.
  @FiniteOrNull public var p: Double?
  @FiniteOrNull public var p0: Double?
  @FiniteOrNull public var p1: Double?
  /// What pruning without balancing gives.
  @FiniteOrNull public var pruningAlone: Double?
  /// Performance of each rank; empty when nothing survived.
  public var before: [Double]
  public var after: [Double]
  public var measured: Measured
  public var perRank: [Rank]

  enum CodingKeys: String, CodingKey {
    case p = "P"
    case p0 = "P0"
    case p1 = "P1"
    case pruningAlone, before, after, measured, perRank
  }

  /// From times; all null where nothing could be timed.
  public struct Measured: Codable, Sendable {
    @FiniteOrNull public var p: Double?
    @FiniteOrNull public var p0: Double?
    @FiniteOrNull public var p1: Double?
    /// The slowest rank's time over its shard, and over its survivors after balancing.
    @FiniteOrNull public var secondsBefore: Double?
    @FiniteOrNull public var secondsAfter: Double?

    enum CodingKeys: String, CodingKey {
      case p = "P"
      case p0 = "P0"
      case p1 = "P1"
      case secondsBefore, secondsAfter
    }
  }

  /// One rank's part, in rank order.
  public struct Rank: Codable, Sendable {
    public var rank: Int
    public var host: String
    /// Records before pruning, survivors found, and survivors held after balancing.
    public var before: Int
    public var pruned: Int
    public var balanced: Int
    @FiniteOrNull public var kernelSecondsBefore: Double?
    @FiniteOrNull public var kernelSecondsAfter: Double?
    public var readBytes: Int
    public var writtenBytes: Int
    public var sentBytes: Int
    public var peakMemoryBytes: Int
  }
}

extension EffectFigures {
  init(_ effect: Effect, _ measured: MeasuredEffect?, _ ranks: [RankOutcome]) {
    p = effect.p
    p0 = effect.p0
    p1 = effect.p1
    pruningAlone = effect.pruningAlone
    before = effect.performanceBefore
    after = effect.performanceAfter
    self.measured = Measured(
      p: measured?.p, p0: measured?.p0, p1: measured?.p1,
      secondsBefore: measured?.secondsBefore, secondsAfter: measured?.secondsAfter)
    perRank = ranks.enumerated().map { rank, outcome in
      Rank(
        rank: rank, host: outcome.host, before: outcome.before, pruned: outcome.pruned,
        balanced: outcome.balanced, kernelSecondsBefore: outcome.kernelSecondsBefore,
        kernelSecondsAfter: outcome.kernelSecondsAfter, readBytes: outcome.readBytes,
        writtenBytes: outcome.writtenBytes, sentBytes: outcome.sentBytes,
        peakMemoryBytes: outcome.peakMemoryBytes)
    }
  }
}
