public import ShardedArrays

/// The records that a run reads: what their fields are, and which files hold them.
///
/// Holds what the headers say, not the records: those come through ``RecordReader``. One rank
/// opens the files and broadcasts ``encoded()``; the others decode it.
public struct RecordInput: Sendable, Hashable {
  /// One file's records.
  public struct Part: Sendable, Hashable {
    public let path: String
    /// How the file holds the records.
    public let storage: ArrayStorage
    /// Which record of the whole input the file's first one is.
    public let firstRecord: Int
    /// Records in the file; zero is ordinary.
    public let count: Int
    /// Records that are decoded together, counted from the file's first one: a chunk's. 1 where
    /// every record can be read by itself.
    public let grain: Int

    /// Where the records start, in bytes from the start of the file; 0 where they are decoded.
    public var dataOffset: Int { storage.offset }
  }

  /// A part of every record that lies in files of its own.
  public struct Column: Sendable, Hashable {
    public let format: ColumnFormat
    /// In order; they hold as many records as the input has. The same file may come twice.
    public let parts: [Part]
    /// The HDF5 dataset that holds the first records; nil for other files.
    public let origin: HDF5Origin?
  }

  /// Files that hold one field, joined along axis 0.
  public struct NamedFiles: Sendable, Hashable {
    public var name: String
    /// At least one.
    public var paths: [String]
    /// Of `.npz` files: the array in each of them; nil of other files.
    public var member: String?

    public init(_ name: String, _ paths: [String], member: String? = nil) {
      self.name = name
      self.paths = paths
      self.member = member
    }
  }

  /// Records.
  public let count: Int
  /// At least one.
  public let columns: [Column]
  /// Of the joined array, in C order, as its files say; of fields in files of their own `[count]`.
  public let shape: [Int]
  /// The fields of `columns`.
  public let layout: RecordLayout

  /// Bytes of records.
  public var byteCount: Int { count * layout.recordBytes }

  /// All files, column by column.
  public var paths: [String] { columns.flatMap { $0.parts.map(\.path) } }

  /// Nil where the records pass 2⁶³ − 1 bytes, or the layout more than that.
  init?(count: Int, columns: [Column], shape: [Int]) {
    var width = 0
    for column in columns {
      let (sum, overflow) = width.addingReportingOverflow(column.format.width)
      if overflow { return nil }
      width = sum
    }
    if width.multipliedReportingOverflow(by: count).overflow { return nil }
    self.count = count
    self.columns = columns
    self.shape = shape
    layout = RecordLayout(columns: columns.map(\.format))
  }
}

extension RecordInput {
  /// Local. Reads and checks the headers of files that are joined along axis 0, in the order
  /// given; the records are not touched.
  ///
  /// Without `axis` every entry is a record: elements of any shape in C order as the field `x`,
  /// structures of any shape as records with their fields. With it the rows are: a record is the
  /// field `x` with the shape of a row, a scalar where the array has one axis; a row with a
  /// length of 0 has no bytes and is still a record. Structures are their own rows, so they have
  /// one axis then.
  ///
  /// - Parameters:
  ///   - paths: At least one; of HDF5 files also `data.h5:/group/name`, a dataset, or `data.h5:/group`,
  ///     whose datasets are then the fields.
  ///   - raw: How the elements lie in files without a header; nil for `.npy` and HDF5 files.
  ///   - axis: nil or 0.
  /// - Throws: ``ArrayFileError`` when a file cannot be read, does not hold what its header
  ///   says, or does not fit the first one: all must have the same type, byte orders and shape,
  ///   except for the first length.
  /// - Complexity: two small reads a file.
  public static func open(
    _ paths: [String], raw: RawLayout? = nil, axis: Int? = nil
  ) throws(ArrayFileError) -> RecordInput {
    precondition(axis == nil || axis == 0, "records along axis \(axis ?? 0)")
    return try RecordInput(joined: JoinedInput.open(paths, raw: raw), axis: axis)
  }

  init(joined: JoinedInput, axis: Int?) throws(ArrayFileError) {
    if let fields = joined.fields {
      try self.init(fields)
      return
    }
    let array = try joined.array()
    let column = try array.column("x", rows: axis == 0)
    guard let input = RecordInput(count: column.count, columns: [column], shape: array.shape)
    else { throw .joinedTooLarge(path: array.parts[array.parts.count - 1].label) }
    self = input
  }

  /// Local. Reads and checks the headers of files that hold a field each, equally long.
  ///
  /// A record is an entry of every file; of an array with more axes a row along axis 0, which
  /// makes the field a field with a shape. A file of structures is refused: its fields have
  /// names already.
  ///
  /// - Parameters:
  ///   - fields: At least one; every name once, none empty. A file may come under two names.
  ///   - raw: How the elements lie in files without a header; nil for `.npy` files.
  /// - Throws: ``ArrayFileError`` as ``open(_:raw:axis:)``, and for names and lengths.
  /// - Complexity: two small reads a file.
  public static func open(
    fields: [NamedFiles], raw: RawLayout? = nil
  ) throws(ArrayFileError) -> RecordInput {
    try RecordInput(fields: fields) { (field) throws(ArrayFileError) in
      guard let member = field.member else {
        return try JoinedArray.open(field.paths, raw: raw)
      }
      var inputs: [OpenedInput] = []
      for path in field.paths {
        inputs.append(try OpenedInput.open(path, raw: nil, member: member))
      }
      return try JoinedInput(inputs[...], field.paths).array()
    }
  }

  init(
    fields: [NamedFiles], _ open: (NamedFiles) throws(ArrayFileError) -> JoinedArray
  ) throws(ArrayFileError) {
    precondition(fields.allSatisfy { !$0.paths.isEmpty } && !fields.isEmpty, "fields: no files")
    var firstPaths: [String: String] = [:]
    for field in fields {
      let path = field.paths[0]
      if field.name.isEmpty { throw .fieldWithoutName(path: path) }
      if let other = firstPaths.updateValue(path, forKey: field.name) {
        throw .fieldTwice(name: field.name, path: path, firstPath: other)
      }
    }
    var opened: [JoinedInput.Field] = []
    for field in fields {
      opened.append(JoinedInput.Field(name: field.name, array: try open(field)))
    }
    try self.init(opened, members: fields.map(\.member))
  }

  /// Arrays as the fields of records.
  ///
  /// - Parameter members: Which arrays of `.npz` files they are, if any.
  private init(
    _ fields: [JoinedInput.Field], members: [String?] = []
  ) throws(ArrayFileError) {
    var columns: [Column] = []
    for (index, field) in fields.enumerated() {
      let label = field.array.parts[0].label
      if case .structure = field.array.entry {
        throw .fieldHasFields(path: label, name: field.name)
      }
      columns.append(try field.array.column(field.name, rows: true))
      if columns[columns.count - 1].count != columns[0].count {
        if index < members.count, let member = members[index], let first = members[0],
          field.array.parts.map(\.path) == fields[0].array.parts.map(\.path)
        {
          throw .archive(
            path: label,
            .lengthsDiffer(
              member: member, count: columns[columns.count - 1].count, first: first,
              firstCount: columns[0].count))
        }
        throw .lengthsDiffer(
          path: label, count: columns[columns.count - 1].count,
          firstPath: fields[0].array.parts[0].label, firstCount: columns[0].count)
      }
    }
    let count = columns[0].count
    guard let input = RecordInput(count: count, columns: columns, shape: [count]) else {
      throw .joinedTooLarge(path: fields[fields.count - 1].array.parts[0].label)
    }
    self = input
  }
}

extension RecordInput.Column {
  /// Records in all parts.
  public var count: Int { parts.last.map { $0.firstRecord + $0.count } ?? 0 }
}

extension JoinedArray.Part {
  /// Records that are decoded together; 1 where nothing is decoded.
  fileprivate func grain(ofRows rows: Bool) -> Int {
    if case .plain = storage { return 1 }
    return rows || storage.isInPlace || length == 0 ? grain : grain * Swift.max(1, count / length)
  }
}

extension JoinedArray {
  /// These files as one column.
  ///
  /// - Parameter rows: Whether a record is a row along axis 0, and not an entry.
  fileprivate func column(
    _ name: String, rows: Bool
  ) throws(ArrayFileError) -> RecordInput.Column {
    let path = parts[0].label
    var rowShape: [Int] = []
    if rows {
      if shape.isEmpty { throw .noRows(path: path) }
      if case .structure = entry, shape.count > 1 {
        throw .rowsOfStructures(path: path, shape: shape)
      }
      rowShape = Array(shape.dropFirst())
    }
    guard let format = ColumnFormat(checking: name, entry, rowShape: rowShape) else {
      throw .header(path: path, .shapeTooLarge(words(shape)))
    }
    var first = 0
    let parts = self.parts.map { part in
      let count = rows ? part.length : part.count
      defer { first += count }
      return RecordInput.Part(
        path: part.path, storage: part.storage, firstRecord: first, count: count,
        grain: part.grain(ofRows: rows))
    }
    return RecordInput.Column(format: format, parts: parts, origin: origin)
  }
}
