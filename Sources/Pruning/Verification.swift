import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What an output holds now, to be compared with what its report says.
public struct Verification: Sendable, Equatable {
  public var elementType: ElementType
  public var byteOrder: ByteOrder
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
/// - Returns: What the output holds and what the report says, on rank 0; nil elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data; six collectives of at most some hundred bytes.
public func verify<Report>(
  _ output: String, report: String, over world: borrowing Communicator,
  understand: (_ bytes: [UInt8]) throws(PruningError) -> Report
) throws(PruningError) -> (found: Verification, report: Report)? {
  let agreement = try Agreement(over: world)
  let expected = try agreement.onRoot(world) { () throws(PruningError) -> (Report, [String]) in
    let bytes = try file { () throws(ArrayFileError) in try readWhole(report) }
    let said = try understand(bytes)
    return (said, try file { () throws(ArrayFileError) in try outputFiles(at: output) })
  }
  let input = try openInput(expected?.1 ?? [], raw: nil, over: world, agreement: agreement)
  let found = try digest(input, over: world, agreement: agreement)
  guard let found, let expected else { return nil }
  return (found, expected.0)
}

private func digest(
  _ input: ArrayInput, over world: borrowing Communicator, agreement: Agreement
) throws(PruningError) -> Verification? {
  let width = input.elementType.byteCount
  let range = Partition(even: input.count, over: world.size).range(of: world.rank)
  let part = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> DigestPart in
    let piece = RecordBuffer(byteCount: 1 << 20)
    let pieceRecords = piece.byteCount / width
    var source = FileSource(input)
    var part = DigestPart()
    for first in stride(from: range.lowerBound, to: range.upperBound, by: pieceRecords) {
      let count = Swift.min(pieceRecords, range.upperBound - first)
      try piece.withMutableBytes(0..<count * width) { (bytes) throws(PruningError) in
        try source.read(first: first, count: count, into: &bytes)
      }
      piece.withBytes(0..<count * width) { part.add($0, at: first * width) }
      try agreement.throwIfInterrupted()
    }
    return part
  }
  let words = part.words
  let gathered = try mpi { () throws(MPIError) in try world.gather(words) }
  guard let gathered else { return nil }
  let parts = (0..<world.size).map {
    DigestPart(words: Array(gathered[$0 * words.count..<($0 + 1) * words.count]))
  }
  return Verification(
    elementType: input.elementType, byteOrder: input.byteOrder, records: input.count,
    digest: DigestPart.combine(parts, byteCount: input.byteCount).description,
    files: input.parts.map { Verification.File(path: $0.path, records: $0.count) })
}
