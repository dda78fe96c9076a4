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
  let shape: [Int]
  let parts: [Part]
  /// Where the first part comes from, if that is an HDF5 file.
  var origin: HDF5Origin?

  /// Local. Reads and checks the headers of all files, of which there is at least one.
  static func open(_ paths: [String], raw: RawLayout?) throws(ArrayFileError) -> JoinedArray {
    precondition(!paths.isEmpty, "array input: no files")
    var joined = try one(paths[0], raw: raw)
    for path in paths.dropFirst() { joined = try joined.joined(with: one(path, raw: raw)) }
    return joined
  }

  private static func one(_ path: String, raw: RawLayout?) throws(ArrayFileError) -> JoinedArray {
    switch try OpenedInput.open(path, raw: raw) {
    case .array(let array): return array
    case .fields(let fields):
      let parts = fields.compactMap(\.array.origin)
      throw .hdf5(
        path: parts[0].path,
        .isGroup(OutputName.directory(of: parts[0].dataset), fields: parts.map(\.dataset)))
    }
  }

  /// One file, of one array.
  init(_ path: String, raw: RawLayout?) throws(ArrayFileError) {
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
        path: path, label: path, storage: .plain(offset: dataOffset), length: shape.first ?? 1,
        count: entryCount(shape, of: entry) ?? 0, grain: 1)
    ]
  }

  init(entry: EntryType, shape: [Int], parts: [Part], origin: HDF5Origin? = nil) {
    self.entry = entry
    self.shape = shape
    self.parts = parts
    self.origin = origin
  }

  /// This array with the single file of `next` behind it.
  func joined(with next: JoinedArray) throws(ArrayFileError) -> JoinedArray {
    let (first, added) = (parts[0].label, next.parts[0])
    if case .element(let type, let order) = entry,
      case .element(let nextType, let nextOrder) = next.entry, type == nextType
    {
      if order != nextOrder {
        throw .byteOrdersDiffer(
          path: added.label, order: nextOrder, firstPath: first, firstOrder: order)
      }
    } else if entry != next.entry {
      throw .typesDiffer(path: added.label, type: next.entry, firstPath: first, firstType: entry)
    }
    if next.shape.isEmpty { throw .noAxis(path: added.label, otherPath: first) }
    if shape.isEmpty { throw .noAxis(path: first, otherPath: added.path) }
    if next.shape.dropFirst() != shape.dropFirst() {
      throw .rowsDiffer(
        path: added.label, shape: next.shape, firstPath: first, firstShape: shape)
    }
    let (length, overflow) = shape[0].addingReportingOverflow(next.shape[0])
    let whole = [length] + shape.dropFirst()
    if overflow || entryCount(whole, of: entry) == nil {
      throw .joinedTooLarge(path: added.label)
    }
    return JoinedArray(entry: entry, shape: whole, parts: parts + [added], origin: origin)
  }
}
