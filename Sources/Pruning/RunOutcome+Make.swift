import Planning
import PruneKernels
import ShardedArrays
import Stages

extension RunOutcome {
  /// Local; on rank 0. Puts all ranks' figures together.
  init(
    _ job: PruneJob, plan: Plan, memory model: MemoryModel, spill: SpillDecision?,
    stages: [StageFigures], balanced: Balanced, writer: OutputWriter, gathered: Gathered
  ) {
    let figures = gathered.figures
    version = job.version
    command = job.command
    input = InputOutcome(
      paths: plan.input.paths, layout: plan.input.layout, shape: plan.input.shape,
      records: plan.input.count, bytes: plan.input.byteCount, text: plan.input.text)
    self.stages = StageOutcome.all(plan, figures, stages)
    phases = RankFigures.order.enumerated().map { index, phase in
      PhaseOutcome(
        phase: phase, seconds: figures.map { $0.phaseSeconds[index] }.max() ?? 0,
        bytes: figures.reduce(0) { $0 + $1.phaseBytes[index] })
    }
    ranks = zip(figures, gathered.hosts).map { figures, host in
      RankOutcome(
        host: host, before: figures.before, pruned: figures.pruned, balanced: figures.balanced,
        kernelSecondsBefore: figures.kernelSecondsBefore,
        kernelSecondsAfter: figures.kernelSecondsAfter, readBytes: figures.readBytes,
        writtenBytes: figures.writtenBytes, sentBytes: figures.sentBytes,
        peakMemoryBytes: figures.peakMemory)
    }
    effect = Effect(
      before: figures.map(\.before), pruned: figures.map(\.pruned),
      balanced: figures.map(\.balanced))
    measured = MeasuredEffect(
      before: figures.map(\.kernelSecondsBefore), after: figures.map(\.kernelSecondsAfter))
    balance = balanced.outcome
    memory = MemoryOutcome(
      predictedPeak: model.peak, peak: figures.map(\.peakMemory).max() ?? 0,
      shardBefore: plan.partition.largest * plan.input.recordBytes,
      shardAfter: balanced.held.largest * plan.input.recordBytes,
      budget: model.budget, spilled: figures.reduce(0) { $0 + $1.spilledBytes },
      reread: figures.reduce(0) { $0 + $1.rereadBytes }, spill: spill)
    communication = gathered.calls
    pairs = gathered.pairs
    let digest = DigestPart.combine(
      figures.flatMap { DigestPart.parts(words: $0.digestWords) },
      byteCount: writer.survivorBytes)
    output = OutputOutcome(
      files: writer.files, notes: writer.outputs.arrays.flatMap(\.notes),
      digest: digest.description)
  }
}

extension Filter.Kernel {
  /// With the instructions that were chosen for this machine, where there is a choice.
  fileprivate var words: String {
    self == .compare ? "\(rawValue) \(KernelPath.best.rawValue)" : rawValue
  }
}

extension StageOutcome {
  fileprivate static func all(
    _ plan: Plan, _ ranks: [RankFigures], _ figures: [StageFigures]
  ) -> [StageOutcome] {
    var read = plan.input.count
    return plan.stages.enumerated().map { index, stage in
      let survived = ranks.reduce(0) { $0 + $1.keptCounts[index] }
      defer { read = survived }
      return StageOutcome(
        kind: stage.name, expression: stage.arguments, evaluated: stage.evaluated,
        kernel: stage.filter?.kernel.words ?? "global", read: read, survived: survived,
        dropped: read - survived, facts: figures[index].facts, passes: figures[index].passes,
        calls: ranks.reduce(0) { $0 + $1.stageCalls[index] },
        bytes: ranks.reduce(0) { $0 + $1.stageBytes[index] })
    }
  }
}
