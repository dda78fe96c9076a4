public import MPI
public import Planning
import ShardedArrays
import Stages

/// A plan with what it is predicted to cost.
public struct Explanation: Sendable {
  public let plan: Plan
  public let memory: MemoryModel
  /// What becomes of survivors without room; nil where there is room for all.
  public let spill: SpillDecision?
  /// From a small sample of every shard.
  public let estimate: Estimate
}

/// Collective. The plan of `job` and its predicted cost. The inputs' headers and a sample of at
/// most 65,536 records per rank are read, of text all lines; nothing is pruned, moved or written.
///
/// - Returns: the explanation on rank 0, nil elsewhere.
/// - Throws: as ``prune(_:over:observer:)`` would before it reads.
public func explain(
  _ job: PruneJob, over world: borrowing Communicator
) throws(PruningError) -> Explanation? {
  let agreement = try Agreement(over: world)
  var start = try Initialised(job, over: world, agreement: agreement)
  try start.decideSpill(job.spill, over: world, agreement: agreement)
  let shard = start.plan.partition.range(of: world.rank)
  let sample = SamplePositions(of: shard)
  let looked = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> SampledPass in
    try start.samplePass(sample.ranges)
  }
  let kept = looked.kept
  let counts = try mpi { () throws(MPIError) in
    try world.allGather([shard.count, sample.count, kept])
  }
  let times = try mpi { () throws(MPIError) in
    try world.allReduce(
      .max,
      [
        looked.readBytes > 0 ? looked.readSeconds / Double(looked.readBytes) : 0,
        sample.count > 0 ? looked.pruneSeconds / Double(sample.count) : 0,
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
  var isUpperBound = false
  for stage in start.plan.stages.drop(while: { $0.filter != nil }) {
    // What a filter keeps of what a global stage keeps is not in a sample of the input.
    guard let global = stage.global, let kept = global.survivors(of: survivors.reduce(0, +)) else {
      isUpperBound = true
      continue
    }
    let entering = Double(survivors.reduce(0, +))
    survivors = survivors.map {
      entering > 0 ? Int((Double($0) / entering * Double(kept)).rounded()) : 0
    }
  }
  return Explanation(
    plan: start.plan, memory: start.memory, spill: start.spill,
    estimate: Estimate(
      sampled: sampled, sampledKept: sampledKept, survivors: survivors,
      isUpperBound: isUpperBound,
      secondsPerByteRead: times[0], secondsPerRecord: times[1]))
}

/// What a pass of the plan's leading filters over a sample has shown on this rank.
struct SampledPass {
  var kept: Int
  var readSeconds: Double
  var readBytes: Int
  var pruneSeconds: Double
}

extension Initialised {
  /// Local. Reads a sample and runs the filters over it that come before any global stage.
  func samplePass(_ ranges: [Range<Int>]) throws(PruningError) -> SampledPass {
    let reader = ShardReader(recordSource, layout: plan.input.layout)
    let leading = plan.stages.prefix { $0.filter != nil }.compactMap(\.filter)
    let pass = StagePass(leading.map { .filter($0) }, layout: plan.input.layout)
    try reader.forEachPiece(of: ranges, columns: Array(plan.input.layout.widths.indices)) {
      (piece) throws(PruningError) in
      pass.process(piece)
    }
    return SampledPass(
      kept: pass.survivorCount, readSeconds: reader.seconds, readBytes: reader.bytes,
      pruneSeconds: pass.seconds)
  }
}
