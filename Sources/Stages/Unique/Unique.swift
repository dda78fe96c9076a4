public import MPI
import PruneKernels
import ShardedArrays

/// Keeps one record of each value: the first by global position, or the last.
///
/// A value is all elements of all keys together. Floats are compared by value: −0 is +0, and where
/// NaN is kept it is one value, whatever its bits. The same records are kept on any number of
/// ranks and for any split.
///
/// Each rank removes its own repeats first, in parts that fit into cache; what is left goes, as
/// hash and, above 8 bytes, key, to the rank that owns its share of all hashes, which answers with
/// one bit for each. The records of one value lie in rank order, so the lowest (highest) rank that
/// sent it keeps it and no position has to travel. A value that is repeated however often is sent
/// at most once by each rank. Nothing is approximate: up to 8 bytes the hash is a permutation of
/// the key, above that keys are compared.
///
/// One pass over the keys, and with little memory as many rounds of all of this as parts of the
/// values fit into it, but one where there are counts. Collectives: that of the pass, one of 8 bytes for NaN where keys are
/// floats and NaN is refused, one of 8 bytes for each pair of ranks, one of 24 bytes, and with
/// counts one of 8. Exchanged: 8 bytes and a bit for each value of a rank that another rank
/// owns, plus the key where it is longer than 8 bytes, and 16 more with counts. One rank
/// exchanges nothing. Memory: ``memory(records:distinct:owned:ranks:layout:)``.
public struct Unique: GlobalStage, Hashable {
  /// Compared all together.
  public let keys: [Key]
  /// As typed, for messages.
  public let keyText: String
  /// The last record of each value stays, not the first.
  public let last: Bool
  /// Each survivor brings how many records it stands for.
  public let counts: Bool
  public let nan: NaNPolicy
  /// In each a part of all values is worked on, which takes as much less memory; one pass each.
  package var rounds = 1

  /// - Precondition: There is a key.
  public init(by keys: [Key], keyText: String, last: Bool, counts: Bool, nan: NaNPolicy) {
    precondition(!keys.isEmpty, "unique by no key")
    self.keys = keys
    self.keyText = keyText
    self.last = last
    self.counts = counts
    self.nan = nan
  }

  /// Collective. Which records stay.
  ///
  /// - Returns: A decision that needs no keys. ``SolvedStage/attached`` has the counts as Int64
  ///   where they are wanted. Facts: `distinct` values, `repeats` dropped, with counts the `most
  ///   frequent` value's count, and where NaN is dropped the records `with NaN`.
  /// - Throws: ``StageError/nanKeys(stage:key:count:)`` where NaN is refused and a key of any
  ///   record has one.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let form = KeyForm(keys, in: source.layout)
    // Few values need no rounds, and counts are put together in one.
    let rounds = form.isTabled || counts ? 1 : self.rounds
    var found = Found()
    for round in 0..<rounds {
      try solve(round, of: rounds, form, over: source, into: &found, on: world)
    }
    return try solved(found, recordCount: source.count, on: world)
  }

  /// What all rounds have found on this rank.
  private struct Found {
    /// Of this rank's records, whether they stay.
    var bits: [UInt64] = []
    var survivors = 0
    /// Records that were worked on, and those that have a NaN in a key.
    var records = 0
    var nans = 0
    var attached: RecordList?
    var mostFrequent = 0
  }

  private func solve(
    _ round: Int, of rounds: Int, _ form: KeyForm, over source: any StageSource,
    into found: inout Found, on world: borrowing Communicator
  ) throws(StageError) {
    let local = LocalRepeats(
      form, keepsLast: last, counts: counts, keepsNaN: nan == .keep,
      held: round * world.size..<(round + 1) * world.size, of: rounds * world.size,
      count: source.count)
    try source.pass(over: keys) { local.add($0) }
    if round == 0, nan == .refuse, form.hasFloats { try refuse(local.nanCount, on: world) }
    local.finish()
    let survivors: UniqueSurvivors
    if world.size == 1 {
      survivors = UniqueSurvivors(all: local.entries)
    } else {
      survivors = try OwnerExchange.survivors(
        of: local.entries, round: round, of: rounds, on: world)
    }
    let bits = survivors.keepBits(of: source.count)
    found.bits = round == 0 ? bits : zip(found.bits, bits).map { $0 | $1 }
    found.survivors += survivors.count
    (found.records, found.nans) = (local.recordCount, local.nanCount)
    if counts {
      found.attached = survivors.attached(to: bits)
      found.mostFrequent = survivors.mostFrequent
    }
  }

  private func refuse(_ mine: Int, on world: borrowing Communicator) throws(StageError) {
    let count = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    if count > 0 { throw .nanKeys(stage: "unique", key: keyText, count: count) }
  }

  private func solved(
    _ found: Found, recordCount: Int, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let mine = [found.survivors, found.records, found.nans]
    let sums = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    var facts = [
      StageFact("distinct", .count(sums[0])), StageFact("repeats", .count(sums[1] - sums[0])),
    ]
    if counts {
      let most = found.mostFrequent
      facts.append(
        StageFact(
          "most frequent",
          .count(try mpi { () throws(MPIError) in try world.allReduce(.max, most) })))
    }
    if sums[2] > 0 { facts.append(StageFact("with NaN", .count(sums[2]))) }
    return SolvedStage(
      keys: [], decision: KeepBits(count: recordCount, words: found.bits),
      keptCount: found.survivors, facts: facts, attached: found.attached)
  }
}
