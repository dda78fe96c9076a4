/// What the header of one input file says.
package struct FileHead: InputHead {
  package let path: String
  let entry: EntryType
  /// In C order.
  let shape: [Int]
  /// How the file holds the entries.
  let storage: ArrayStorage
  /// Indices of axis 0 that are decoded together; 1 where nothing is.
  let grain: Int

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
        storage: .plain(offset: raw.offset), grain: 1)
    }
    if ZarrDirectory.isZarr(path) { return try ZarrDirectory.head(path) }
    let (header, offset) = try NPYHeader.read(path)
    return FileHead(
      path: path, entry: header.entry, shape: header.shape, storage: .plain(offset: offset),
      grain: 1)
  }
}

extension FileHead {
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(path)
    message.append(entry)
    message.append(shape)
    message.append(storage)
    message.append(grain)
    return message.bytes
  }

  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    path = try message.text()
    entry = try message.entry()
    shape = try message.integers()
    storage = try message.storage()
    grain = try message.integer()
    guard grain > 0, entryCount(shape, of: entry) != nil else { throw message.malformed }
    try message.finish()
  }
}

extension HeadsFound<FileHead> {
  /// Local. Reads the headers of every `step`-th array, from the `first`-th on.
  package init(_ files: InputFiles, first: Int, step: Int) {
    let entries = files.entries
    self.init(entries.count, first: first, step: step) { (index) throws(ArrayFileError) in
      let (path, member) = entries[index]
      guard let member else { return try FileHead.read(path, raw: files.raw) }
      return try FileHead.read(path, member: member)
    }
  }
}
