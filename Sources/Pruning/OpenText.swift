import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// Collective. Finds text files and reads their headers, the ranks in turn; all learn what they say.
///
/// - Parameter check: Called on rank 0 with the files' names.
/// - Complexity: each header is read once; seven collectives of some hundred bytes per file.
func openText(
  _ paths: [String], delimiter: UInt8, over world: borrowing Communicator, agreement: Agreement,
  check: (CSVInput) throws(ArrayFileError) -> Void = { _ in }
) throws(PruningError) -> CSVInput {
  let named = try agreement.onRoot(world) { () throws(PruningError) -> InputFiles in
    try file { () throws(ArrayFileError) -> InputFiles in
      var files: [String] = []
      for path in paths { files += try InputNames.expand(path, as: .text) }
      return try InputFiles(files)
    }
  }
  let list = try mpi { () throws(MPIError) in try world.broadcast(named?.encoded() ?? []) }
  let files = try file { () throws(ArrayFileError) in try InputFiles(decoding: list).paths }
  let mine = HeadsFound(files.count, first: world.rank, step: world.size) {
    (index) throws(ArrayFileError) in try CSVHead.read(files[index], delimiter: delimiter)
  }
  let gathered = try mpi { () throws(MPIError) in try world.gatherBytes(mine.encoded()) }
  let read = try agreement.onRoot(world) { () throws(PruningError) -> CSVInput in
    try file { () throws(ArrayFileError) -> CSVInput in
      let ranks: [HeadsFound<CSVHead>] = try decoded(gathered)
      let input = try CSVInput(
        files, delimiter: delimiter, HeadsFound.inOrder(ranks, count: files.count))
      try check(input)
      return input
    }
  }
  let bytes = try mpi { () throws(MPIError) in try world.broadcast(read?.encoded() ?? []) }
  return try file { () throws(ArrayFileError) in try CSVInput(decoding: bytes) }
}

/// What a run's stages want of text, and what they make of it.
struct TextPlan {
  let records: TextRecords
  let stages: [Stage]
  /// Of which text has taken its part.
  let budget: MemoryBudget

  /// Collective. Reads the columns that the stages name, and understands the stages.
  ///
  /// - Throws: what is wrong with a stage, where that can be said without the records before they
  ///   are read; what is wrong with the files; a column of text used as a number.
  init(
    _ input: CSVInput, _ job: PruneJob, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    // With all columns as numbers a stage is understood, or never will be.
    let numbers = input.names.indices.filter { !input.names[$0].isEmpty }
    let layout = RecordLayout(
      fields: numbers.enumerated().map { Field(input.names[$1], .float64, column: $0) },
      widths: numbers.map { _ in 8 })
    try agreement.together(world, namesRank: false) { () throws(PruningError) in
      for stage in job.stages { try checkBudget(stage) }
      _ = try Initialised.understand(job, layout, keys: layout, records: input.byteCount)
    }
    let wanted = FieldsWanted(job.stages)
    let isWanted = input.names.indices.filter { index in
      let name = input.names[index]
      return wanted.wholeRecords || wanted.asKeys.contains(name)
        || (!name.isEmpty && (wanted.allNumbers || wanted.inExpressions.contains(name)))
    }
    let keys = isWanted.filter {
      wanted.wholeRecords || wanted.asKeys.contains(input.names[$0])
    }
    budget = MemoryBudget(job, ranks: world.size, resident: ProcessMemory.resident)
    let records = try TextRecords(
      input, wanted: isWanted, keys: Set(keys), budget: budget, over: world,
      agreement: agreement)
    // In expressions text must not be taken for a row of numbers. Its fields are the last ones, so
    // that the others have the same places without them.
    let scalars = RecordLayout(
      fields: records.layout.fields.filter(\.isScalar), widths: records.layout.widths)
    stages = try agreement.together(world, namesRank: false) {
      () throws(PruningError) -> [Stage] in
      do throws(PruningError) {
        return try Initialised.understand(
          job, scalars, keys: records.layout, records: records.partition.total)
      } catch {
        let text = records.columns.first {
          $0.kind == .text && wanted.inExpressions.contains($0.name)
        }
        guard let text, let place = text.firstText else { throw error }
        throw .file(input.textColumn(text.name, firstText: place))
      }
    }
    self.records = records
  }
}

private func checkBudget(_ stage: StageRequest) throws(PruningError) {
  guard case .budget(let budget) = stage else { return }
  if case .percent = budget.limit { return }
  throw .request(.budgetOfText(stage: stage.text))
}
