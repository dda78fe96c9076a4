public import MPI
import PruneKernels

/// Keeps the fewest records whose keys add up to at least a share of the sum of all keys: the
/// largest ones, and of records with the same key those at lower global positions.
///
/// Sums are exact, and so is the comparison with the share. Keys are 0 or more. Nothing is kept
/// where the sum, or the share, is 0; a record whose key is 0 never is.
public struct KeepMass: GlobalStage {
  /// In percent, 0 to 100.
  public let share: Decimal
  let stage: KeyedStage
  package var limits = SearchLimits()

  /// - Parameters:
  ///   - share: In percent, 0 to 100.
  ///   - key: What is added up: one number of each record.
  ///   - keyText: As typed, for messages.
  public init(_ share: Decimal, by key: Key, keyText: String, nan: NaNPolicy) {
    precondition(
      share.numerator >= 0 && share.numerator <= 100 * share.denominator,
      "a share of \(share.value) percent")
    self.share = share
    stage = KeyedStage(
      name: "keep-mass \(share.typed)%", key: key, keyText: keyText, nan: nan)
  }

  /// Collective.
  ///
  /// - Throws: ``StageError``, the same on every rank; ``StageError/negativeKeys(stage:key:count:)``
  ///   and ``StageError/infiniteKeys(stage:key:count:)`` among them.
  /// - Complexity: two passes over the keys (one where they have 8 bits), one more for each 12
  ///   bits of a key as long as more keys are left than a rank keeps, at most six, and one to
  ///   decide; a collective of 160 KiB for each 12 bits, and two small ones. Memory per rank: as
  ///   ``Selection/solve(over:on:)``.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let search = MassSearch(source, stage, limits, share: share)
    let order = search.order
    let found = try search.find(on: world)
    let nan = stage.nan == .keep ? [KeyRange.nan(order)] : []
    let nanCount = stage.nan == .keep ? found.nan.local : 0
    let sums = [
      StageFact("mass kept", .number(found.keptMass.value)),
      StageFact("mass", .number(found.total.value)),
    ]
    guard let key = found.key else {
      return SolvedStage(
        keys: [stage.key], decision: KeyDecision(nan), keptCount: nanCount, facts: sums)
    }
    let share = try key.firstTies(found.ties, on: world)
    let isWhole = share == key.equal.local
    return SolvedStage(
      keys: [stage.key],
      decision: KeyDecision(
        [order.keys(above: key.ordered, orEqual: isWhole)] + nan,
        ties: isWhole || share == 0
          ? nil : (KeyRange(order, key.ordered, through: key.ordered), share)),
      keptCount: found.above.local + share + nanCount,
      facts: [StageFact("threshold", order.fact(key.ordered))] + sums)
  }
}
