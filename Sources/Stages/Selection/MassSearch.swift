import MPI
import PruneKernels
import ShardedArrays

// The key down to which the largest ones must be taken so that they add up to a share of all
// keys, exactly: histograms in which every bin has the number of its keys and the sum of their
// significands, an integer. The first histogram's bins are so narrow that all keys in a bin have
// one exponent, so integers are all there is to add up; the bin in which the share is reached is
// divided in turn, down to one key.

/// What a search by mass has found.
struct FoundMass {
  /// Nil if no record needs to be kept.
  var key: FoundKey?
  /// Records whose key is above.
  var above = Tally()
  /// How many of the records with the key are needed.
  var ties = 0
  var nan = Tally()
  var keptMass = FixedPoint.zero
  var total = FixedPoint.zero
}

struct MassSearch {
  let source: any StageSource
  let stage: KeyedStage
  let limits: SearchLimits
  let order: KeyOrder
  /// In percent.
  let share: Decimal

  init(_ source: any StageSource, _ stage: KeyedStage, _ limits: SearchLimits, share: Decimal) {
    self.source = source
    self.stage = stage
    self.limits = limits
    self.share = share
    order = stage.key.elementType(in: source.layout).order
  }

  /// Collective.
  ///
  /// - Throws: ``StageError`` if keys are negative or infinite, or NaN where NaN is refused.
  func find(on world: borrowing Communicator) throws(StageError) -> FoundMass {
    let whole = KeyInterval(from: order.zero, through: order.greatestFinite)
    var bracket = KeyBracket(
      order, whole, bins: limits.massBins, capacity: 0, isWeighed: true, isDirect: true)
    var special = [0, 0, 0]
    let order = order
    try source.pass(over: [stage.key]) { block in
      block.withKeys { keys in
        bracket.take(keys)
        special[0] += order.nanCount(keys)
        special[1] += order.negativeCount(keys)
        special[2] += order.infiniteCount(keys)
      }
    }
    let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, special) }
    try stage.admit(nanCount: all[0])
    guard all[1] == 0 else {
      throw .negativeKeys(stage: stage.name, key: stage.keyText, count: all[1])
    }
    guard all[2] == 0 else {
      throw .infiniteKeys(stage: stage.name, key: stage.keyText, count: all[2])
    }

    var found = FoundMass()
    found.nan = Tally(local: special[0], global: all[0])
    var masses = try MassHistogram(bracket, on: world)
    for bin in masses.counts.indices { found.total += masses.mass(ofBin: bin) }
    // Reached when mass × 100 × denominator ≥ total × numerator.
    let target = found.total * share.numerator
    guard target > .zero else { return found }
    while true {
      var bin = masses.counts.count - 1
      while true {
        var reached = found.keptMass
        reached += masses.mass(ofBin: bin)
        if reached * (100 * share.denominator) >= target { break }
        found.keptMass = reached
        found.above += Tally(local: bracket.histogram[bin], global: masses.counts[bin])
        bin -= 1
      }
      let inside = Tally(local: bracket.histogram[bin], global: masses.counts[bin])
      let interval = bracket.keys(ofBin: bin)
      if interval.from == interval.through {
        found.key = FoundKey(
          ordered: interval.from, below: Tally(), equal: inside)
        takeTies(&found, target)
        return found
      }
      var inner = KeyBracket(
        order, interval, bins: limits.massBins,
        capacity: masses.isSpilled
          ? limits.candidateCapacity(of: source.count) : inside.local, isWeighed: true,
        isFirst: false)
      if masses.isSpilled {
        try source.pass(over: [stage.key]) { block in block.withKeys { inner.take($0) } }
      } else {
        inner.take(candidatesOf: bracket)
      }
      inner.finish()
      bracket = inner
      masses = try MassHistogram(bracket, on: world)
    }
  }

  /// The fewest records with the found key that reach the target, by bisection.
  private func takeTies(_ found: inout FoundMass, _ target: FixedPoint) {
    guard let key = found.key else { return }
    func mass(_ ties: Int) -> FixedPoint {
      var sum = found.keptMass
      sum.add(
        UInt128(order.mass(of: key.ordered)) * UInt128(ties),
        exponent: order.massExponent(of: key.ordered))
      return sum
    }
    var (few, enough) = (0, key.equal.global)
    while enough - few > 1 {
      let middle = (few + enough) / 2
      if mass(middle) * (100 * share.denominator) >= target {
        enough = middle
      } else {
        few = middle
      }
    }
    found.ties = enough
    found.keptMass = mass(enough)
  }
}

/// The histogram of a bracket over all ranks.
private struct MassHistogram {
  let counts: [Int]
  /// Whether a rank could not keep its candidates.
  let isSpilled: Bool
  private let masses: [UInt128]
  private let exponents: [Int]

  /// Collective.
  ///
  /// - Complexity: one collective of five integers a bin: sums travel in words of 32 bits, so
  ///   that any number of ranks adds up without a carry.
  init(_ bracket: KeyBracket, on world: borrowing Communicator) throws(StageError) {
    let bins = bracket.histogram.count
    let mine =
      bracket.histogram + [bracket.spilled ? 1 : 0]
      + bracket.masses.flatMap { mass in
        (0..<4).map { Int(truncatingIfNeeded: mass >> UInt128(32 * $0) & 0xFFFF_FFFF) }
      }
    let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    counts = Array(all[..<bins])
    isSpilled = all[bins] > 0
    masses = (0..<bins).map { bin in
      (0..<4).reduce(0) { $0 + UInt128(all[bins + 1 + 4 * bin + $1]) << UInt128(32 * $1) }
    }
    exponents = (0..<bins).map { bracket.order.massExponent(of: bracket.keys(ofBin: $0).from) }
  }

  func mass(ofBin bin: Int) -> FixedPoint {
    var mass = FixedPoint.zero
    mass.add(masses[bin], exponent: exponents[bin])
    return mass
  }
}

extension KeyOrder {
  fileprivate func negativeCount(_ keys: RawSpan) -> Int {
    kind == .unsigned ? 0 : KeyRange(self, least, through: zero - 1).count(keys)
  }

  /// Infinite keys of either sign.
  fileprivate func infiniteCount(_ keys: RawSpan) -> Int {
    guard kind == .float else { return 0 }
    return KeyRange(self, greatest, through: greatest).count(keys)
      + KeyRange(self, least, through: least).count(keys)
  }
}
