/// What a file's header says of one array.
package struct FileHead: InputHead {
  package let path: String
  /// As the user would name it: the file, or the file and an object in it.
  let label: String
  let entry: EntryType
  /// In C order.
  let shape: [Int]
  /// How the file holds the entries.
  let storage: ArrayStorage
  /// Indices of axis 0 that are decoded together; 1 where nothing is.
  let grain: Int
  /// Which dataset it is, of an HDF5 file.
  let origin: HDF5Origin?

  /// - Parameter dataset: Of an HDF5 file.
  init(
    path: String, dataset: String? = nil, entry: EntryType, shape: [Int], storage: ArrayStorage,
    grain: Int = 1
  ) {
    self.path = path
    label = dataset.map { "\(path):\($0)" } ?? path
    self.entry = entry
    self.shape = shape
    self.storage = storage
    self.grain = grain
    origin = dataset.map { HDF5Origin(path: path, dataset: $0) }
  }

  /// Local. Reads and checks the header.
  ///
  /// - Parameter raw: How the entries lie in a file without a header; nil for an `.npy` file
  ///   or a zarr array.
  /// - Complexity: two small reads.
  package static func read(
    _ path: String, raw: RawLayout?
  ) throws(ArrayFileError) -> FileHead {
    if let raw {
      return FileHead(
        path: path, entry: raw.entry, shape: try raw.shape(of: path),
        storage: .plain(offset: raw.offset))
    }
    if ZarrDirectory.isZarr(path) { return try ZarrDirectory.head(path) }
    let (header, offset) = try NPYHeader.read(path)
    return FileHead(
      path: path, entry: header.entry, shape: header.shape, storage: .plain(offset: offset))
  }
}

extension FileHead {
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(path)
    message.append(origin == nil ? 0 : 1)
    message.append(origin?.dataset ?? "")
    message.append(entry)
    message.append(shape)
    message.append(storage)
    message.append(grain)
    return message.bytes
  }

  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    let path = try message.text()
    let isDataset = try message.integer() == 1
    let dataset = try message.text()
    self.init(
      path: path, dataset: isDataset ? dataset : nil, entry: try message.entry(),
      shape: try message.integers(), storage: try message.storage(),
      grain: try message.integer())
    guard grain > 0, entryCount(shape, of: entry) != nil else { throw message.malformed }
    try message.finish()
  }
}

extension HeadsFound<OpenedInput> {
  /// Local. Reads the headers of every `step`-th input, from the `first`-th on.
  package init(_ files: InputFiles, first: Int, step: Int) {
    let entries = files.entries
    self.init(entries.count, first: first, step: step) { (index) throws(ArrayFileError) in
      let (path, member) = entries[index]
      return try OpenedInput.open(path, raw: files.raw, member: member)
    }
  }
}
