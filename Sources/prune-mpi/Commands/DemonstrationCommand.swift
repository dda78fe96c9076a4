import CommandLineInterface
import MPI
import Pruning
import Reporting
import ShardedArrays

/// Collective. `prune-mpi` without arguments: the article's array example, then the main job on
/// made-up data whose survivors lie close together, so that pruning unbalances the ranks and
/// balancing repairs it.
func demonstrate(
  quiet: Bool, command: [String], over world: borrowing Communicator
) throws(PruningError) -> ExitCode {
  // The example proper: 1 … 9 as 3 × 3, threshold 4; the ranks share the nine elements.
  let mine = Partition(even: 9, over: world.size).range(of: world.rank).map { Double($0 + 1) }
  let small = try prune(mine.span, keep: "x > 4", over: world)
  let kept = try gatherNumbers(small.survivors, over: world)

  let job = PruneJob(
    input: .generated(GeneratedField(count: 16 << 20)), stages: [.filter(.keep, "x > 4")],
    balance: .auto, reuse: 100, command: command, version: Program.version)
  if let outcome = try run(job, quiet: quiet, over: world), let kept {
    let text = DemonstrationText(kept: kept, ranks: world.size)
    try Console.out(text.before)
    try Console.out(TextReport(outcome, unicode: Console.unicode).page)
    try Console.out(text.after)
  }
  return .success
}

/// Collective. All ranks' numbers in rank order, on rank 0; nil elsewhere.
private func gatherNumbers(
  _ mine: [Double], over world: borrowing Communicator
) throws(PruningError) -> [Double]? {
  do throws(MPIError) {
    let words = mine.map { String($0.bitPattern) }.joined(separator: " ")
    let all = try world.gatherBytes(Array(words.utf8))
    return all?.flatMap { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: " ")
        .compactMap { UInt64($0).map(Double.init(bitPattern:)) }
    }
  } catch {
    throw .mpi(error)
  }
}
