public import MPI
public import Planning
import ShardedArrays
import Stages

/// A plan with what it is predicted to cost.
public struct Explanation: Sendable {
  public let plan: Plan
  public let memory: MemoryModel
  /// From a small sample of every shard.
  public let estimate: Estimate
}

/// Collective. The plan of `job` and its predicted cost. The inputs' headers and a sample of at
/// most 65,536 records per rank are read; nothing is pruned, moved or written.
///
/// - Returns: the explanation on rank 0, nil elsewhere.
/// - Throws: as ``prune(_:over:observer:)`` would before it reads.
public func explain(
  _ job: PruneJob, over world: borrowing Communicator
) throws(PruningError) -> Explanation? {
  let agreement = try Agreement(over: world)
  let start = try Initialised(job, over: world, agreement: agreement)
  let shard = start.plan.partition.range(of: world.rank)
  let sample = SamplePositions(of: shard)
  let pass = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> ShardPassResult in
    try start.pass(sample.ranges, wants: .init()) { _ in }
  }
  let kept = pass.pass.survivors.count
  let counts = try mpi { () throws(MPIError) in
    try world.allGather([shard.count, sample.count, kept])
  }
  let times = try mpi { () throws(MPIError) in
    try world.allReduce(
      .max,
      [
        pass.readBytes > 0 ? pass.readSeconds / Double(pass.readBytes) : 0,
        sample.count > 0 ? pass.pass.seconds / Double(sample.count) : 0,
      ])
  }
  guard world.isRoot else { return nil }
  var sampled = 0
  var sampledKept = 0
  var survivors: [Int] = []
  for rank in 0..<world.size {
    let (records, looked, stayed) = (
      counts[3 * rank], counts[3 * rank + 1], counts[3 * rank + 2]
    )
    sampled += looked
    sampledKept += stayed
    let share = looked > 0 ? Double(stayed) / Double(looked) : 0
    survivors.append(Int((share * Double(records)).rounded()))
  }
  return Explanation(
    plan: start.plan, memory: start.memory,
    estimate: Estimate(
      sampled: sampled, sampledKept: sampledKept, survivors: survivors,
      secondsPerByteRead: times[0], secondsPerRecord: times[1]))
}
