import CommandLineInterface
import MPI
import Planning
import Pruning
import Reporting
import Stages

/// Collective. `prune-mpi FILE… --keep EXPR …`
func pruneFiles(
  _ options: PruneOptions, command: [String], over world: borrowing Communicator
) throws(PruningError) -> ExitCode {
  let job = PruneJob(options, command: command)
  if options.explain {
    if let explained = try explain(job, over: world) {
      try Console.out(PlanText(explained).page)
    }
    return .success
  }
  if let outcome = try run(job, quiet: options.quiet, over: world) {
    try Console.out(TextReport(outcome, unicode: Console.unicode).page)
  }
  return .success
}

/// Collective. Runs a job with progress and a JSON report; the outcome on rank 0.
func run(
  _ job: PruneJob, quiet: Bool, over world: borrowing Communicator
) throws(PruningError) -> RunOutcome? {
  var observer = RunObserver(encodeReport: { (outcome) throws(PruningError) in
    do throws(ReportError) {
      return try JSONReport(outcome).encoded()
    } catch {
      throw .report(error.description)
    }
  })
  let progress = world.isRoot && !quiet ? ProgressLine() : nil
  if let progress {
    observer.progress = { done, total in progress.update(done, of: total) }
  }
  defer { progress?.finish() }
  return try prune(job, over: world, observer: observer)
}

extension PruneJob {
  init(_ options: PruneOptions, command: [String]) {
    self.init(
      input: .files(
        InputRequest(
          options.inputs, raw: options.raw,
          fields: options.fields.map { .init(name: $0.name, path: $0.path) },
          byRow: options.axis != nil, delimiter: options.delimiter)),
      stages: options.stages, nan: options.nan ?? .refuse,
      output: Plan.Output(
        survivors: options.output, shards: options.shards, copiesRest: options.copyRest,
        compresses: options.compress, zarrVersion: options.zarrFormat, index: options.indexOutput,
        rejects: options.rejectsOutput),
      report: options.report, force: options.force, balance: options.balance,
      reuse: options.reuse, memory: options.memory, scratch: options.scratch,
      spill: options.spill, command: command, version: Program.version)
  }
}
