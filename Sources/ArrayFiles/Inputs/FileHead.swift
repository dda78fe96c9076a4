/// What the header of one input file says.
package struct FileHead: Sendable, Hashable {
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
  /// - Parameter raw: How the entries lie in a file without a header; nil for an `.npy` file.
  /// - Complexity: two small reads.
  package static func read(
    _ path: String, raw: RawLayout?
  ) throws(ArrayFileError) -> FileHead {
    if let raw {
      return FileHead(
        path: path, entry: raw.entry, shape: try raw.shape(of: path),
        storage: .plain(offset: raw.offset), grain: 1)
    }
    let (header, offset) = try NPYHeader.read(path)
    return FileHead(
      path: path, entry: header.entry, shape: header.shape, storage: .plain(offset: offset),
      grain: 1)
  }
}

/// What one rank found in the headers of its share of the files.
package struct HeadsFound: Sendable, Hashable {
  /// In order, up to the first that failed.
  package var heads: [FileHead] = []
  /// Why the next one could not be read.
  package var failure: ArrayFileError?

  /// Local. Reads the headers of every `step`-th file, from the `first`-th on; the first that
  /// fails ends it, as what comes later is not asked for then.
  package init(_ files: InputFiles, first: Int, step: Int) {
    let entries = files.entries
    for index in stride(from: first, to: entries.count, by: step) {
      let (path, member) = entries[index]
      do throws(ArrayFileError) {
        if let member {
          heads.append(try FileHead.read(path, member: member))
        } else {
          heads.append(try FileHead.read(path, raw: files.raw))
        }
      } catch {
        failure = error
        return
      }
    }
  }

  /// All of this value as bytes; an error as its kind and words.
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(heads.count)
    for head in heads {
      message.append(head.path)
      message.append(head.entry)
      message.append(head.shape)
      message.append(head.storage)
      message.append(head.grain)
    }
    message.append(failure?.kind.rawValue ?? 0)
    message.append(failure?.description ?? "")
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    for _ in 0..<(try message.count(ofAtLeast: 32)) {
      let path = try message.text()
      let entry = try message.entry()
      let shape = try message.integers()
      let storage = try message.storage()
      let grain = try message.integer()
      guard grain > 0, entryCount(shape, of: entry) != nil else { throw message.malformed }
      heads.append(
        FileHead(path: path, entry: entry, shape: shape, storage: storage, grain: grain))
    }
    let (kind, words) = (try message.integer(), try message.text())
    if kind != 0 {
      guard let kind = ArrayFileError.Kind(rawValue: kind) else { throw message.malformed }
      failure = .reported(kind: kind, words: words)
    }
    try message.finish()
  }

  /// All heads in the order of the files, from the ranks that read them in turn.
  ///
  /// - Throws: the failure of the first file that has one, whoever met it; a file that does not
  ///   fit the first one fails later, where they are joined.
  package static func inOrder(
    _ ranks: [HeadsFound], of files: InputFiles
  ) throws(ArrayFileError) -> HeadsFound {
    var all = HeadsFound()
    for index in files.paths.indices {
      let (turn, rank) = index.quotientAndRemainder(dividingBy: ranks.count)
      guard turn < ranks[rank].heads.count else {
        all.failure = ranks[rank].failure ?? .malformedMessage(what: "list of headers")
        break
      }
      all.heads.append(ranks[rank].heads[turn])
    }
    return all
  }

  private init() {}
}
