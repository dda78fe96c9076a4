import ArrayFiles
import MPI
import Planning
import Pruning
import ShardedArrays

#if canImport(Glibc)
  import Glibc
#endif

/// Collective. `threshold`, file to file: float64, 16 % survive, against the limit of reading
/// every byte and writing the survivors' bytes.
///
/// Both write to the same file system. The limit is measured without and with a flush to the
/// device: the program always flushes before it gives an output its name.
///
/// - Returns: Whether the answers were right.
func benchThreshold(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  let input = "\(options.directory)/prune-bench-input.npy"
  let output = "\(options.directory)/prune-bench-output.npy"
  let limitOutput = "\(options.directory)/prune-bench-limit.bin"
  let field = BenchField(count: options.fileBytes / 8)
  let expected = try field.write(to: input, over: world)
  defer {
    if world.isRoot {
      for path in [input, output, limitOutput] { _ = unsafe unlink(path) }
    }
  }

  let header = 128
  let readRange = Partition(even: field.count, over: world.size).range(of: world.rank)
  let writeRange = Partition(even: expected.survivors, over: world.size).range(of: world.rank)
  let loop = MinimalLoop()
  defer { loop.free() }
  var (program, limit, flushedLimit) = (Timing(), Timing(), Timing())
  var phases: [String: Timing] = [:]
  var right = true
  var peak = 0
  for run in 0...options.runs {
    for flush in [false, true] {
      if world.isRoot { try MinimalLoop.create(limitOutput) }
      try world.barrier()
      let seconds = try measure {
        try loop.read(input, header + readRange.lowerBound * 8..<header + readRange.upperBound * 8)
        try loop.write(
          limitOutput, writeRange.lowerBound * 8..<writeRange.upperBound * 8, flush: flush)
        try world.barrier()
      }
      if run > 0 { if flush { flushedLimit.add(seconds) } else { limit.add(seconds) } }
    }

    if world.isRoot { _ = unsafe unlink(output) }
    Machine.resetPeakMemory()
    try world.barrier()
    let job = PruneJob(
      input: .files(InputRequest([input])), stages: [.filter(.keep, "x > \(BenchField.threshold)")],
      output: Plan.Output(survivors: output), command: ["prune-bench"])
    var outcome: RunOutcome?
    let seconds = try measure {
      outcome = try prune(job, over: world)
      try world.barrier()
    }
    if run > 0 { program.add(seconds) }
    if let outcome {
      right = right && outcome.effect.survivors == expected.survivors
      for phase in outcome.phases where run > 0 {
        phases[phase.phase.rawValue, default: Timing()].add(phase.seconds)
      }
      peak = max(peak, outcome.memory.peak)
    }
  }
  let answer = try field.check(output, expected, over: world)
  if world.isRoot {
    right = right && answer
    let survivorBytes = expected.survivors * 8
    print("")
    print(
      "threshold: \(options.fileBytes >> 20) MiB of float64 in \(options.directory), "
        + "\(expected.survivors) of \(field.count) survive, \(options.runs) runs")
    print("                      best s  median s  ratio of the program to it")
    report("limit", limit, program)
    report("limit, flushed", flushedLimit, program)
    report("prune-mpi", program, program)
    for phase in PhaseOutcome.Phase.allCases {
      guard let timing = phases[phase.rawValue] else { continue }
      print(
        "  " + phase.rawValue.padded(to: 16) + column(fixed(timing.best, 3), 10)
          + column(fixed(timing.median, 3), 10))
    }
    let largest = (survivorBytes + world.size - 1) / world.size
    print(
      "peak memory of a rank: \(peak >> 20) MiB, survivors \(largest >> 20) MiB, "
        + "the rest \((peak - largest) >> 20) MiB")
    print(right ? "answer right" : "ANSWER WRONG")
  }
  return try world.allReduce(.min, right ? 1 : 0) == 1
}

private func report(_ name: String, _ timing: Timing, _ program: Timing) {
  print(
    name.padded(to: 18) + column(fixed(timing.best, 3), 10) + column(fixed(timing.median, 3), 10)
      + column(fixed(program.ratio(to: timing), 2), 10))
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
