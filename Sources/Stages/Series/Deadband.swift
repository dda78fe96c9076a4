public import MPI

/// Keeps a sample when it differs from the last kept one of its series by more than a width.
///
/// - The first sample of each series is kept.
/// - A sample is kept when |value − last kept value| > width, or time − last kept time ≥ `maxGap`.
///   A time that steps back has not passed.
/// - With `keepsPrevious`, the sample just before one that is kept because of its value is kept,
///   too, so that a jump after a plateau stays a jump. It does not become the last kept one.
/// - Equal infinities differ by nothing, an infinity from anything else by infinity.
/// - Values and times of integers are subtracted as integers of 64 bits; the difference is rounded
///   to a `Double`, which matters above 2⁵³. Floats are subtracted as `Double`.
///
/// The last kept sample is that of one loop over all records, whatever the split over ranks.
public struct Deadband: GlobalStage, Hashable {
  /// In the unit of the value, 0 or more.
  public let width: Double
  public let options: SeriesOptions
  public let keepsPrevious: Bool
  /// As typed: `deadband 0.5`.
  public let text: String

  public init(
    _ width: Double, _ options: SeriesOptions, keepsPrevious: Bool = false, text: String? = nil
  ) {
    precondition(width >= 0 && width.isFinite, "a deadband of \(width)")
    self.width = width
    self.options = options
    self.keepsPrevious = keepsPrevious
    self.text = text ?? "deadband \(width)"
  }

  /// Collective.
  ///
  /// - Throws: ``StageError/nanKeys(stage:key:count:)`` under the policy to refuse them.
  /// - Complexity: 1 pass on one rank, mostly 2 on several, and at most as many as ranks where
  ///   series never meet (see ``SeriesSolver``). On several ranks ⌈log₂ *P*⌉ messages of 48 bytes
  ///   for each series before each pass and after the last. Memory: 1 bit per record; about
  ///   180 bytes per series on a rank.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let keys = SeriesKeys(
      value: options.value, time: options.time, series: options.series, layout: source.layout)
    return switch (keys.timeIsFloat, keys.valueIsFloat) {
    case (false, false): try solve(Int64.self, Int64.self, keys, source, world)
    case (false, true): try solve(Int64.self, Double.self, keys, source, world)
    case (true, false): try solve(Double.self, Int64.self, keys, source, world)
    case (true, true): try solve(Double.self, Double.self, keys, source, world)
    }
  }

  private func solve<Time: SeriesNumber, Value: SeriesNumber>(
    _ time: Time.Type, _ value: Value.Type, _ keys: SeriesKeys, _ source: any StageSource,
    _ world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let rule = DeadbandRule<Time, Value>(
      width: width, maxGap: options.maxGap, keepPrevious: keepsPrevious)
    let solver = try SeriesSolver.solve(
      rule, keys, over: source, text: text, nan: options.nan, on: world,
      watch: NoWatch<DeadbandRule<Time, Value>>.init)
    let bits = solver.run.bits
    return SolvedStage(keys: [], decision: bits, keptCount: bits.keptCount)
  }
}
