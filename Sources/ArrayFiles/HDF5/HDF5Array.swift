/// What an HDF5 file says of one dataset.
public struct HDF5Array: Hashable, Sendable {
  /// How its bytes are kept.
  public enum Layout: Hashable, Sendable {
    /// One after the other; nil before anything was written.
    case contiguous(offset: Int?)
    case chunked([Int])
    /// Inside the object's header.
    case compact
    /// In other files, raw.
    case external
    /// In datasets of other files.
    case virtual(files: [String])
  }

  /// What one entry is.
  public enum Content: Hashable, Sendable {
    case entries(EntryType)
    /// `strings`
    case unsupported(String)
  }

  /// `/wind/u`
  public var path: String
  /// Nil where it has no extent at all.
  public var shape: [Int]?
  public var content: Content
  public var layout: Layout
  /// As inspect names them: `shuffle`, `deflate 4`.
  public var filters: [String]
  /// The first filter that the library here does not have.
  public var missingFilter: String?
  /// Bytes in the file.
  public var storedBytes: Int
  /// A NetCDF dimension that is no variable: it has a length and no values.
  public var isBareDimension: Bool
}

extension HDF5Array {
  /// The last name of the path.
  var name: String { OutputName.split(path).name }

  /// Indices of axis 0 that are decoded together.
  var grain: Int {
    if case .chunked(let chunk) = layout { Swift.max(1, chunk.first ?? 1) } else { 1 }
  }

  /// Whether it can be a field of records: numbers along an axis.
  var isField: Bool {
    if case .entries(.element) = content, !isBareDimension, let shape {
      !shape.isEmpty
    } else {
      false
    }
  }

  /// Whether it can be pruned by itself.
  var isPrunable: Bool {
    if case .entries = content, !isBareDimension, let shape { !shape.isEmpty } else { false }
  }

  /// As an array of a file of `fileSize` bytes.
  ///
  /// - Throws: why it cannot be one: what it holds, how it is compressed, or sizes that cannot be.
  func head(_ path: String, fileSize: Int) throws(HDF5Problem) -> FileHead {
    guard let shape else { throw .unsupported(dataset: self.path, holds: "nothing (no extent)") }
    guard case .entries(let entry) = content else {
      if case .unsupported(let holds) = content {
        throw .unsupported(dataset: self.path, holds: holds)
      }
      throw .nothing
    }
    guard entryCount(shape, of: entry) != nil,
      let bytes = byteCountStrictly(of: shape, each: entry.byteCount)
    else { throw .shapeTooLarge(dataset: self.path, shape: shape) }
    if let missingFilter { throw .missingFilter(dataset: self.path, filter: missingFilter) }
    var storage = ArrayStorage.hdf5(dataset: self.path)
    switch layout {
    case .contiguous(let offset?):
      guard offset >= 0, bytes <= fileSize - offset || bytes == 0 else {
        let (end, overflow) = offset.addingReportingOverflow(bytes)
        throw .outside(dataset: self.path, needs: overflow ? Int.max : end, holds: fileSize)
      }
      storage = .plain(offset: offset)
    case .chunked(let chunk):
      try checkChunk(chunk, of: entry, fileSize: fileSize)
    case .virtual(let files):
      for file in files where (try? FileStatus(of: file)) == nil {
        throw .missingSource(dataset: self.path, file: file)
      }
    default: break
    }
    return FileHead(
      path: path, dataset: self.path, entry: entry, shape: shape, storage: storage, grain: grain)
  }

  /// Deflate makes at most 1032 bytes of one (zlib's own statement); a chunk that claims more
  /// than what is stored could become is not decoded.
  private func checkChunk(
    _ chunk: [Int], of entry: EntryType, fileSize: Int
  ) throws(HDF5Problem) {
    guard let bytes = byteCountStrictly(of: chunk, each: entry.byteCount), !filters.isEmpty else {
      return
    }
    let possible = Swift.min(storedBytes, fileSize).multipliedReportingOverflow(by: 1032)
    if !possible.overflow, bytes > (16 << 20) + possible.partialValue {
      throw .chunkTooLarge(dataset: self.path, bytes: bytes, stored: storedBytes)
    }
  }
}
