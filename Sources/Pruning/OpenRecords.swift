import ArrayFiles
import MPI

/// Collective. Finds the files that `request` names and reads their headers; all ranks learn what
/// they say.
///
/// Rank 0 lists folders and patterns; then every rank opens each `world.size`-th file, so that
/// thousands of headers are not read by one. What is wrong with the files is the same on any
/// number of ranks: the first file in order that cannot be read or does not fit.
///
/// - Parameter check: Called on rank 0 with what was found.
/// - Complexity: each header is read once; eight collectives of some hundred bytes per file.
func openRecords(
  _ request: InputRequest, over world: borrowing Communicator, agreement: Agreement,
  check: (RecordInput) throws(ArrayFileError) -> Void = { _ in }
) throws(PruningError) -> RecordInput {
  try openHeads(
    over: world, agreement: agreement,
    files: { () throws(PruningError) in
      try file { () throws(ArrayFileError) in try request.expanded() }
    }, check: check)
}

/// Collective. Reads the headers of the files that `files` names on rank 0.
func openHeads(
  over world: borrowing Communicator, agreement: Agreement,
  files: () throws(PruningError) -> InputFiles,
  check: (RecordInput) throws(ArrayFileError) -> Void = { _ in }
) throws(PruningError) -> RecordInput {
  let named = try agreement.onRoot(world, files)
  let list = try mpi { () throws(MPIError) in try world.broadcast(named?.encoded() ?? []) }
  let files = try file { () throws(ArrayFileError) in try InputFiles(decoding: list) }
  // A file that fails is no failure of the rank that met it: which one is the first is only
  // known when all have looked.
  let mine = HeadsFound<OpenedInput>(files, first: world.rank, step: world.size)
  let gathered = try mpi { () throws(MPIError) in try world.gatherBytes(mine.encoded()) }
  let joined = try agreement.onRoot(world) { () throws(PruningError) -> RecordInput in
    try file { () throws(ArrayFileError) -> RecordInput in
      let ranks: [HeadsFound<OpenedInput>] = try decoded(gathered)
      let input = try RecordInput(files, HeadsFound.inOrder(ranks, count: files.paths.count))
      try check(input)
      return input
    }
  }
  let bytes = try mpi { () throws(MPIError) in try world.broadcast(joined?.encoded() ?? []) }
  return try file { () throws(ArrayFileError) in try RecordInput(decoding: bytes) }
}

/// Local; on rank 0. What all ranks found.
func decoded<Head: InputHead>(
  _ gathered: [[UInt8]]?
) throws(ArrayFileError) -> [HeadsFound<Head>] {
  var ranks: [HeadsFound<Head>] = []
  for bytes in gathered ?? [] { ranks.append(try HeadsFound(decoding: bytes)) }
  return ranks
}

extension InputRequest {
  /// Local; on one rank. The files themselves.
  fileprivate func expanded() throws(ArrayFileError) -> InputFiles {
    let content: InputNames.Content = raw == nil ? .arrays : .raw
    var columns: [RecordInput.NamedFiles] = []
    for field in fields {
      let (path, member) = field.archiveMember
      columns.append(
        .init(
          field.name, try InputNames.expand(path, as: content), member: member))
    }
    if !columns.isEmpty { return try InputFiles(fields: columns, raw: raw) }
    var all: [String] = []
    for path in paths { all += try InputNames.expand(path, as: content) }
    if isArchive {
      return try InputFiles(
        fields: try archiveMembers(all[0]).map { .init($0, all, member: $0) })
    }
    if raw == nil, let first = all.first, let names = ZarrDirectory.group(first), !names.isEmpty {
      return try InputFiles(
        fields: names.map { name in .init(name, all.map { "\($0)/\(name)" }) })
    }
    return try InputFiles(all, isByRow: byRow, raw: raw)
  }
}

extension InputRequest.NamedFile {
  /// `data.npz:time` is the array `time` of `data.npz`; other paths are files.
  fileprivate var archiveMember: (path: String, member: String?) {
    guard let colon = path.lastIndex(of: ":"),
      path[..<colon].lowercased().hasSuffix(".npz"), colon != path.indices.last
    else { return (path, nil) }
    return (String(path[..<colon]), String(path[path.index(after: colon)...]))
  }
}
