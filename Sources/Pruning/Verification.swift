import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What an output holds now, to be compared with what its report says.
public struct Verification: Sendable, Equatable {
  /// Nil of text, whose columns are not looked into.
  public var layout: RecordLayout?
  public var records: Int
  public var digest: String
  /// File by file, in the order of the records.
  public var files: [File]

  public struct File: Sendable, Equatable {
    public var path: String
    public var records: Int
  }
}

/// Collective. Counts and digests the records of an output, and reads the report of the run that
/// wrote it.
///
/// - Parameters:
///   - output: A file, a directory of parts, or a pattern that matches parts.
///   - report: The report's path.
///   - understand: Makes sense of the report's bytes; called on rank 0 before the output is read.
///   - fields: The names of the fields that a report tells of, in order.
///   - files: The files, or datasets of HDF5 files, that a report tells of, column by column.
///   - delimiter: What separates the fields of lines where a report tells of text.
/// - Returns: What the output holds and what the report says, on rank 0; nil elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data; ten collectives of at most some hundred bytes per file.
public func verify<Report>(
  _ output: String, report: String, over world: borrowing Communicator,
  understand: (_ bytes: [UInt8]) throws(PruningError) -> Report, fields: (Report) -> [String],
  files: (Report) -> [String], delimiter: (Report) -> UInt8?
) throws(PruningError) -> (found: Verification, report: Report)? {
  let agreement = try Agreement(over: world)
  let said = try agreement.onRoot(world) { () throws(PruningError) -> Report in
    try understand(try file { () throws(ArrayFileError) in try readWhole(report) })
  }
  let byte = try mpi { () throws(MPIError) in
    try world.broadcast([said.flatMap(delimiter).map(Int.init) ?? -1])
  }
  let found: Verification?
  if byte[0] >= 0 {
    let names = try agreement.onRoot(world) { () throws(PruningError) -> [String] in
      try file { () throws(ArrayFileError) in try outputFiles(at: output) }
    }
    let text = try openText(
      names ?? [], delimiter: UInt8(byte[0]), over: world, agreement: agreement)
    found = try digest(text, over: world, agreement: agreement)
  } else {
    let input = try openHeads(over: world, agreement: agreement) {
      () throws(PruningError) -> InputFiles in
      try file { () throws(ArrayFileError) in
        try outputInput(
          at: output, fields: said.map(fields) ?? [], files: said.map(files) ?? [])
      }
    }
    found = try digest(input, over: world, agreement: agreement)
  }
  guard let found, let said else { return nil }
  return (found, said)
}

/// Local. The files of an output: records of one array, or fields in files of their own.
private func outputInput(
  at path: String, fields: [String], files: [String]
) throws(ArrayFileError) -> InputFiles {
  if let input = try InputFiles.hdf5Output(at: path, fields: fields, files: files) {
    return input
  }
  if ZarrDirectory.group(path) != nil {
    return try InputFiles(fields: fields.map { .init($0, ["\(path)/\($0)"]) })
  }
  let named = try outputFields(at: path)
  guard !named.isEmpty, Set(fields).isSubset(of: named) else {
    return try InputFiles(try outputFiles(at: path), isByRow: true)
  }
  return try InputFiles(fields: try outputFiles(at: path, fields: fields))
}

private func digest(
  _ input: RecordInput, over world: borrowing Communicator, agreement: Agreement
) throws(PruningError) -> Verification? {
  let range = Partition(even: input.count, over: world.size, aligned: input.alignment)
    .range(of: world.rank)
  let columns = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> [DigestPart] in
    let reader = ShardReader(FileSource(input), layout: input.layout)
    var parts = input.layout.widths.map { _ in DigestPart() }
    var before = 0
    for (column, width) in input.layout.widths.enumerated() {
      try reader.forEachPiece(of: [range], columns: [column]) { (piece) throws(PruningError) in
        guard case .from(let first) = piece.positions, let bytes = piece.columns[column] else {
          return
        }
        bytes.buffer.withBytes(bytes.offset..<bytes.offset + piece.count * width) {
          parts[column].add($0, at: before + first * width)
        }
        try agreement.throwIfInterrupted()
      }
      before += input.count * width
    }
    return parts
  }
  let words = columns.flatMap(\.words)
  let gathered = try mpi { () throws(MPIError) in try world.gather(words) }
  guard let gathered else { return nil }
  return Verification(
    layout: input.layout, records: input.count,
    digest: DigestPart.combine(
      DigestPart.parts(words: gathered), byteCount: input.byteCount
    ).description,
    files: input.columns.flatMap { column in
      column.parts.map { Verification.File(path: $0.path, records: $0.count) }
    })
}

private func digest(
  _ input: CSVInput, over world: borrowing Communicator, agreement: Agreement
) throws(PruningError) -> Verification? {
  let range = Partition(even: input.byteCount, over: world.size).range(of: world.rank)
  var parser = CSVParser(input, .count)
  _ = try parser.readSplit(over: world, agreement: agreement) { CSVParser(input, .count) }
  let part = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> DigestPart in
    var part = DigestPart()
    var next = range.lowerBound
    try LineReader(input).readAll(range, fail: PruningError.file) {
      (piece) throws(PruningError) in
      part.add(piece, at: next)
      next += piece.byteCount
      try agreement.throwIfInterrupted()
    }
    return part
  }
  let gathered = try mpi { () throws(MPIError) in
    try world.gather(part.words)
  }
  let counts = try mpi { () throws(MPIError) in
    try world.allReduce(.sum, parser.recordCounts)
  }
  guard let gathered else { return nil }
  return Verification(
    layout: nil, records: counts.reduce(0, +),
    digest: DigestPart.combine(
      DigestPart.parts(words: gathered), byteCount: input.byteCount
    ).description,
    files: zip(input.parts, counts).map { Verification.File(path: $0.path, records: $1) })
}
