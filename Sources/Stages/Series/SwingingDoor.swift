public import MPI

/// Keeps the samples needed so that straight lines between kept ones, in time, stay within a
/// width of every dropped one.
///
/// - The first and the last sample of each series are kept.
/// - A line ends at the last sample to which it can be drawn from its start within the width of
///   all samples between, or before it would be longer than `maxGap` in time: two kept samples
///   are no further apart than that unless they are neighbours.
/// - A sample whose time is not after that of the one before it in its series cannot lie on a
///   line with it: both are kept, and a new line starts. Likewise where the difference of two
///   neighbours is infinite: an infinite value or time is kept with its neighbours.
/// - Each dropped sample is compared with the line that was drawn. The fact `largest error` is the
///   largest |v − v₀ − (v₁ − v₀)(t − t₀) ÷ (t₁ − t₀)|, with differences first, in `Double`;
///   it is never above the width. `time steps back` counts samples not after the one before.
/// - Values and times of integers are subtracted as integers of 64 bits, as in ``Deadband``. With
///   small integers (products of a time and a value below 2⁵³) errors of exactly the width are
///   taken; with others, an error so near the width that rounding hides on which side it is
///   ends the line. So a width of 0 drops plateaus, and ramps of small integers.
///
/// Method: see ``SwingRule``. The kept samples are those of one loop over all records, whatever
/// the split over ranks.
public struct SwingingDoor: GlobalStage, Hashable {
  /// In the unit of the value, 0 or more.
  public let width: Double
  public let options: SeriesOptions
  /// As typed: `swing 0.5`.
  public let text: String
  /// Samples of an open line that are held to be compared when it ends; where more may matter, lines
  /// of so many are compared in two passes more.
  package var pointsMost = Int.max

  public init(_ width: Double, _ options: SeriesOptions, text: String? = nil) {
    precondition(width >= 0 && width.isFinite, "a width of \(width)")
    self.width = width
    self.options = options
    self.text = text ?? "swing \(width)"
  }

  /// Collective.
  ///
  /// - Throws: ``StageError/nanKeys(stage:key:count:)`` under the policy to refuse them.
  /// - Complexity: 1 pass on one rank, mostly 2 on several, of which the second ends early: as
  ///   ``SeriesSolver`` and ``SwingCheck`` say, with rows of 88 and of 24 bytes for each series.
  ///   Memory: 1 bit per record; for each open line 16 bytes for each sample that may be the
  ///   farthest from it (see ``LinePoints``), with little memory at most ``pointsMost``; about 450 bytes per series on a rank.
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
    let rule = SwingRule<Time, Value>(width: width, maxGap: options.maxGap)
    let solver = try SeriesSolver.solve(
      rule, keys, over: source, text: text, nan: options.nan, on: world,
      watch: { SwingLines(rule, most: pointsMost) })
    let run = solver.run
    let check = SwingCheck(keys: keys, run: run, width: width)
    let largestError = try check.largestError(over: source, on: world)
    let steps = run.stepsBack
    let stepsBack = try mpi { () throws(MPIError) in try world.allReduce(.sum, steps) }
    return SolvedStage(
      keys: [], decision: run.bits, keptCount: run.bits.keptCount,
      facts: [
        StageFact("largest error", .number(largestError)),
        StageFact("time steps back", .count(stepsBack)),
      ])
  }
}
