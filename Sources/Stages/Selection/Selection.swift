public import MPI
import PruneKernels

/// Keeps exactly so many records: those with the largest, or the smallest, keys.
///
/// Of records with the same key those at lower global positions are kept. Survivors stay in
/// order. −0 and +0 are the same key. A percentage is of the records whose key is a number; NaN
/// records, where they are kept, come on top. An amount of all records or more keeps them all.
public struct Selection: GlobalStage {
  /// Which end of the order is kept.
  public enum Side: String, Sendable, Hashable {
    case top, bottom
  }

  public let side: Side
  public let amount: Amount
  /// As typed, for messages: `top 10%`.
  public var name: String { stage.name }
  let stage: KeyedStage
  package var limits = SearchLimits()

  /// - Parameters:
  ///   - key: What records are ordered by: one number of each.
  ///   - keyText: As typed, for messages.
  public init(_ side: Side, _ amount: Amount, by key: Key, keyText: String, nan: NaNPolicy) {
    self.side = side
    self.amount = amount
    stage = KeyedStage(
      name: "\(side.rawValue) \(amount.typed)", key: key, keyText: keyText, nan: nan)
  }

  /// Collective.
  ///
  /// - Throws: ``StageError``, the same on every rank.
  /// - Complexity: one pass over the keys and a sample, and one more to decide; at most nine
  ///   collectives besides those of the source, of at most 3 MiB, for any amount (four of them
  ///   of 512 KiB for keys of 64 bits, two for 32 bits, one for less). Where the sample misleads,
  ///   at most four further passes. Memory per rank: candidates, 1/16 of the keys and 80 Ki
  ///   keys at most.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let search = KeySearch(source, stage, limits)
    let order = search.order
    let found = try search.find(
      { numbers in
        let kept = amount.records(of: numbers)
        guard kept > 0 && kept < numbers else { return [] }
        return [side == .top ? numbers - kept : kept - 1]
      }, on: world)
    let nan = stage.nan == .keep ? [KeyRange.nan(order)] : []
    let nanCount = stage.nan == .keep ? found.nan.local : 0
    guard let key = found.keys.first else {
      let isAll = amount.records(of: found.numbers.global) > 0
      let all = KeyRange(order, order.least, through: order.greatest)
      return SolvedStage(
        keys: [stage.key], decision: KeyDecision((isAll ? [all] : []) + nan),
        keptCount: (isAll ? found.numbers.local : 0) + nanCount)
    }

    let beyond = side == .bottom ? key.below : found.numbers - key.below - key.equal
    let ties = amount.records(of: found.numbers.global) - beyond.global
    let share = try key.firstTies(ties, on: world)
    // All of this rank's ties or none need no counting.
    let isWhole = share == key.equal.local
    return SolvedStage(
      keys: [stage.key],
      decision: KeyDecision(
        [kept(order, key.ordered, withTies: isWhole)] + nan,
        ties: isWhole || share == 0
          ? nil : (KeyRange(order, key.ordered, through: key.ordered), share)),
      keptCount: beyond.local + share + nanCount,
      facts: [
        StageFact("threshold", order.fact(key.ordered)),
        StageFact("records at the threshold", .count(key.equal.global)),
        StageFact("of them kept", .count(ties)),
      ])
  }

  /// The keys beyond a threshold.
  private func kept(_ order: KeyOrder, _ threshold: UInt64, withTies: Bool) -> KeyRange {
    switch side {
    case .top: order.keys(above: threshold, orEqual: withTies)
    case .bottom: order.keys(below: threshold, orEqual: withTies)
    }
  }
}

extension FoundKey {
  /// Collective. How many of this rank's records with this key are among the first `count` of all
  /// ranks'.
  func firstTies(_ count: Int, on world: borrowing Communicator) throws(StageError) -> Int {
    let mine = equal.local
    let before = try mpi { () throws(MPIError) in try world.exScan(.sum, mine, first: 0) }
    return min(max(count - before, 0), mine)
  }
}

extension KeyOrder {
  /// The numbers above a key, or from it on.
  func keys(above key: UInt64, orEqual: Bool = false) -> KeyRange {
    orEqual || key < greatest
      ? KeyRange(self, orEqual ? key : key + 1, through: greatest)
      : KeyRange(self, 1, through: 0)
  }

  /// The numbers below a key, or up to it.
  func keys(below key: UInt64, orEqual: Bool = false) -> KeyRange {
    orEqual || key > least
      ? KeyRange(self, least, through: orEqual ? key : key - 1)
      : KeyRange(self, 1, through: 0)
  }
}

extension Amount {
  /// As typed, but for zeros in front.
  fileprivate var typed: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let part): "\(part.typed)%"
    }
  }
}

extension Decimal {
  /// As typed, but for zeros in front.
  var typed: String {
    let places = "\(denominator)".count - 1
    guard places > 0 else { return "\(numerator)" }
    let digits = "\(numerator % denominator)"
    return "\(numerator / denominator)." + String(repeating: "0", count: places - digits.count)
      + digits
  }
}
