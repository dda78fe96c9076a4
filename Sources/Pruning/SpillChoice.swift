import MPI
import Planning
import ShardedArrays
import Stages

extension Initialised {
  /// Collective. Where any rank may have no room for all its survivors: decides what becomes of
  /// those without room, the same on every rank.
  ///
  /// The survivors are estimated by a sample of the whole input, whoever reads which part of it.
  ///
  /// - Throws: what is wrong with the input where it was looked at.
  /// - Complexity: a sum of 16 bytes; where room may be short, a read of at most 65,536 records,
  ///   and another sum of 16 bytes and an agreement.
  mutating func decideSpill(
    _ policy: SpillPolicy, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let mine: [Int] =
      switch memory.place {
      case .memory: [0, memory.records]
      case .scratch(let limit, _, _), .reread(let limit, _): [1, limit]
      }
    let sums = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    guard sums[0] > 0 else { return }
    let obstacle = plan.rereadObstacle
    var survivors: Int?
    if obstacle == nil {
      survivors = try expectedSurvivors(over: world, agreement: agreement)
    }
    let decision = SpillDecision(
      policy, obstacle: obstacle,
      SpillDecision.Facts(
        records: plan.input.count, neededBytes: neededBytes, stages: plan.stages.count,
        isPacked: plan.input.decodingBytes > 0,
        keptBytes: survivors.map { plan.heldBytes(survivors: $0) }, room: sums[1]))
    if decision.way == .reread { memory = memory.rereading() }
    spill = decision
  }

  /// Collective. How many records stay, as far as a sample tells; where a stage decides that looks
  /// at all records first, at most.
  private func expectedSurvivors(
    over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) -> Int {
    let count = plan.input.count
    if let global = plan.stages.first?.global { return global.survivors(of: count) ?? count }
    let shard = plan.partition.range(of: world.rank)
    let ranges = SamplePositions(of: 0..<count, blocks: 64, length: 1024).ranges
      .map { $0.clamped(to: shard) }.filter { !$0.isEmpty }
    let kept = try agreement.together(world, namesRank: true) { () throws(PruningError) -> Int in
      try samplePass(ranges).kept
    }
    let sums = try mpi { () throws(MPIError) in
      try world.allReduce(.sum, [kept, ranges.reduce(0) { $0 + $1.count }])
    }
    return sums[1] == 0 ? 0 : Int(Double(count) * (Double(sums[0]) / Double(sums[1])))
  }

  /// Bytes of a record in the columns that the stages look at.
  private var neededBytes: Int {
    let widths = plan.input.layout.widths
    if widths.count == 1 { return widths[0] }
    let pass = StagePass(
      plan.stages.compactMap(\.probe).map { .filter($0) }, layout: plan.input.layout)
    return pass.neededColumns.reduce(0) { $0 + widths[$1] }
  }
}
