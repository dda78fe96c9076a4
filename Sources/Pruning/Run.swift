public import MPI
import Planning
import PruneKernels
import ShardedArrays
import Stages

/// What the caller of a run wants to hear, and to add.
public struct RunObserver {
  /// Called on every rank while it reads: records done of its shard. Rate-limiting is the
  /// observer's business; a call costs nothing else.
  public var progress: (_ done: Int, _ of: Int) -> Void
  /// Puts the outcome into the bytes of the report file; called on rank 0 only, before the
  /// outputs get their names.
  public var encodeReport: (RunOutcome) throws(PruningError) -> [UInt8]

  public init(
    progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in },
    encodeReport: @escaping (RunOutcome) throws(PruningError) -> [UInt8] = { _ in [] }
  ) {
    self.progress = progress
    self.encodeReport = encodeReport
  }
}

/// Collective. The whole run, from files to files: initialise, analyse, prune, optimise,
/// evaluate.
///
/// - Parameters:
///   - job: What to do; the same on every rank.
///   - world: The ranks that share the work.
/// - Returns: What happened, on rank 0; nil elsewhere.
/// - Throws: on every rank; ``PruningError/agreed(_:)`` with the same words everywhere, or
///   ``PruningError/mpi(_:)``, after which the caller must abort. No output has its name then.
/// - Complexity: one read of the input, and those that a global stage makes where it comes first;
///   where survivors have no room and that costs less than a scratch file, a second read; one write of the outputs; about ten collectives, none larger than some hundred bytes per
///   rank, and what global stages state; messages only for survivors that move.
public func prune(
  _ job: PruneJob, over world: borrowing Communicator, observer: RunObserver = RunObserver()
) throws(PruningError) -> RunOutcome? {
  var clock = PhaseClock()
  let agreement = try Agreement(over: world)

  // 1. Initialise.
  let watch = Stopwatch()
  var start = try Initialised(job, over: world, agreement: agreement)
  try start.decideSpill(job.spill, over: world, agreement: agreement)
  let plan = start.plan
  // Lines of text are read to be understood: that is analysis.
  let textSeconds = start.text?.seconds ?? 0
  clock.add(.initialise, seconds: watch.seconds - textSeconds)
  clock.add(.analyse, seconds: textSeconds, bytes: start.text?.bytes ?? 0)

  // 2. and 3. Analyse and prune.
  let shard = plan.partition.range(of: world.rank)
  let passes = try start.allPasses(over: world, agreement: agreement, observer: observer)
  let figures = passes.figures
  let store = passes.store
  let unheld = passes.unheld
  clock.add(
    .analyse, seconds: figures.readSeconds + figures.solveSeconds, bytes: figures.readBytes)
  clock.add(.prune, seconds: figures.pruneSeconds, bytes: passes.survivors.byteCount)
  let rejects = passes.rejects

  // 4. Optimise: balance, write aside, flush.
  let optimise = Stopwatch()
  let perRecord =
    shard.count > 0
    ? (figures.readSeconds + figures.solveSeconds + figures.pruneSeconds) / Double(shard.count) : 0
  let request = BalanceRequest(
    policy: job.balance, reuse: job.reuse, secondsPerRecord: perRecord)
  let balanced: Balanced
  do throws(MPIError) {
    // Consumed, so that what moves away is not kept until the run ends.
    let survivors = (consume passes).survivors
    balanced =
      start.spill?.way == .reread
      ? try Balanced(survivors, unheld: unheld?.kept ?? 0, request: request, over: world)
      : try Balanced(consume survivors, request: request, over: world)
  } catch {
    throw .mpi(error)
  }
  let text = try TextPlaces(
    start.text, balanced: balanced, rejects: rejects, shards: job.output.shards ?? 1,
    over: world)
  var writer = try OutputWriter(
    job, start: start, survivors: balanced.found.total, text: text, over: world,
    agreement: agreement)
  do throws(PruningError) {
    try writer.write(
      balanced, rejects: rejects, unheld: unheld, plan: plan, over: world, agreement: agreement)
    try writer.pack(over: world, agreement: agreement)
    let again = writer.secondRead ?? SecondReadFigures()
    clock.add(.analyse, seconds: again.readSeconds, bytes: again.bytes)
    clock.add(
      .prune, seconds: again.pruneSeconds, bytes: again.survivors * plan.input.recordBytes)
    clock.add(
      .optimise, seconds: optimise.seconds - again.readSeconds - again.pruneSeconds,
      bytes: writer.writtenBytes + balanced.sentBytes)

    // 5. Evaluate: figures, effect, checks; then the outputs get their names.
    let evaluate = Stopwatch()
    var mine = RankFigures(plan, passes: figures, balanced: balanced, writer: writer)
    mine.spilledBytes =
      (store?.spilledBytes ?? 0) + (start.text?.store.spilledBytes ?? 0)
    clock.add(.evaluate, seconds: evaluate.seconds)
    mine.add(clock)
    let gathered = try mpi { () throws(MPIError) in
      try Gathered(mine, stages: plan.stages.count, over: world)
    }
    return try agreement.onRoot(world) { () throws(PruningError) -> RunOutcome? in
      guard let gathered else { return nil }
      let outcome = RunOutcome(
        job, plan: plan, memory: start.memory, spill: start.spill, stages: figures.stages,
        balanced: balanced, writer: writer, gathered: gathered)
      try Bookkeeping(
        plan: plan, outcome: outcome, ranks: gathered.figures, writtenBytes: writer.expectedBytes
      ).check()
      try writer.publish(outcome, job, observer: observer)
      return outcome
    } ?? nil
  } catch {
    if world.isRoot { writer.discard() }
    throw error
  }
}
