public import MPI
import PruneKernels

/// What is far from the others.
public enum OutlierRule: Hashable, Sendable {
  /// |x - mean| > K σ, with the deviation of the whole population.
  case zscore(Double)
  /// x < Q1 - K (Q3 - Q1) or x > Q3 + K (Q3 - Q1), Q1 and Q3 being the quartiles (Tukey 1977,
  /// "Exploratory data analysis", section 2C).
  case iqr(Double)
  /// |x - median| > K MAD, with the median of |x - median|, not scaled (Leys et al. 2013,
  /// "Detecting outliers", Journal of Experimental Social Psychology 49(4)).
  case mad(Double)

  public var name: String {
    switch self {
    case .zscore: "zscore"
    case .iqr: "iqr"
    case .mad: "mad"
    }
  }

  /// K.
  public var factor: Double {
    switch self {
    case .zscore(let factor), .iqr(let factor), .mad(let factor): factor
    }
  }
}

/// Drops outliers, or keeps nothing else.
///
/// Quartiles and medians are keys, exact, by the inverted distribution function as in
/// ``QuantileCut``: the lower median. The mean is the exact sum divided by the count and rounded
/// once; the variance is the sum of the squared, rounded deviations, added exactly, divided and
/// rounded once. All are the same on any number of ranks.
///
/// The limits and the comparison with them are computed in doubles: an integer beyond 2^53 is
/// rounded to a double there, and only there. Where σ or the MAD is 0, or the quartiles are equal,
/// whatever differs is an outlier.
public struct Outliers: GlobalStage {
  public let rule: OutlierRule
  /// Whether only the outliers are kept.
  public let only: Bool
  let stage: KeyedStage
  package var limits = SearchLimits()

  /// - Parameters:
  ///   - rule: Its factor is 0 or more.
  ///   - only: Whether outliers are kept instead of dropped.
  ///   - key: What is looked at: one number of each record.
  ///   - keyText: As typed, for messages.
  public init(_ rule: OutlierRule, only: Bool, by key: Key, keyText: String, nan: NaNPolicy) {
    precondition(rule.factor >= 0, "outliers by \(rule.name):\(rule.factor)")
    self.rule = rule
    self.only = only
    stage = KeyedStage(
      name: "outliers \(rule.name):\(rule.factor)", key: key, keyText: keyText, nan: nan)
  }

  /// Collective.
  ///
  /// - Throws: ``StageError``, the same on every rank; ``StageError/infiniteKeys(stage:key:count:)``
  ///   of a z-score.
  /// - Complexity: passes over the keys, besides one that counts and one that decides: two of a
  ///   z-score (three where squares leave the range of a double), one of `iqr`, two of `mad`. A
  ///   z-score takes two collectives of 568 bytes and two of 8; the others what a ``Selection``
  ///   takes for each quartile or median, without its scan. Memory per rank: of a z-score two
  ///   blocks of doubles, else as ``Selection/solve(over:on:)``, twice for quartiles.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let order = stage.key.elementType(in: source.layout).order
    let bounds: OutlierBounds?
    let nan: Tally
    switch rule {
    case .zscore(let factor):
      let moments = try MomentSearch(source, stage).find(on: world)
      nan = moments.nan
      bounds = moments.numbers == 0 ? nil : .mean(moments, factor, order)
    case .iqr(let factor):
      let found = try KeySearch(source, stage, limits).find(
        { [InvertedCDF.place(0.25, of: $0), InvertedCDF.place(0.75, of: $0)] }, on: world)
      nan = found.nan
      bounds =
        found.keys.isEmpty
        ? nil : .quartiles(found.keys[0].ordered, found.keys[1].ordered, factor, order)
    case .mad(let factor):
      let found = try KeySearch(source, stage, limits).find(
        { [InvertedCDF.place(0.5, of: $0)] }, on: world)
      nan = found.nan
      if let key = found.keys.first {
        let median = order.value(of: key.ordered)
        // NaNs are counted already, and dropped here so that they are not refused twice.
        let deviations = KeyedStage(
          name: stage.name, key: .field(0), keyText: stage.keyText, nan: .drop)
        let spread = try KeySearch(
          DeviationSource(source, stage.key, order, from: median), deviations, limits
        ).find({ [InvertedCDF.place(0.5, of: $0)] }, on: world)
        let deviation = spread.keys.first.map { KeyOrder.double.value(of: $0.ordered) } ?? 0
        bounds = .median(key.ordered, deviation: deviation, factor, order)
      } else {
        bounds = nil
      }
    }
    return try decide(bounds, nan, order, source)
  }

  /// Collective. Counts and decides by the keys that are not outliers.
  private func decide(
    _ bounds: OutlierBounds?, _ nan: Tally, _ order: KeyOrder, _ source: any StageSource
  ) throws(StageError) -> SolvedStage {
    let nanRange = stage.nan == .keep ? [KeyRange.nan(order)] : []
    guard let bounds else {
      return SolvedStage(
        keys: [stage.key], decision: KeyDecision(nanRange),
        keptCount: stage.nan == .keep ? nan.local : 0)
    }
    let ranges = (only ? bounds.outliers : bounds.others) + nanRange
    var kept = 0
    try source.pass(over: [stage.key]) { block in
      block.withKeys { keys in
        for range in ranges { kept += range.count(keys) }
      }
    }
    return SolvedStage(
      keys: [stage.key], decision: KeyDecision(ranges), keptCount: kept, facts: bounds.facts)
  }
}

extension KeyOrder {
  fileprivate static let double = KeyOrder(.float, byteCount: 8)
}
