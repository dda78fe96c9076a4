public import MPI
import PruneKernels

/// Keeps the records whose key is strictly above, or strictly below, a quantile of all keys.
///
/// The quantile is a key: that of the inverted cumulative distribution (Hyndman and Fan 1996,
/// "Sample quantiles in statistical packages", The American Statistician 50(4), definition 1), the
/// number that `numpy.quantile(keys, q, method="inverted_cdf")` gives for a `q` of float64: for
/// keys of float32 or float16 NumPy would round a plain Python number to their type first.
public struct QuantileCut: GlobalStage {
  /// Which side of the quantile is kept.
  public enum Side: String, Sendable, Hashable {
    case above, below
  }

  public let side: Side
  /// 0 to 1.
  public let quantile: Double
  let stage: KeyedStage
  package var limits = SearchLimits()

  /// - Parameters:
  ///   - quantile: 0 to 1.
  ///   - key: What records are ordered by: one number of each.
  ///   - keyText: As typed, for messages.
  public init(_ side: Side, _ quantile: Double, by key: Key, keyText: String, nan: NaNPolicy) {
    precondition((0...1).contains(quantile), "a quantile of \(quantile)")
    self.side = side
    self.quantile = quantile
    stage = KeyedStage(
      name: "\(side.rawValue)-quantile \(quantile)", key: key, keyText: keyText, nan: nan)
  }

  /// Collective.
  ///
  /// - Throws: ``StageError``, the same on every rank.
  /// - Complexity: that of ``Selection/solve(over:on:)`` without its last collective.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let search = KeySearch(source, stage, limits)
    let order = search.order
    let found = try search.find(
      { numbers in [InvertedCDF.place(quantile, of: numbers)] }, on: world)
    let nan = stage.nan == .keep ? [KeyRange.nan(order)] : []
    let nanCount = stage.nan == .keep ? found.nan.local : 0
    guard let key = found.keys.first else {
      return SolvedStage(keys: [stage.key], decision: KeyDecision(nan), keptCount: nanCount)
    }
    let kept = side == .below ? key.below : found.numbers - key.below - key.equal
    let range =
      side == .below ? order.keys(below: key.ordered) : order.keys(above: key.ordered)
    return SolvedStage(
      keys: [stage.key], decision: KeyDecision([range] + nan), keptCount: kept.local + nanCount,
      facts: [StageFact("quantile", order.fact(key.ordered))])
  }
}

/// Local. The definition of a quantile.
package enum InvertedCDF {
  /// The place in ascending order, from 0, of the `quantile` of `count` keys, computed in doubles
  /// as NumPy does (`numpy.lib._function_base_impl._inverted_cdf`, version 2).
  ///
  /// - Precondition: `count` is positive.
  package static func place(_ quantile: Double, of count: Int) -> Int {
    let index = Double(count) * quantile - 1
    let floor = index.rounded(.down)
    let place = index > floor ? floor + 1 : floor
    // Beyond 2^53 counts are rounded, and the product may come out too large.
    return place >= Double(count - 1) ? count - 1 : max(Int(place), 0)
  }
}
