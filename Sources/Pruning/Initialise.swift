import ArrayFiles
import Expressions
import MPI
import Planning
import ShardedArrays
import Stages

/// Phase one: the input is looked at, the stages are understood, and the work is split.
struct Initialised {
  /// Where records come from.
  enum Source {
    case files(ArrayInput)
    case generated(GeneratedField)
  }

  let plan: Plan
  let source: Source
  let memory: MemoryModel
}

extension Initialised {
  /// Collective. Rank 0 reads the headers and checks the outputs' names; all ranks then make the
  /// same plan.
  ///
  /// - Throws: what is wrong with an input, an output's name or an expression.
  /// - Complexity: each header is read once, by rank 0; one broadcast of some hundred bytes
  ///   per input file.
  init(
    _ job: PruneJob, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let input: Plan.Input
    switch job.input {
    case .generated(let field):
      _ = try agreement.onRoot(world) { () throws(PruningError) in
        try file { () throws(ArrayFileError) in try job.checkOutputs() }
      }
      source = .generated(field)
      input = Plan.Input(
        paths: [], elementType: .float64, byteOrder: .native, shape: [field.count],
        count: field.count)
    case .files(let paths, let raw):
      let found = try openInput(paths, raw: raw, over: world, agreement: agreement) {
        () throws(ArrayFileError) in
        try job.checkOutputs()
      }
      source = .files(found)
      input = Plan.Input(
        paths: paths, elementType: found.elementType, byteOrder: found.byteOrder,
        shape: found.shape, count: found.count)
    }

    let filters = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> [Filter] in
      try Self.understand(job.stages, elementType: input.elementType)
    }
    plan = Plan(
      input: input, filters: filters, output: job.output, balance: job.balance, reuse: job.reuse,
      ranks: world.size)
    KernelProbe.warmUp(plan)
    memory = MemoryModel(plan, residentNow: ProcessMemory.resident)
  }

  private static func understand(
    _ stages: [PruneJob.Stage], elementType: ElementType
  ) throws(PruningError) -> [Filter] {
    var filters: [Filter] = []
    for stage in stages {
      do throws(ExpressionError) {
        filters.append(
          Filter(stage.kind, try Predicate(stage.expression, elementType: elementType)))
      } catch {
        throw .expression(error)
      }
    }
    return filters
  }
}
