import Planning
import Pruning
import ShardedArrays

/// The page of `--explain`: what a run would do, and what it is expected to cost.
public struct PlanText {
  /// One stage in words.
  package struct Stage: Sendable {
    var typed: String
    var evaluated: String
    var kernel: String

    /// - Parameters:
    ///   - typed: `keep abs(x) > 20`.
    ///   - evaluated: What is true for the records that stay, after simplification.
    ///   - kernel: How it is evaluated.
    package init(typed: String, evaluated: String, kernel: String) {
      self.typed = typed
      self.evaluated = evaluated
      self.kernel = kernel
    }
  }

  private let plan: Plan
  private let stages: [Stage]
  private let memory: MemoryModel
  private let estimate: Estimate
  private let spill: SpillDecision?
  private let words = Wording(unicode: false)

  public init(_ explanation: Explanation) {
    let stages = explanation.plan.stages.map { stage in
      let kernel =
        switch stage.filter?.kernel {
        case .constant: "known in advance"
        case .compare: "one comparison, own kernel"
        case .blocks: "general, block by block"
        case nil: "when all records are known"
        }
      return Stage(typed: stage.text, evaluated: stage.evaluated, kernel: kernel)
    }
    self.init(
      explanation.plan, stages: stages, memory: explanation.memory,
      spill: explanation.spill, estimate: explanation.estimate)
  }

  package init(
    _ plan: Plan, stages: [Stage], memory: MemoryModel, spill: SpillDecision? = nil,
    estimate: Estimate
  ) {
    self.spill = spill
    self.plan = plan
    self.stages = stages
    self.memory = memory
    self.estimate = estimate
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    [whatWouldRun, stageTable, expected, memoryTable, writes]
      .map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private var whatWouldRun: [String] {
    let input = plan.input
    let array = words.array(
      .init(
        paths: input.paths, layout: input.layout, shape: input.shape, records: input.count,
        bytes: input.byteCount, text: input.text))
    let room = Layout.width - 9
    let largest = plan.partition.largest
    let share = words.bytes(largest * input.recordBytes)
    let each = plan.ranks == 1 ? ", which reads" : ", each reads up to"
    return ["The plan (nothing is pruned, moved or written)"]
      + Layout.table(
        [
          ["input", words.paths(input.paths, to: room)],
          [input.text == nil ? "array" : "text", words.shortened(array, to: room)],
          [
            "ranks",
            "\(words.count(plan.ranks))\(each) \(words.records(largest)), \(share)",
          ],
        ], [.left, .left])
  }

  private var stageTable: [String] {
    let rows = stages.map { stage in
      [
        words.shortened(words.visible(stage.typed), to: 30),
        words.shortened(words.visible(stage.evaluated), to: 30), stage.kernel,
      ]
    }
    return ["Stages, in this order"]
      + Layout.table([["stage", "a record stays if", "evaluated"]] + rows, [.left, .left, .left])
  }

  private var expected: [String] {
    guard plan.input.count > 0 else { return ["Expected: nothing, the input holds no records"] }
    let all = estimate.sampled >= plan.input.count
    let sample =
      all
      ? "from all \(words.records(plan.input.count))"
      : "from a sample of \(words.records(estimate.sampled)), "
        + words.percent(estimate.sampled, of: plan.input.count)
    let kept = estimate.totalSurvivors
    let share = words.percent(kept, of: plan.input.count)
    let about = estimate.isUpperBound ? "at most " : all ? "" : "about "
    var rows = [
      ["survivors", "\(about)\(words.count(kept)), \(share)"],
      ["read and prune", "\(words.seconds(estimate.passSeconds(plan))), the slowest rank"],
    ]
    if plan.output.writtenBytes(plan.input, survivors: kept) > 0 {
      let bytes = words.bytes(plan.output.writtenBytes(plan.input, survivors: kept))
      rows.append(["write", about + bytes])
    }
    if plan.ranks > 1 && kept > 0 {
      let imbalance = words.ratio(Effect.imbalance(estimate.survivors))
      rows.append(["imbalance", "\(imbalance) after pruning (largest rank over mean)"])
      rows.append(["balance", balance])
    }
    return ["Expected, \(sample)"] + Layout.table(rows, [.left, .left])
  }

  private var balance: String {
    switch plan.balance {
    case .always: "\(movers) to an even spread (--balance always)"
    case .never: "survivors stay where they are found (--balance never)"
    case .auto:
      "\(movers) if that costs less time than it saves in \(words.passes(plan.reuse))"
    }
  }

  /// How many survivors an even spread moves, as far as the sample tells.
  private var movers: String {
    let found = Partition(counts: estimate.survivors)
    let even = Partition(even: found.total, over: found.ranks)
    let moved = TransferPlan.cost(from: found, to: even).moved
    return moved == 0 ? "none move" : "about \(words.count(moved)) move"
  }

  private var memoryTable: [String] {
    let likely = memory.peak(survivors: estimate.survivors.max() ?? 0, of: plan)
    return [
      "Memory of the largest rank: at most \(words.bytes(memory.peak)), "
        + "\(words.bytes(min(likely, memory.peak))) expected"
    ]
      + Layout.table(
        [
          ["program", words.bytes(memory.base), "resident now, with the MPI library"],
          ["working", words.bytes(memory.working), "reading and evaluating a block"],
        ]
          + (plan.input.text == nil
            ? [] : [["text", words.bytes(memory.text), "where lines lie, and numbers in them"]])
          + (memory.solving == 0
            ? []
            : [["solving", words.bytes(memory.solving), "a stage that needs all records, at most"]])
          + [
            ["records", words.bytes(memory.records), records],
            ["moving", words.bytes(memory.moving), "while what arrives outruns what leaves"],
            ["messages", words.bytes(memory.messages), "the MPI library, moving survivors"],
          ], [.left, .right, .left])
      + without
  }

  /// What becomes of survivors that have no room, and why.
  private var without: [String] {
    guard let spill else { return [] }
    let way =
      spill.way == .scratch ? "survivors go to a file" : "survivors are counted and read again"
    let room = spill.withoutRoom.map { bytes in
      bytes == 0 ? ", none are expected" : ", about \(words.bytes(bytes)) are expected"
    }
    return Layout.table(
      [["no room", way + (room ?? "")], ["", JSONReport.Spill(spill).reason(words)]],
      [.left, .left])
  }

  private var records: String {
    switch memory.place {
    case .memory: "if every record survives"
    case .scratch(_, _, let directory):
      "what is more goes to files in \(words.visible(directory))"
    case .reread: "what is more is read a second time"
    }
  }

  private var writes: [String] {
    let output = plan.output
    let file = output.compresses ? "compressed file" : "file"
    let survivors =
      output.shards.map { "survivors in \(words.count($0, file))" } ?? "survivors"
    let counts = output.counts.map {
      (Optional($0), "how many records each survivor stands for")
    }
    let rows =
      ([
        (output.survivors, survivors), (output.index, "positions of the survivors"),
        (output.rejects, "rejects"),
      ] + counts).compactMap { path, what in
        path.map { [words.shortened(words.visible($0), to: 60), what] }
      }
    return rows.isEmpty
      ? ["Writes nothing: no output is named (-o FILE)"]
      : ["Writes"] + Layout.table(rows, [.left, .left])
  }
}
