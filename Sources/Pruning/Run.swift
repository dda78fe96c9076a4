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
/// - Complexity: one read of the input and one write of the outputs; about ten collectives,
///   none larger than some hundred bytes per rank; messages only for survivors that move.
public func prune(
  _ job: PruneJob, over world: borrowing Communicator, observer: RunObserver = RunObserver()
) throws(PruningError) -> RunOutcome? {
  var clock = PhaseClock()
  let agreement = try Agreement(over: world)

  // 1. Initialise.
  let watch = Stopwatch()
  let start = try Initialised(job, over: world, agreement: agreement)
  let plan = start.plan
  clock.add(.initialise, seconds: watch.seconds)

  // 2. and 3. Analyse and prune, in one pass.
  let shard = plan.partition.range(of: world.rank)
  let pass = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> ShardPassResult in
    try start.pass([shard], wants: plan.wants) { (done) throws(PruningError) in
      try agreement.throwIfInterrupted()
      observer.progress(done, shard.count)
    }
  }
  clock.add(.analyse, seconds: pass.readSeconds, bytes: pass.readBytes)
  clock.add(.prune, seconds: pass.pass.seconds, bytes: pass.pass.survivors.byteCount)
  let (survivors, positions, rejects) = pass.pass.takeRecords()

  // 4. Optimise: balance, write aside, flush.
  let optimise = Stopwatch()
  let perRecord =
    shard.count > 0 ? (pass.readSeconds + pass.pass.seconds) / Double(shard.count) : 0
  let request = BalanceRequest(
    policy: job.balance, reuse: job.reuse, secondsPerRecord: perRecord,
    wantsPositions: job.output.index != nil)
  let balanced: Balanced
  do throws(MPIError) {
    // Consumed, so that what moves away is not kept until the run ends.
    balanced = try Balanced(
      consume survivors, positions: consume positions, request: request, over: world)
  } catch {
    throw .mpi(error)
  }
  var writer = try OutputWriter(
    job, plan: plan, survivors: balanced.found.total, over: world, agreement: agreement)
  do throws(PruningError) {
    try writer.write(
      balanced, rejects: rejects, plan: plan, over: world, agreement: agreement)
    clock.add(
      .optimise, seconds: optimise.seconds, bytes: writer.writtenBytes + balanced.sentBytes)

    // 5. Evaluate: figures, effect, checks; then the outputs get their names.
    let evaluate = Stopwatch()
    var figures = RankFigures(plan, pass: pass, balanced: balanced, writer: writer)
    clock.add(.evaluate, seconds: evaluate.seconds)
    figures.add(clock)
    let gathered = try mpi { () throws(MPIError) in
      try Gathered(figures, stages: plan.filters.count, over: world)
    }
    return try agreement.onRoot(world) { () throws(PruningError) -> RunOutcome? in
      guard let gathered else { return nil }
      let outcome = RunOutcome(
        job, plan: plan, memory: start.memory, balanced: balanced, writer: writer,
        gathered: gathered)
      try Bookkeeping(plan: plan, outcome: outcome, ranks: gathered.figures).check()
      try writer.publish(outcome, job, observer: observer)
      return outcome
    } ?? nil
  } catch {
    if world.isRoot { writer.discard() }
    throw error
  }
}
