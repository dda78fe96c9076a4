import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What an output holds now, to be compared with what its report says.
public struct Verification: Sendable, Equatable {
  public var layout: RecordLayout
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
///   - output: A file, or a directory of parts.
///   - report: The report's path.
///   - understand: Makes sense of the report's bytes; called on rank 0 before the output is read.
///   - fields: The names of the fields that a report tells of, in order.
///   - files: The files, or datasets of HDF5 files, that a report tells of, column by column.
/// - Returns: What the output holds and what the report says, on rank 0; nil elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data; six collectives of at most some hundred bytes.
public func verify<Report>(
  _ output: String, report: String, over world: borrowing Communicator,
  understand: (_ bytes: [UInt8]) throws(PruningError) -> Report, fields: (Report) -> [String],
  files: (Report) -> [String]
) throws(PruningError) -> (found: Verification, report: Report)? {
  let agreement = try Agreement(over: world)
  let expected = try agreement.onRoot(world) { () throws(PruningError) -> (Report, RecordInput) in
    let bytes = try file { () throws(ArrayFileError) in try readWhole(report) }
    let said = try understand(bytes)
    let input = try file { () throws(ArrayFileError) in
      try openOutput(at: output, fields: fields(said), files: files(said))
    }
    return (said, input)
  }
  let message = try mpi { () throws(MPIError) in
    try world.broadcast(expected?.1.encoded() ?? [])
  }
  let input = try file { () throws(ArrayFileError) in try RecordInput(decoding: message) }
  let found = try digest(input, over: world, agreement: agreement)
  guard let found, let expected else { return nil }
  return (found, expected.0)
}

/// Local. What an output holds: records of one array, or fields in files of their own.
private func openOutput(
  at path: String, fields: [String], files: [String]
) throws(ArrayFileError) -> RecordInput {
  if let input = try RecordInput.openHDF5Output(at: path, fields: fields, files: files) {
    return input
  }
  let named = try outputFields(at: path)
  guard !named.isEmpty, Set(fields).isSubset(of: named) else {
    return try RecordInput.open(try outputFiles(at: path), axis: 0)
  }
  return try RecordInput.open(fields: try outputFiles(at: path, fields: fields))
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
