public import MPI
import PruneKernels
import ShardedArrays

/// A stage that drops the records in which a key is NaN or infinite.
///
/// Keys of integers and truth values are finite and are not read. A dropped record is counted
/// once, as what its first element of that kind is, keys in the order given and elements in
/// theirs: so the facts `NaN`, `+inf` and `-inf` add up to the records dropped.
///
/// - Complexity: one pass over the keys of floats, none where there are none; a sum of 24 bytes.
///   Memory: 1/8 byte per record of this rank.
public struct Nonfinite: GlobalStage, Hashable {
  public let keys: [Key]

  public init(_ keys: [Key]) { self.keys = keys }

  /// Collective. See ``GlobalStage/solve(over:on:)``.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let layout = source.layout
    let floats = keys.filter { key in
      switch key {
      case .field(let index): layout.fields[index].elementType.isFloat
      case .value(let expression): expression.elementType.isFloat
      }
    }
    var pass = NonfinitePass(count: source.count)
    if !floats.isEmpty {
      try source.pass(over: floats) { pass.look(at: $0) }
    }
    let mine = [pass.counts.nan, pass.counts.positive, pass.counts.negative]
    let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    return SolvedStage(
      keys: [], decision: pass.bits, keptCount: source.count - mine.reduce(0, +),
      facts: zip(["NaN", "+inf", "-inf"], all).map { StageFact($0, .count($1)) })
  }
}
