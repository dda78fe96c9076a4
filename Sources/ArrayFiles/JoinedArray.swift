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
  let shape: [Int]
  let parts: [Part]

  /// Local. Reads and checks the headers of all files, of which there is at least one.
  static func open(_ paths: [String], raw: RawLayout?) throws(ArrayFileError) -> JoinedArray {
    precondition(!paths.isEmpty, "array input: no files")
    var joined = try JoinedArray(paths[0], raw: raw)
    for path in paths.dropFirst() { joined = try joined.joined(with: JoinedArray(path, raw: raw)) }
    return joined
  }

  /// One file.
  private init(_ path: String, raw: RawLayout?) throws(ArrayFileError) {
    let dataOffset: Int
    if let raw {
      entry = raw.entry
      shape = try raw.shape(of: path)
      dataOffset = 0
    } else {
      let (header, offset) = try NPYHeader.read(path)
      entry = header.entry
      shape = header.shape
      dataOffset = offset
    }
    parts = [
      Part(
        path: path, storage: .plain(offset: dataOffset), length: shape.first ?? 1,
        count: entryCount(shape, of: entry) ?? 0, grain: 1)
    ]
  }

  private init(entry: EntryType, shape: [Int], parts: [Part]) {
    self.entry = entry
    self.shape = shape
    self.parts = parts
  }

  /// This array with the single file of `next` behind it.
  private func joined(with next: JoinedArray) throws(ArrayFileError) -> JoinedArray {
    let (first, added) = (parts[0].path, next.parts[0])
    if case .element(let type, let order) = entry,
      case .element(let nextType, let nextOrder) = next.entry, type == nextType
    {
      if order != nextOrder {
        throw .byteOrdersDiffer(
          path: added.path, order: nextOrder, firstPath: first, firstOrder: order)
      }
    } else if entry != next.entry {
      throw .typesDiffer(path: added.path, type: next.entry, firstPath: first, firstType: entry)
    }
    if next.shape.isEmpty { throw .noAxis(path: added.path, otherPath: first) }
    if shape.isEmpty { throw .noAxis(path: first, otherPath: added.path) }
    if next.shape.dropFirst() != shape.dropFirst() {
      throw .rowsDiffer(
        path: added.path, shape: next.shape, firstPath: first, firstShape: shape)
    }
    let (length, overflow) = shape[0].addingReportingOverflow(next.shape[0])
    let whole = [length] + shape.dropFirst()
    if overflow || entryCount(whole, of: entry) == nil {
      throw .joinedTooLarge(path: added.path)
    }
    return JoinedArray(entry: entry, shape: whole, parts: parts + [added])
  }
}
