public import ShardedArrays

/// How the records of one column lie in its files: entries of one type, some to a record.
public struct ColumnFormat: Sendable, Hashable {
  /// Of the field, where the column is one field; it names the column's file.
  public let name: String
  public let entry: EntryType
  /// Of the entries in one record, in C order: `[]` is one entry, `[3]` a row of three.
  public let rowShape: [Int]
  /// Bytes of one record; 0 where a length is 0.
  public let width: Int

  /// - Precondition: one record has at most 2⁶³ − 1 bytes; structures are one to a record.
  public init(_ entry: EntryType, named name: String = "x", rowShape: [Int] = []) {
    guard let format = Self(checking: name, entry, rowShape: rowShape) else {
      preconditionFailure("a record of shape \(words(rowShape)) of \(entry)")
    }
    self = format
  }

  init?(checking name: String, _ entry: EntryType, rowShape: [Int]) {
    guard let width = byteCountStrictly(of: rowShape, each: entry.byteCount) else { return nil }
    if case .structure = entry, !rowShape.isEmpty { return nil }
    self.name = name
    self.entry = entry.normalized
    self.rowShape = rowShape
    self.width = width
  }

  /// The fields of this column, as column `index` of a layout.
  func fields(inColumn index: Int) -> [Field] {
    switch entry {
    case .element(let type, let order):
      return [Field(name, type, order, shape: rowShape, column: index)]
    case .structure(let structure):
      return structure.fields.map { field in
        var field = field
        field.column = index
        return field
      }
    }
  }
}

extension RecordLayout {
  /// The records of these columns: a field for each, or the fields of a structure.
  public init(columns: [ColumnFormat]) {
    self.init(
      fields: columns.enumerated().flatMap { index, format in format.fields(inColumn: index) },
      widths: columns.map(\.width))
  }
}

// MARK: - As a message

extension MessageWriter {
  mutating func append(_ entry: EntryType) {
    switch entry {
    case .element(let type, let order):
      append(-1)
      append(type.rawValue)
      append(order.rawValue)
    case .structure(let structure):
      append(structure.byteCount)
      append(structure.fields.count)
      for field in structure.fields {
        append(field.name)
        append(field.elementType.rawValue)
        append(field.byteOrder.rawValue)
        append(field.shape)
        append(field.offset)
      }
    }
  }

  mutating func append(_ format: ColumnFormat) {
    append(format.name)
    append(format.entry)
    append(format.rowShape)
  }
}

extension MessageReader {
  mutating func entry() throws(ArrayFileError) -> EntryType {
    let byteCount = try integer()
    if byteCount == -1 { return .element(try value(), try value()) }
    var fields: [Field] = []
    for _ in 0..<(try count(ofAtLeast: 40)) {
      let name = try text()
      let (type, order): (ElementType, ByteOrder) = (try value(), try value())
      let shape = try integers()
      fields.append(Field(name, type, order, shape: shape, offset: try integer()))
    }
    guard byteCount >= 0,
      let structure = EntryType.Structure(checking: fields, byteCount: byteCount)
    else { throw malformed }
    return .structure(structure)
  }

  mutating func format() throws(ArrayFileError) -> ColumnFormat {
    let name = try text()
    let entry = try entry()
    guard let format = ColumnFormat(checking: name, entry, rowShape: try integers()) else {
      throw malformed
    }
    return format
  }
}
