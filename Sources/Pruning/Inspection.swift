public import ArrayFiles
public import MPI
import Planning
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
  /// Of a column of text, which has no numbers: bytes of its longest value.
  public var longestText: Int?
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
public enum InspectionResult: Sendable {
  /// Of each field.
  case values([Inspection])
  /// An HDF5 file, of which no dataset was named.
  case tree(path: String, HDF5Node)
}

/// An input that is looked at.
struct InspectedInput {
  /// As it was named.
  let path: String
  let files: Int
  let layout: RecordLayout
  let shape: [Int]
  let count: Int
  /// Who looks at what.
  let partition: Partition
  let source: any RecordSource
  let isText: Bool
  /// Whether its fields have names, even if there is but one.
  var isNamed = false
}

/// Collective. Looks at every element of every input; of an HDF5 file of which no dataset is named,
/// at what is in it.
///
/// - Parameters:
///   - paths: Each looked at by itself; a folder or a pattern as one array.
///   - raw: Describes files without a header.
///   - delimiter: What separates fields where the files are text with a header.
/// - Returns: One for each input, on rank 0; empty elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data for each field, of text at most three in all; ten
///   collectives per path, four per field, of at most some hundred bytes per file.
public func inspect(
  _ paths: [String], raw: String? = nil, delimiter: UInt8? = nil,
  over world: borrowing Communicator
) throws(PruningError) -> [InspectionResult] {
  let agreement = try Agreement(over: world)
  var found: [InspectionResult] = []
  if let delimiter {
    for path in paths {
      let columns = try inspectText(path, delimiter, over: world, agreement: agreement)
      if world.isRoot { found.append(.values(columns)) }
    }
    return found
  }
  // All headers first: a file that cannot be read is found before the long part.
  var inputs: [InspectedInput?] = []
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
    if isTree {
      inputs.append(nil)
      continue
    }
    let input = try openRecords(
      InputRequest([path], raw: raw), over: world, agreement: agreement)
    inputs.append(
      InspectedInput(
        path: path, files: input.columns[0].parts.count, layout: input.layout,
        shape: input.shape, count: input.count,
        partition: Partition(even: input.count, over: world.size, aligned: input.alignment),
        source: FileSource(input), isText: false,
        isNamed: InputRequest([path], raw: raw).isArchive))
  }
  for (path, (input, tree)) in zip(paths, zip(inputs, trees)) {
    if let tree { found.append(.tree(path: path, tree)) }
    guard let input else { continue }
    var values: [Inspection] = []
    for field in input.layout.fields {
      values += try inspect(field, of: input, over: world, agreement: agreement)
    }
    if world.isRoot { found.append(.values(values)) }
  }
  return found
}

/// Collective. One field of an input; none but on rank 0.
private func inspect(
  _ field: Field, of input: InspectedInput, over world: borrowing Communicator,
  agreement: Agreement
) throws(PruningError) -> [Inspection] {
  var pass = SummaryPass(
    source: input.source, layout: input.layout, field: field,
    range: input.partition.range(of: world.rank), agreement: agreement)
  let mine = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> SummaryWords in
    try field.elementType.visit(&pass)
  }
  let gathered = try mpi { () throws(MPIError) in try world.gather(mine.words) }
  guard let gathered else { return [] }
  var merge = SummaryMerge(count: input.count * field.count, words: gathered)
  return [field.elementType.visit(&merge).inspection(input, field)]
}

/// Collective. The columns of text, in the order of the files.
private func inspectText(
  _ path: String, _ delimiter: UInt8, over world: borrowing Communicator, agreement: Agreement
) throws(PruningError) -> [Inspection] {
  let text = try openText([path], delimiter: delimiter, over: world, agreement: agreement)
  let records = try TextRecords(
    text, wanted: Array(text.names.indices), keys: [],
    budget: MemoryBudget(ranks: world.size, resident: ProcessMemory.resident), over: world,
    agreement: agreement)
  let count = records.partition.total
  let input = InspectedInput(
    path: path, files: text.parts.count, layout: records.layout, shape: [count], count: count,
    partition: records.partition, source: TextSource(records), isText: true)
  var found: [Inspection] = []
  var numbers = records.layout.fields.makeIterator()
  for column in records.columns {
    if column.kind != .text {
      guard let field = numbers.next() else { break }
      found += try inspect(field, of: input, over: world, agreement: agreement)
    } else if world.isRoot {
      found.append(
        Inspection(
          path: path, files: text.parts.count, field: column.name, elementType: .uint8,
          byteOrder: .native, shape: [count], count: count, byteCount: 0,
          longestText: column.longest, nanCount: 0, zeroCount: 0, infiniteCount: 0))
    }
  }
  return found
}
