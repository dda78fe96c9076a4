import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What one file holds, or one field of a file of records.
public struct Inspection: Sendable, Equatable {
  /// As it was named; it may stand for several files.
  public var path: String
  public var files: Int
  /// nil where records have but one field.
  public var field: String?
  public var elementType: ElementType
  public var byteOrder: ByteOrder
  public var shape: [Int]
  public var count: Int
  /// Of the elements, without the header.
  public var byteCount: Int
  /// Of the values that are not NaN, as the element type writes them; nil when there is none.
  public var minimum: String?
  public var maximum: String?
  /// Of the values that are not NaN, correctly rounded from their exact sum: the same on any
  /// number of ranks. Nil when there is none; infinite or NaN where infinities are among them.
  public var mean: Double?
  public var nanCount: Int
  /// Both zeros count.
  public var zeroCount: Int
  public var infiniteCount: Int
}

/// Collective. Looks at every element of every file.
///
/// - Parameters:
///   - paths: Each looked at by itself; a folder or a pattern as one array.
///   - raw: Describes files without a header.
/// - Returns: One for each file, or for each field of structured ones, on rank 0; empty elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data for each field; eight collectives per path,
///   four per field, of at most some hundred bytes per file.
public func inspect(
  _ paths: [String], raw: String? = nil, over world: borrowing Communicator
) throws(PruningError) -> [Inspection] {
  let agreement = try Agreement(over: world)
  // All headers first: a file that cannot be read is found before the long part.
  var inputs: [RecordInput] = []
  for path in paths {
    inputs.append(
      try openRecords(InputRequest([path], raw: raw), over: world, agreement: agreement))
  }
  var found: [Inspection] = []
  for (path, input) in zip(paths, inputs) {
    for field in input.layout.fields {
      var pass = SummaryPass(
        input: input, field: field,
        range: Partition(even: input.count, over: world.size, aligned: input.alignment)
          .range(of: world.rank),
        agreement: agreement)
      let mine = try agreement.together(world, namesRank: true) {
        () throws(PruningError) -> SummaryWords in
        try field.elementType.visit(&pass)
      }
      let gathered = try mpi { () throws(MPIError) in try world.gather(mine.words) }
      guard let gathered else { continue }
      var merge = SummaryMerge(count: input.count * field.count, words: gathered)
      found.append(field.elementType.visit(&merge).inspection(path, input, field))
    }
  }
  return found
}
