import ShardedArrays

/// One or more files taken as one array of entries of any type, joined along axis 0 in the order
/// given: what ``ArrayInput`` and the columns of a ``RecordInput`` are made from.
struct JoinedArray {
  struct Part {
    let path: String
    /// As the user would name it: the file, or the file and an object in it.
    let label: String
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
  /// Where the first part comes from, if that is an HDF5 file.
  let origin: HDF5Origin?

  /// Local. Reads and checks the headers of all files, of which there is at least one.
  static func open(_ paths: [String], raw: RawLayout?) throws(ArrayFileError) -> JoinedArray {
    try JoinedInput.open(paths, raw: raw).array()
  }

  /// One file.
  init(_ head: FileHead) {
    entry = head.entry
    shape = head.shape
    parts = [Part(head)]
    origin = head.origin
  }

  /// Puts one more file behind these.
  mutating func append(_ head: FileHead) throws(ArrayFileError) {
    let first = parts[0].label
    if case .element(let type, let order) = entry,
      case .element(let nextType, let nextOrder) = head.entry, type == nextType
    {
      if order != nextOrder {
        throw .byteOrdersDiffer(
          path: head.label, order: nextOrder, firstPath: first, firstOrder: order)
      }
    } else if entry != head.entry {
      throw .typesDiffer(path: head.label, type: head.entry, firstPath: first, firstType: entry)
    }
    if head.shape.isEmpty { throw .noAxis(path: head.label, otherPath: first) }
    if shape.isEmpty { throw .noAxis(path: first, otherPath: head.label) }
    if head.shape.dropFirst() != shape.dropFirst() {
      throw .rowsDiffer(
        path: head.label, shape: head.shape, firstPath: first, firstShape: firstShape)
    }
    let (length, overflow) = shape[0].addingReportingOverflow(head.shape[0])
    let whole = [length] + shape.dropFirst()
    if overflow || entryCount(whole, of: entry) == nil {
      throw .joinedTooLarge(path: head.label)
    }
    shape = whole
    parts.append(Part(head))
  }

  private var firstShape: [Int] { [parts[0].length] + shape.dropFirst() }
}

extension JoinedArray.Part {
  fileprivate init(_ head: FileHead) {
    path = head.path
    label = head.label
    storage = head.storage
    length = head.shape.first ?? 1
    count = entryCount(head.shape, of: head.entry) ?? 0
    grain = head.grain
  }
}
