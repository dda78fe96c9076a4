import ShardedArrays

extension OutputSet {
  /// Local; on one rank. Creates the files of all arrays beside their final names, each at its
  /// full size and with its header.
  ///
  /// ``OutputTarget/check(_:inputs:replacing:)`` has passed before.
  ///
  /// - Parameters:
  ///   - arrays: All arrays of the run, in the order in which they are published.
  ///   - documents: Where the files will go that ``add(_:as:)`` stages later.
  ///   - replacing: Whether existing outputs are replaced.
  /// - Throws: ``ArrayFileError``, with bytes needed and available when space runs out; nothing
  ///   is left then.
  /// - Complexity: a few system calls for each file; the space is reserved, not written.
  public static func prepare(
    _ arrays: [OutputArray], documents: [String] = [], replacing: Bool
  ) throws(ArrayFileError) -> OutputSet {
    var outputs = OutputSet(replacing: replacing)
    let token = OutputName.makeToken()
    let paths = arrays.map(\.target.path) + documents
    do throws(ArrayFileError) {
      for (index, array) in arrays.enumerated() {
        // The number keeps two long names apart that were cut to the same one.
        try outputs.prepare(array, token: "\(token)-\(index)", others: paths)
      }
      return outputs
    } catch {
      outputs.discard()
      throw error
    }
  }

  /// Local; on one rank. Writes a small file that is published with the arrays, after them.
  ///
  /// - Throws: ``ArrayFileError``; the other outputs are not touched then.
  public mutating func add(_ bytes: [UInt8], as path: String) throws(ArrayFileError) {
    let final = try OutputName.followingLinks(path)
    let token = "\(OutputName.makeToken())-d\(documents.count)"
    let staged = StagedFile(
      path: path, dataset: nil, column: 0, records: 0..<0, dataOffset: bytes.count,
      size: bytes.count,
      partialPath: OutputName.partial(for: final, token: token), finalPath: final)
    var file = try PartialFile.create(
      staged.partialPath, as: path, size: bytes.count, header: bytes)
    documents.append(staged)
    do throws(ArrayFileError) {
      try file.flush()
      try file.close()
    } catch {
      try? System.unlink(staged.partialPath)
      documents.removeLast()
      throw error
    }
  }

  private mutating func prepare(
    _ array: OutputArray, token: String, others: [String]
  ) throws(ArrayFileError) {
    let final = try OutputName.followingLinks(array.target.path)
    if array.target.hdf5 != nil { return try prepareHDF5(array, final: final, token: token) }
    guard array.target.isDirectory else {
      arrays.append(StagedArray(array: array, files: [], directory: nil))
      let partial = OutputName.partial(for: final, token: token)
      return try create(
        0..<array.count, ofColumn: 0, path: array.target.path, partialPath: partial,
        finalPath: final)
    }
    var partialDirectory: String?
    if try Self.canRename(to: final, target: array.target, others: others) {
      let partial = OutputName.partial(for: final, token: token)
      do {
        try System.makeDirectory(partial)
      } catch {
        throw .cannotCreate(path: array.target.path, code: error.code)
      }
      partialDirectory = partial
    }
    arrays.append(
      StagedArray(
        array: array, files: [],
        directory: StagedDirectory(finalPath: final, partialPath: partialDirectory)))
    if array.target.isZarr {
      return try prepareZarr(array, in: partialDirectory, final: final, token: token)
    }
    let partition =
      array.parts ?? Partition(even: array.count, over: array.target.shards ?? 1)
    for (index, name) in array.target.fileNames.enumerated() {
      let (column, shard) = index.quotientAndRemainder(dividingBy: partition.ranks)
      let finalPath = "\(final)/\(name)"
      try create(
        partition.range(of: shard), ofColumn: column,
        path: "\(OutputName.withoutTrailingSlashes(array.target.path))/\(name)",
        partialPath: partialDirectory.map { "\($0)/\(name)" }
          ?? OutputName.partial(for: finalPath, token: token),
        finalPath: finalPath)
    }
  }

  /// Creates one file of the last array.
  private mutating func create(
    _ records: Range<Int>, ofColumn column: Int, path: String, partialPath: String,
    finalPath: String
  ) throws(ArrayFileError) {
    let header = arrays[arrays.count - 1].array.header(ofColumn: column, count: records.count)
    let headerBytes = arrays[arrays.count - 1].array.headLine ?? header.encoded()
    let file = StagedFile(
      path: path, dataset: nil, column: column, records: records, dataOffset: headerBytes.count,
      size: headerBytes.count + header.byteCount, partialPath: partialPath, finalPath: finalPath)
    var created = try PartialFile.create(
      partialPath, as: path, size: file.size, header: headerBytes)
    arrays[arrays.count - 1].files.append(file)
    // Other ranks may flush only their own bytes: the header is flushed here.
    try created.flush()
    try created.close()
  }

  /// Whether the files can be written into a hidden directory beside `final` that then takes
  /// its name as a whole: `final` does not exist, or is an empty directory that may be replaced.
  ///
  /// It may not when it is where the user stands, when something is mounted on it, when nothing
  /// can be created beside it, or when another output goes into it.
  private static func canRename(
    to final: String, target: OutputTarget, others: [String]
  ) throws(ArrayFileError) -> Bool {
    do {
      guard let status = try FileStatus.ifExists(final) else { return true }
      let parent = OutputName.directory(of: final)
      let (_, name) = OutputName.split(final)
      guard try System.names(in: final).isEmpty,
        ![".", "..", "/"].contains(name),
        try status.identity != FileStatus(of: ".").identity,
        try status.identity.device == FileStatus(of: parent).identity.device,
        (try? System.checkWritable(directory: parent)) != nil
      else { return false }
      return others.allSatisfy { other in
        guard let other = try? OutputName.followingLinks(other) else { return false }
        let directory = try? FileStatus(of: OutputName.directory(of: other))
        return directory?.identity != status.identity
      }
    } catch {
      throw .cannotCreate(path: target.path, code: error.code)
    }
  }
}
