import CMPIBaseline
import MPI

/// Collective. The `MPI` library against the same programs in C, taken in turn in one run: a
/// pair of times is taken close together, so a machine whose speed drifts slows both.
///
/// - Returns: Whether the answers were right.
func benchMPI(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  if world.isRoot {
    print("")
    print(
      "mpi: the same program in C and in Swift in turn, on \(world.size) ranks; median of the ratios "
        + "of times, and ratio of the best times")
    print(
      "                          C best   C median  Swift best     median"
        + "   ratio  of bests  target")
  }
  let latency = try benchAllReduce(options, over: world)
  let bandwidth = try benchAllToAll(options, over: world)
  let right = try world.allReduce(.min, latency && bandwidth ? 1 : 0) == 1
  if world.isRoot { print(right ? "answers right" : "ANSWER WRONG") }
  return right
}

enum MPIBench {
  /// Rounds of reductions for each run asked for, and calls in one: short, about half a
  /// millisecond, so that most rounds are not interrupted on either rank.
  static let reductionRounds = 200
  static let reductions = 2_000
  /// Rounds of exchanges for each run asked for; of one call each.
  static let exchangeRounds = 10
  /// Of each rank's buffer.
  static let exchangedBytes = 64 << 20

  /// Runs the two in turn, the order changing from round to round, and gives their times.
  static func inTurn(
    _ rounds: Int, over world: borrowing Communicator, _ c: () throws -> Void,
    _ swift: () throws -> Void
  ) throws -> (c: Timing, swift: Timing) {
    var (cTiming, swiftTiming) = (Timing(), Timing())
    // The first round is to warm up.
    for round in 0...rounds {
      for turn in 0..<2 {
        let isC = (turn + round) % 2 == 0
        try world.barrier()
        let seconds = try measure(isC ? c : swift)
        guard round > 0 else { continue }
        if isC { cTiming.add(seconds) } else { swiftTiming.add(seconds) }
      }
    }
    return (cTiming, swiftTiming)
  }

  static func report(
    _ name: String, _ timings: (c: Timing, swift: Timing), _ target: String,
    _ show: (Double) -> String
  ) {
    let (c, swift) = timings
    print(
      name.padded(to: 22) + column(show(c.best), 10) + column(show(c.median), 11)
        + column(show(swift.best), 12) + column(show(swift.median), 11)
        + column(fixed(swift.ratio(to: c), 3), 8) + column(fixed(swift.best / c.best, 3), 10)
        + column(target, 8))
  }
}

/// Latency: the sum of one double.
private func benchAllReduce(
  _ options: BenchOptions, over world: borrowing Communicator
) throws -> Bool {
  let mine = Double(world.rank + 1)
  let calls = MPIBench.reductions
  let rounds = MPIBench.reductionRounds * options.runs
  var (inC, inSwift) = (0.0, 0.0)
  let timings = try MPIBench.inTurn(rounds, over: world) {
    guard unsafe baseline_allreduce(calls, mine, &inC) else { throw BaselineFailed() }
  } _: {
    for _ in 0..<calls { inSwift += try world.allReduce(.sum, mine) }
  }
  if world.isRoot {
    MPIBench.report("allReduce, 1 double", timings, "1.05") {
      fixed($0 / Double(calls) * 1e9, 1) + " ns"
    }
  }
  let sum = Double(world.size * (world.size + 1) / 2)
  let expected = sum * Double(calls * (rounds + 1))
  return inC == expected && inSwift == expected
}

/// Bandwidth: 64 MiB on each rank, an equal part of it for every rank. Both receive into the same
/// memory: where pages lie makes a difference of several percent.
private func benchAllToAll(
  _ options: BenchOptions, over world: borrowing Communicator
) throws -> Bool {
  let block = MPIBench.exchangedBytes / MemoryLayout<Double>.stride / world.size
  let count = block * world.size
  let mine = (0..<count).map { Double(world.rank * count + $0) }
  var all = [Double](repeating: 0, count: count)
  let timings = try MPIBench.inTurn(MPIBench.exchangeRounds * options.runs, over: world) {
    guard unsafe baseline_alltoall(mine, &all, block) else { throw BaselineFailed() }
  } _: {
    var into = all.mutableSpan
    try world.allToAll(mine.span, into: &into)
  }
  if world.isRoot {
    MPIBench.report("allToAll, 64 MiB", timings, "1.02") {
      fixed(Double(count * 8) / $0 / 1e9, 2) + " GB/s"
    }
  }
  var right = true
  for isC in [true, false] {
    for index in all.indices { all[index] = -1 }
    if isC {
      guard unsafe baseline_alltoall(mine, &all, block) else { throw BaselineFailed() }
    } else {
      var into = all.mutableSpan
      try world.allToAll(mine.span, into: &into)
    }
    for rank in 0..<world.size {
      let theirs = Double(rank * count + world.rank * block)
      for index in 0..<block where all[rank * block + index] != theirs + Double(index) {
        right = false
      }
    }
  }
  return right
}

struct BaselineFailed: Error, CustomStringConvertible {
  var description: String { "the program in C failed" }
}
