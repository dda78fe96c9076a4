/// Which files a run reads, by name, and how they become records: what is known before any of
/// them is opened.
package struct InputFiles: Sendable, Hashable {
  /// Each with at least one file. Without ``isFields`` there is one, whose name counts for
  /// nothing.
  package let columns: [RecordInput.NamedFiles]
  /// Whether each column is a field of its own.
  package let isFields: Bool
  package let isByRow: Bool
  /// How the entries lie in files without a header.
  package let raw: RawLayout?
  private let rawText: String?

  /// - Parameter raw: The layout as typed.
  package init(
    _ paths: [String], isByRow: Bool = false, raw: String? = nil
  ) throws(ArrayFileError) {
    try self.init(
      columns: [RecordInput.NamedFiles("x", paths)], isFields: false, isByRow: isByRow, raw: raw)
  }

  package init(
    fields: [RecordInput.NamedFiles], raw: String? = nil
  ) throws(ArrayFileError) {
    try self.init(columns: fields, isFields: true, isByRow: false, raw: raw)
  }

  private init(
    columns: [RecordInput.NamedFiles], isFields: Bool, isByRow: Bool, raw: String?
  ) throws(ArrayFileError) {
    self.columns = columns
    self.isFields = isFields
    self.isByRow = isByRow
    rawText = raw
    if let raw { self.raw = try RawLayout(parsing: raw) } else { self.raw = nil }
  }

  /// All files, column by column.
  package var paths: [String] { columns.flatMap(\.paths) }

  /// All arrays, column by column: the file, and of an `.npz` file which one of it.
  var entries: [(path: String, member: String?)] {
    columns.flatMap { column in column.paths.map { ($0, column.member) } }
  }

  /// All of this value as bytes, to be broadcast.
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append([isFields ? 1 : 0, isByRow ? 1 : 0, rawText == nil ? 0 : 1])
    message.append(rawText ?? "")
    message.append(columns.count)
    for column in columns {
      message.append(column.name)
      message.append(column.member == nil ? 0 : 1)
      message.append(column.member ?? "")
      message.append(column.paths.count)
      for path in column.paths { message.append(path) }
    }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of files")
    let flags = try message.integers()
    let raw = try message.text()
    var columns: [RecordInput.NamedFiles] = []
    for _ in 0..<(try message.count(ofAtLeast: 16)) {
      let name = try message.text()
      let isMember = try message.integer() == 1
      let member = try message.text()
      var paths: [String] = []
      for _ in 0..<(try message.count(ofAtLeast: 8)) { paths.append(try message.text()) }
      columns.append(
        RecordInput.NamedFiles(name, paths, member: isMember ? member : nil))
    }
    guard flags.count == 3, !columns.isEmpty, columns.allSatisfy({ !$0.paths.isEmpty }) else {
      throw message.malformed
    }
    try message.finish()
    try self.init(
      columns: columns, isFields: flags[0] == 1, isByRow: flags[1] == 1,
      raw: flags[2] == 1 ? raw : nil)
  }
}

extension RecordInput {
  /// Local. The records of these files, whose headers say `found`.
  ///
  /// - Throws: ``ArrayFileError`` for the first file in order that could not be read or does not
  ///   fit the ones before it, and as ``open(fields:raw:)``.
  /// - Complexity: the number of files.
  package init(_ files: InputFiles, _ found: HeadsFound<FileHead>) throws(ArrayFileError) {
    var next = 0
    /// The heads of a column's files; of those before a failure, to find out what is wrong there.
    func heads(_ column: NamedFiles) throws(ArrayFileError) -> JoinedArray {
      let end = Swift.min(next + column.paths.count, found.heads.count)
      if next < end {
        let joined = try JoinedArray(found.heads[next..<end])
        if end == next + column.paths.count {
          next = end
          return joined
        }
      }
      throw found.failure ?? .malformedMessage(what: "list of headers")
    }
    if files.isFields {
      try self.init(fields: files.columns, heads)
    } else {
      let joined = try heads(files.columns[0])
      try self.init(joined: joined, axis: files.isByRow ? 0 : nil)
    }
  }
}
