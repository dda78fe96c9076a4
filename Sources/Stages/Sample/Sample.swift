public import MPI
import PruneKernels
import ShardedArrays

/// A stage that keeps exactly so many records, each set of so many with the same chance.
///
/// The records that enter are numbered through in global order, from 0; the N with the smallest
/// ``PruneKernels/RandomKeys`` of their numbers stay, of equal keys the lower number. So a seed
/// gives the same sample on any number of ranks. Equal keys favour the lower number; that the
/// last one kept has an equal among n records has a chance of about n / 2⁶⁴.
///
/// No record is read. The keys are evenly distributed, so the N-th smallest is near 2⁶⁴ N / n:
/// one pass over the numbers keeps the keys surely below it and collects the few near it, among
/// which it is then found exactly by counting.
///
/// - Complexity: a sixteenth of a Philox block per record and no pass over the data. Memory: 1/8
///   byte per record of this rank, and up to 24 bytes for each of its keys near the N-th, of which
///   all ranks together have about 6 √n + 32 at most. Collectives: an exscan and a sum of 8 bytes,
///   a sum of 16, then mostly 1 or 2 histograms of 16 KiB, 6 at most; and an exscan of 8 bytes
///   where equal keys must be told apart. With a chance of about 10⁻⁸ the N-th key is not near,
///   and the pass is made again with wider bounds. Of these nothing depends on N or on the ranks.
///
/// Random sampling: Knuth, "The art of computer programming", volume 2, section 3.4.2.
public struct Sample: GlobalStage, Hashable {
  public let amount: Amount
  public let seed: UInt64
  /// How wide the first guess is: 1 in a run. The sample does not depend on it.
  package var margin = 1.0

  public init(_ amount: Amount, seed: UInt64) {
    self.amount = amount
    self.seed = seed
  }

  /// Collective. See ``GlobalStage/solve(over:on:)``; reads nothing from the source.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let count = source.count
    let first = try mpi { () throws(MPIError) in try world.exScan(.sum, count, first: 0) }
    let total = try mpi { () throws(MPIError) in try world.allReduce(.sum, count) }
    let wanted = amount.records(of: total)
    guard wanted > 0, wanted < total else {
      return solved(KeepBits(count: count, keeping: wanted > 0))
    }
    var margin = margin
    while true {
      let bounds = SampleBracket.keys(wanted: wanted, of: total, margin: margin)
      let pass = SamplePass(
        RandomKeys(seed: seed), numbers: first..<first + count, within: bounds)
      let counts = try mpi { () throws(MPIError) in
        try world.allReduce(.sum, [pass.bits.keptCount, pass.open.count])
      }
      if counts[0] <= wanted, wanted <= counts[0] + counts[1] {
        let selection = try SmallestKeys.select(
          wanted - counts[0], of: pass.keys, within: bounds, on: world)
        pass.keep(selection)
        return solved(pass.bits)
      }
      margin = 8 * margin + 1
    }
  }

  private func solved(_ bits: KeepBits) -> SolvedStage {
    SolvedStage(
      keys: [], decision: bits, keptCount: bits.keptCount,
      facts: [StageFact("seed", .text("\(seed)"))])
  }
}
