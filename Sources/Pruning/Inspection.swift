import ArrayFiles
public import MPI
import PruneKernels
public import ShardedArrays

/// What one file holds.
public struct Inspection: Sendable, Equatable {
  public var path: String
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
///   - paths: Each looked at by itself.
///   - raw: Describes files without a header.
/// - Returns: One for each file, on rank 0; empty elsewhere.
/// - Throws: what is wrong with a file, the same on every rank.
/// - Complexity: one read of the data; per file four collectives of at most some hundred bytes.
public func inspect(
  _ paths: [String], raw: String? = nil, over world: borrowing Communicator
) throws(PruningError) -> [Inspection] {
  let agreement = try Agreement(over: world)
  // All headers first: a file that cannot be read is found before the long part.
  var inputs: [ArrayInput] = []
  for path in paths {
    inputs.append(try openInput([path], raw: raw, over: world, agreement: agreement))
  }
  var found: [Inspection] = []
  for (path, input) in zip(paths, inputs) {
    var pass = SummaryPass(
      input: input, range: Partition(even: input.count, over: world.size).range(of: world.rank),
      agreement: agreement)
    let mine = try agreement.together(world, namesRank: true) {
      () throws(PruningError) -> SummaryWords in
      try input.elementType.visit(&pass)
    }
    let gathered = try mpi { () throws(MPIError) in try world.gather(mine.words) }
    guard let gathered else { continue }
    var merge = SummaryMerge(input: input, words: gathered)
    found.append(input.elementType.visit(&merge).inspection(path, input))
  }
  return found
}

/// Collective. Rank 0 reads the headers; all ranks learn what they say.
func openInput(
  _ paths: [String], raw: String?, over world: borrowing Communicator,
  agreement: Agreement, check: () throws(ArrayFileError) -> Void = {}
) throws(PruningError) -> ArrayInput {
  let read = try agreement.onRoot(world) { () throws(PruningError) -> ArrayInput in
    try file { () throws(ArrayFileError) -> ArrayInput in
      let layout = try raw.map { (text) throws(ArrayFileError) in try RawLayout(parsing: text) }
      let input = try ArrayInput.open(paths, raw: layout)
      try check()
      return input
    }
  }
  let bytes = try mpi { () throws(MPIError) in try world.broadcast(read?.encoded() ?? []) }
  return try file { () throws(ArrayFileError) in try ArrayInput(decoding: bytes) }
}
