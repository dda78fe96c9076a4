import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// Phase one: the input is looked at, the stages are understood, and the work is split.
struct Initialised {
  /// Where records come from.
  enum Source {
    case files(RecordInput)
    case generated(GeneratedField)
    case text(TextRecords)
  }

  let plan: Plan
  let source: Source
  /// How columns lie in files, and where those of HDF5 files come from; none where the records are
  /// lines of text.
  let formats: [ColumnFormat]
  let origins: [HDF5Origin?]
  var memory: MemoryModel
  /// How survivors are dealt with that have no room; nil where there is room for all, on all ranks.
  var spill: SpillDecision?
}

extension Initialised {
  /// Collective. The ranks read the headers in turn, rank 0 checks the outputs' names; all ranks
  /// then make the same plan.
  ///
  /// - Throws: what is wrong with an input, an output's name or a stage.
  /// - Complexity: as ``openRecords(_:over:agreement:check:)``; of text as
  ///   ``TextRecords/init(_:wanted:keys:over:agreement:)``.
  init(
    _ job: PruneJob, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    guard case .files(let request) = job.input, let delimiter = request.delimiter else {
      try self.init(arrays: job, over: world, agreement: agreement)
      return
    }
    let input = try openText(
      request.paths, delimiter: delimiter, over: world, agreement: agreement
    ) { (found) throws(ArrayFileError) in
      try job.checkOutputs([], origins: [], inputs: found.paths)
    }
    try self.init(
      job, try TextPlan(input, job, over: world, agreement: agreement), over: world,
      agreement: agreement)
  }

  private init(
    arrays job: PruneJob, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let input: Plan.Input
    switch job.input {
    case .generated(let field):
      formats = [ColumnFormat(.element(.float64, .native))]
      origins = [nil]
      let formats = self.formats
      _ = try agreement.onRoot(world) { () throws(PruningError) in
        try file { () throws(ArrayFileError) in
          try job.checkOutputs(formats, origins: [nil], inputs: [])
        }
      }
      source = .generated(field)
      input = Plan.Input(
        paths: [], layout: RecordLayout(elements: .float64), shape: [field.count],
        count: field.count)
    case .files(let request):
      let found = try openRecords(request, over: world, agreement: agreement) {
        (found) throws(ArrayFileError) in
        try job.checkOutputs(
          found.columns.map(\.format), origins: found.columns.map(\.origin), inputs: found.paths)
      }
      source = .files(found)
      formats = found.columns.map(\.format)
      origins = found.columns.map(\.origin)
      input = Plan.Input(
        paths: found.paths, layout: found.layout, shape: found.shape, count: found.count,
        alignment: found.alignment, decodingBytes: found.decodingBytes)
    }

    let ranks = world.size
    (plan, memory) = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> (Plan, MemoryModel) in
      let stages = try Self.understand(
        job, input.layout, keys: input.layout, records: input.count)
      let budget = MemoryBudget(job, ranks: ranks, resident: ProcessMemory.resident)
      return try Self.planned(budget) { budget in
        Plan(
          input: input,
          stages: stages.map {
            $0.within(
              budget / 2, records: (input.count + ranks - 1) / ranks, ranks: ranks,
              layout: input.layout)
          }, output: job.output, balance: job.balance, reuse: job.reuse, ranks: ranks)
      }
    }
  }

  /// Local. A plan, and the memory it takes of what there is.
  ///
  /// - Parameters:
  ///   - text: What it has taken of the budget.
  ///   - make: Gets the bytes that are left.
  private static func planned(
    _ given: MemoryBudget, text: HeldText = HeldText(), make: (_ budget: Int) -> Plan
  ) throws(PruningError) -> (Plan, MemoryModel) {
    var budget = given
    let plan = make(Swift.max(0, budget.bytes - text.inMemory))
    let before = ProcessMemory.resident
    KernelProbe.warmUp(plan)
    let resident = ProcessMemory.resident
    if budget.origin != .typed {
      budget.bytes = Swift.max(0, budget.bytes - Swift.max(0, resident - before))
    }
    do throws(MemoryShortage) {
      return (plan, try MemoryModel(plan, residentNow: resident, budget: budget, text: text))
    } catch {
      throw .memory(error)
    }
  }

  /// Lines of text.
  private init(
    _ job: PruneJob, _ text: TextPlan, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let records = text.records
    let input = records.input
    source = .text(records)
    formats = []
    origins = []
    var described = Plan.Input(
      paths: input.paths, layout: records.layout, shape: [records.partition.total],
      count: records.partition.total)
    described.text = Plan.Input.Text(
      delimiter: String(UnicodeScalar(input.delimiter)), columns: input.names.count,
      byteCount: input.byteCount)
    let ranks = world.size
    let planInput = described
    (plan, memory) = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> (Plan, MemoryModel) in
      try Self.planned(text.budget, text: records.held) { budget in
        Plan(
          input: planInput,
          stages: text.stages.map {
            $0.within(
              budget / 2, records: records.partition.largest, ranks: ranks,
              layout: planInput.layout)
          }, output: job.output, balance: job.balance, reuse: job.reuse, ranks: ranks,
          partition: records.partition)
      }
    }
  }

  /// Local.
  ///
  /// - Parameter keys: The layout for stages that only compare values for equality.
  static func understand(
    _ job: PruneJob, _ layout: RecordLayout, keys: RecordLayout, records: Int
  ) throws(PruningError) -> [Stage] {
    var stages: [Stage] = []
    for request in job.stages {
      do throws(StageProblem) {
        stages.append(
          try Stage(
            request, layout: request.isUnique ? keys : layout, records: records, nan: job.nan))
      } catch {
        switch error {
        case .expression(let error): throw .expression(error)
        case .request(let error): throw .request(error)
        }
      }
    }
    return stages
  }

  /// Where full buffers of this run's records go; nil where there is room for all.
  func makeStore() -> RecordStore? {
    switch memory.place {
    case .memory: nil
    case .scratch(let limit, let bufferBytes, let directory):
      RecordStore(limit: limit, bufferBytes: bufferBytes, directory: directory)
    case .reread(_, let bufferBytes):
      RecordStore(limit: .max, bufferBytes: bufferBytes, directory: "")
    }
  }

  /// What this rank reads from; opens nothing before the first read.
  var recordSource: any RecordSource {
    switch source {
    case .files(let input): FileSource(input)
    case .generated(let field): GeneratedSource(field: field)
    case .text(let records): TextSource(records)
    }
  }

  /// Of the input's arrays, where they are zarr and all of one version.
  var zarrVersion: Int? {
    if case .files(let input) = source { input.zarrVersion } else { nil }
  }

  /// Nil where the records are no lines of text.
  var text: TextRecords? {
    if case .text(let records) = source { records } else { nil }
  }
}

extension StageRequest {
  fileprivate var isUnique: Bool { if case .unique = self { true } else { false } }
}
