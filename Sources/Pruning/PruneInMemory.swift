import Expressions
public import MPI
public import Planning
public import ShardedArrays
import Stages

/// What one rank holds after pruning in memory.
public struct Pruned<Element: ArrayElement>: Sendable {
  /// This rank's survivors, in global order. Shape `[k]`.
  public let survivors: [Element]
  /// Where each of them stood in the whole array. Shape `[k]`.
  public let positions: [Int64]
  /// What it bought; the same on every rank.
  public let effect: Effect
  /// Whether survivors were moved to an even partition, and why; the sums are over all ranks.
  public let balance: BalanceOutcome
}

/// Collective. Keeps the records for which `expression` is true, and hands them back evenly
/// spread over the ranks, in order.
///
/// The whole array is the shards of all ranks in rank order; `x` is an element and `i` its
/// position in it. The result is the same for any number of ranks and any split.
///
/// - Parameters:
///   - shard: This rank's part. Shape `[n]`, `n` free per rank, zero allowed.
///   - expression: What to keep, as on the command line: `abs(x) > 20`. The same on every rank.
///   - world: The ranks that hold the shards.
///   - balance: Whether survivors are moved to an even partition. The default moves them.
///   - reuse: How often the survivors will be passed over, for ``BalancePolicy/auto``.
/// - Throws: ``PruningError/expression(_:)``, on every rank alike, before anything is done;
///   ``PruningError/mpi(_:)``, after which the run must end.
/// - Complexity: one pass over the shard; three collectives of at most 24 bytes per rank;
///   where survivors move, what ``RecordList/rebalanced(from:to:over:)`` states. Memory: the
///   survivors and 8 bytes for each, twice while they are handed back.
public func prune<Element: ArrayElement>(
  _ shard: Span<Element>, keep expression: String, over world: borrowing Communicator,
  balance: BalancePolicy = .always, reuse: Double = 1
) throws(PruningError) -> Pruned<Element> {
  let filter: Filter
  do throws(ExpressionError) {
    filter = Filter(.keep, try Predicate(expression, elementType: Element.elementType))
  } catch {
    throw .expression(error)
  }
  let shards = try mpi { () throws(MPIError) in
    Partition(counts: try world.allGather([shard.count]))
  }
  let pass = StagePass(
    [.filter(filter)], layout: RecordLayout(elements: Element.elementType),
    wants: StagePass.Wants(positions: true))
  pass.process(shard, firstPosition: shards.boundaries[world.rank])

  let perRecord = shard.count > 0 ? pass.seconds / Double(shard.count) : 0
  let request = BalanceRequest(
    policy: balance, reuse: reuse, secondsPerRecord: perRecord)
  let kept = pass.takeRecords()
  let held = HeldRecords(columns: kept.columns, positions: kept.positions, attached: [])
  let balanced = try mpi { () throws(MPIError) in
    try Balanced(held, request: request, over: world)
  }
  return Pruned(
    survivors: balanced.survivors.columns[0].elements(as: Element.self),
    positions: balanced.survivors.positions?.elements(as: Int64.self) ?? [],
    effect: Effect(
      before: shards.counts, pruned: balanced.found.counts, balanced: balanced.held.counts),
    balance: balanced.outcome)
}
