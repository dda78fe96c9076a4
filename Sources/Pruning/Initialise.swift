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
  }

  let plan: Plan
  let source: Source
  /// How columns lie in files.
  let formats: [ColumnFormat]
  let memory: MemoryModel
}

extension Initialised {
  /// Collective. The ranks read the headers in turn, rank 0 checks the outputs' names; all ranks
  /// then make the same plan.
  ///
  /// - Throws: what is wrong with an input, an output's name or a stage.
  /// - Complexity: as ``openRecords(_:over:agreement:check:)``.
  init(
    _ job: PruneJob, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let input: Plan.Input
    switch job.input {
    case .generated(let field):
      formats = [ColumnFormat(.element(.float64, .native))]
      let formats = self.formats
      _ = try agreement.onRoot(world) { () throws(PruningError) in
        try file { () throws(ArrayFileError) in try job.checkOutputs(formats, inputs: []) }
      }
      source = .generated(field)
      input = Plan.Input(
        paths: [], layout: RecordLayout(elements: .float64), shape: [field.count],
        count: field.count)
    case .files(let request):
      let found = try openRecords(request, over: world, agreement: agreement) {
        (found) throws(ArrayFileError) in
        try job.checkOutputs(found.columns.map(\.format), inputs: found.paths)
      }
      source = .files(found)
      formats = found.columns.map(\.format)
      input = Plan.Input(
        paths: found.paths, layout: found.layout, shape: found.shape, count: found.count,
        alignment: found.alignment, decodingBytes: found.decodingBytes)
    }

    let stages = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> [Stage] in
      try Self.understand(job, input)
    }
    plan = Plan(
      input: input, stages: stages, output: job.output, balance: job.balance, reuse: job.reuse,
      ranks: world.size)
    KernelProbe.warmUp(plan)
    memory = MemoryModel(plan, residentNow: ProcessMemory.resident)
  }

  private static func understand(
    _ job: PruneJob, _ input: Plan.Input
  ) throws(PruningError) -> [Stage] {
    var stages: [Stage] = []
    for request in job.stages {
      do throws(StageProblem) {
        stages.append(
          try Stage(request, layout: input.layout, records: input.count, nan: job.nan))
      } catch {
        switch error {
        case .expression(let error): throw .expression(error)
        case .request(let error): throw .request(error)
        }
      }
    }
    return stages
  }

  /// What this rank reads from; opens nothing before the first read.
  var recordSource: any RecordSource {
    switch source {
    case .files(let input): FileSource(input)
    case .generated(let field): GeneratedSource(field: field)
    }
  }
}
