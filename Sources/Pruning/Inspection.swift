public import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What one file holds, or one field of a file of records.
public struct Inspection: Sendable, Equatable {
  public var path: String
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

/// What `inspect` has found in one input.
public enum InspectedInput: Sendable {
  /// Of each field.
  case values([Inspection])
  /// An HDF5 file, of which no dataset was named.
  case tree(path: String, HDF5Node)
}

/// Collective. Looks at every element of every input; of an HDF5 file of which no dataset is named,
/// at what is in it.
///
/// - Parameters:
///   - paths: Each looked at by itself.
///   - raw: Describes files without a header.
/// - Returns: One for each input, on rank 0; empty elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data for each field; per file and field five collectives of at
///   most some hundred bytes.
public func inspect(
  _ paths: [String], raw: String? = nil, over world: borrowing Communicator
) throws(PruningError) -> [InspectedInput] {
  let agreement = try Agreement(over: world)
  // All headers first: a file that cannot be read is found before the long part.
  var inputs: [RecordInput?] = []
  var trees: [HDF5Node?] = []
  for path in paths {
    let tree = try agreement.onRoot(world) { () throws(PruningError) -> HDF5Node? in
      if raw != nil { return nil }
      return try file { () throws(ArrayFileError) in try HDF5Node.ofFile(path) }
    }
    trees.append(tree ?? nil)
    let isTree = try mpi { () throws(MPIError) in
      try world.broadcast([tree ?? nil == nil ? 0 : 1] as [UInt8]).first == 1
    }
    inputs.append(
      isTree
        ? nil
        : try openRecords(InputRequest([path], raw: raw), over: world, agreement: agreement))
  }
  var found: [InspectedInput] = []
  for (index, path) in paths.enumerated() {
    if let tree = trees[index] { found.append(.tree(path: path, tree)) }
    guard let input = inputs[index] else { continue }
    var values: [Inspection] = []
    for field in input.layout.fields {
      let summary = try summarize(field, of: input, path, over: world, agreement: agreement)
      if let summary { values.append(summary) }
    }
    if world.isRoot { found.append(.values(values)) }
  }
  return found
}

/// Collective. One field of one input, on rank 0.
private func summarize(
  _ field: Field, of input: RecordInput, _ path: String, over world: borrowing Communicator,
  agreement: Agreement
) throws(PruningError) -> Inspection? {
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
  guard let gathered else { return nil }
  var merge = SummaryMerge(count: input.count * field.count, words: gathered)
  return field.elementType.visit(&merge).inspection(path, input, field)
}
