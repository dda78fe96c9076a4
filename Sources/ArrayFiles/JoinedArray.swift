import ShardedArrays

/// One or more files taken as one array of entries of any type, joined along axis 0 in the order
/// given: what ``ArrayInput`` and the columns of a ``RecordInput`` are made from.
struct JoinedArray {
  struct Part {
    let path: String
    let storage: ArrayStorage
    /// Along axis 0; 1 for a single value.
    let length: Int
    /// Entries.
    let count: Int
    /// Indices of axis 0 that are decoded together; 1 where nothing is.
    let grain: Int
  }

  let entry: EntryType
  /// Of the joined array, in C order.
  private(set) var shape: [Int]
  private(set) var parts: [Part]

  /// Local. Reads and checks the headers of all files, of which there is at least one.
  static func open(_ paths: [String], raw: RawLayout?) throws(ArrayFileError) -> JoinedArray {
    var joined = JoinedArray(try FileHead.read(paths[0], raw: raw))
    for path in paths.dropFirst() { try joined.append(FileHead.read(path, raw: raw)) }
    return joined
  }

  /// Local. Files whose headers have been read, in order, at least one.
  init(_ heads: ArraySlice<FileHead>) throws(ArrayFileError) {
    precondition(!heads.isEmpty, "array input: no files")
    self.init(heads[heads.startIndex])
    for head in heads.dropFirst() { try append(head) }
  }

  /// One file.
  private init(_ head: FileHead) {
    entry = head.entry
    shape = head.shape
    parts = [Part(head)]
  }

  /// Puts one more file behind these.
  private mutating func append(_ head: FileHead) throws(ArrayFileError) {
    let first = parts[0].path
    if case .element(let type, let order) = entry,
      case .element(let nextType, let nextOrder) = head.entry, type == nextType
    {
      if order != nextOrder {
        throw .byteOrdersDiffer(
          path: head.path, order: nextOrder, firstPath: first, firstOrder: order)
      }
    } else if entry != head.entry {
      throw .typesDiffer(path: head.path, type: head.entry, firstPath: first, firstType: entry)
    }
    if head.shape.isEmpty { throw .noAxis(path: head.path, otherPath: first) }
    if shape.isEmpty { throw .noAxis(path: first, otherPath: head.path) }
    if head.shape.dropFirst() != shape.dropFirst() {
      throw .rowsDiffer(
        path: head.path, shape: head.shape, firstPath: first, firstShape: firstShape)
    }
    let (length, overflow) = shape[0].addingReportingOverflow(head.shape[0])
    let whole = [length] + shape.dropFirst()
    if overflow || entryCount(whole, of: entry) == nil {
      throw .joinedTooLarge(path: head.path)
    }
    shape = whole
    parts.append(Part(head))
  }

  private var firstShape: [Int] { [parts[0].length] + shape.dropFirst() }
}

extension JoinedArray.Part {
  fileprivate init(_ head: FileHead) {
    path = head.path
    storage = head.storage
    length = head.shape.first ?? 1
    count = entryCount(head.shape, of: head.entry) ?? 0
    grain = head.grain
  }
}
