import MPI
import Planning
import Pruning

#if canImport(Glibc)
  import Glibc
#endif

/// Collective. `memory`, larger than memory: a threshold, file to file, where all ranks together
/// may hold a quarter of the data, against the same run with room for all; 16 % survive, which
/// have room, and 80 %, which have not and go to a scratch file or are read a second time.
///
/// - Returns: Whether the answers were right, and as much memory was used as was stated.
func benchMemory(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  var right = true
  for threshold in [BenchField.threshold, 0.2] {
    right = try benchMemory(options, threshold, over: world) && right
  }
  return right
}

private func benchMemory(
  _ options: BenchOptions, _ threshold: Double, over world: borrowing Communicator
) throws -> Bool {
  let input = "\(options.directory)/prune-bench-input.npy"
  let output = "\(options.directory)/prune-bench-output.npy"
  let field = BenchField(count: options.fileBytes / 8, threshold: threshold)
  let expected = try field.write(to: input, over: world)
  defer { if world.isRoot { for path in [input, output] { _ = unsafe unlink(path) } } }

  let quarter = options.fileBytes / 4 / world.size
  let ways: [(name: String, memory: Int, spill: SpillPolicy)] = [
    ("room for all", 1 << 40, .auto), ("scratch", quarter, .scratch),
    ("reread", quarter, .reread), ("auto", quarter, .auto),
  ]
  var timings = Array(repeating: Timing(), count: ways.count)
  var outcomes: [RunOutcome?] = Array(repeating: nil, count: ways.count)
  var right = true
  for run in 0...options.runs {
    for (index, way) in ways.enumerated() {
      if world.isRoot { _ = unsafe unlink(output) }
      Machine.resetPeakMemory()
      try world.barrier()
      let job = PruneJob(
        input: .files(InputRequest([input])), stages: [.filter(.keep, "x > \(threshold)")],
        output: Plan.Output(survivors: output), memory: way.memory, scratch: options.directory,
        spill: way.spill, command: ["prune-bench"])
      var outcome: RunOutcome?
      let seconds = try measure {
        outcome = try prune(job, over: world)
        try world.barrier()
      }
      if run > 0 { timings[index].add(seconds) }
      if let outcome {
        outcomes[index] = outcome
        right = right && outcome.effect.survivors == expected.survivors
      }
      if run == 0 { right = try field.check(output, expected, over: world) && right }
    }
  }
  if world.isRoot {
    print("")
    print(
      "memory: \(options.fileBytes >> 20) MiB of float64 in \(options.directory), "
        + "\(expected.survivors) of \(field.count) survive, \(quarter >> 20) MiB a rank, "
        + "\(options.runs) runs")
    print(
      "                      best s  median s  ratio  peak MiB  stated MiB  aside MiB"
        + "  again MiB")
    for (index, way) in ways.enumerated() {
      guard let memory = outcomes[index]?.memory else { continue }
      let (timing, mebibyte) = (timings[index], 1 << 20)
      right = right && memory.peak <= memory.predictedPeak / 10 * 11
      print(
        way.name.padded(to: 18) + column(fixed(timing.best, 3), 10)
          + column(fixed(timing.median, 3), 10) + column(fixed(timing.ratio(to: timings[0]), 2), 7)
          + column("\(memory.peak / mebibyte)", 10)
          + column("\(memory.predictedPeak / mebibyte)", 12)
          + column("\(memory.spilled / mebibyte)", 11) + column("\(memory.reread / mebibyte)", 11))
    }
    print(right ? "answers right" : "ANSWERS WRONG, OR MORE MEMORY THAN STATED")
  }
  return try world.allReduce(.min, right ? 1 : 0) == 1
}
