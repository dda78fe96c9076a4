import Planning
import Pruning
import ShardedArrays

extension JSONReport {
  /// The same facts as `outcome`, and the totals that follow from them.
  public init(_ outcome: RunOutcome) {
    version = outcome.version
    command = outcome.command
    ranks = outcome.ranks.count
    hosts = outcome.ranks.map(\.host).reduce(into: []) { hosts, host in
      if !hosts.contains(host) { hosts.append(host) }
    }
    input = Input(
      paths: outcome.input.paths, layout: outcome.input.layout, shape: outcome.input.shape,
      records: outcome.input.records, bytes: outcome.input.bytes, text: outcome.input.text)
    let survived = outcome.effect.survivors
    records = Records(
      read: outcome.input.records, survived: survived,
      dropped: outcome.input.records - survived)
    stages = outcome.stages.map(Stage.init)
    phases = outcome.phases.map { Phase(phase: $0.phase, seconds: $0.seconds, bytes: $0.bytes) }
    effect = EffectFigures(outcome.effect, outcome.measured, outcome.ranks)
    imbalance = Imbalance(
      before: Effect.imbalance(outcome.effect.before),
      pruned: Effect.imbalance(outcome.effect.pruned),
      balanced: Effect.imbalance(outcome.effect.balanced))
    balance = Balance(outcome.balance)
    memory = Memory(
      predictedPeak: outcome.memory.predictedPeak, peak: outcome.memory.peak,
      shardBefore: outcome.memory.shardBefore, shardAfter: outcome.memory.shardAfter,
      budget: outcome.memory.budget?.bytes, budgetFrom: outcome.memory.budget?.origin.rawValue,
      scratchBytes: outcome.memory.spilled, scratch: outcome.memory.budget?.scratch,
      rereadBytes: outcome.memory.reread, spill: outcome.memory.spill.map(Spill.init))
    communication = Communication(
      calls: outcome.communication.reduce(0) { $0 + $1.calls },
      bytes: outcome.communication.reduce(0) { $0 + $1.bytes },
      byCall: outcome.communication.map {
        Call(name: $0.name, calls: $0.calls, bytes: $0.bytes, seconds: $0.seconds)
      },
      byPair: outcome.pairs.map {
        Pair(from: $0.from, to: $0.to, messages: $0.messages, bytes: $0.bytes)
      })
    output = Output(
      files: outcome.output.files.map {
        File(path: $0.path, role: $0.role, records: $0.records, bytes: $0.bytes)
      }, notes: outcome.output.notes.isEmpty ? nil : outcome.output.notes,
      digest: outcome.output.digest)
  }
}

extension JSONReport.Spill {
  init(_ decision: SpillDecision) {
    self.init(
      policy: decision.policy, way: decision.way, obstacle: decision.obstacle,
      withoutRoomBytes: decision.withoutRoom, rereadBytes: decision.rereadBytes,
      scratchSeconds: decision.scratchSeconds, rereadSeconds: decision.rereadSeconds)
  }
}

extension JSONReport.Input {
  init(
    paths: [String], layout: RecordLayout, shape: [Int], records: Int, bytes: Int,
    text: Plan.Input.Text? = nil
  ) {
    let only = layout.fields.count == 1 && text == nil ? layout.fields[0] : nil
    self.init(
      paths: paths, elementType: only?.elementType, byteOrder: only?.byteOrder,
      fields: layout.fields.map(JSONReport.Field.init),
      columns: text == nil ? layout.widths.count : 1, shape: shape,
      records: records,
      bytes: bytes, text: text.map { .init(delimiter: $0.delimiter, columns: $0.columns) })
  }
}

extension JSONReport.Field {
  init(_ field: Field) {
    self.init(
      name: field.name, elementType: field.elementType, byteOrder: field.byteOrder,
      shape: field.shape)
  }
}

extension JSONReport.Balance {
  fileprivate init(_ outcome: BalanceOutcome) {
    self.init(
      policy: outcome.policy, decision: outcome.decision, movedRecords: outcome.movedRecords,
      movedBytes: outcome.movedBytes, surplusRecords: outcome.surplusRecords,
      surplusBytes: outcome.surplusBytes, reuse: outcome.reuse, bandwidth: outcome.bandwidth,
      secondsPerRecord: outcome.secondsPerRecord,
      predictedMoveSeconds: outcome.predictedMoveSeconds,
      predictedGainSeconds: outcome.predictedGainSeconds, moveSeconds: outcome.moveSeconds)
  }
}
