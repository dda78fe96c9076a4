/// Makes one compressed file out of the plain bytes that the ranks have written for it.
public final class FilePacker {
  /// What a packed file is.
  struct Result {
    /// Bytes of the file.
    var size: Int
    /// Of each column's chunks.
    var stored: [Int]
  }

  #if HDF5
    private let packer: HDF5Packer
  #endif
  private let plainPath: String

  /// Local. Opens both files.
  ///
  /// - Parameter columns: One for each dataset, all of the same file.
  init(_ columns: [StagedFile], _ formats: [ColumnFormat]) throws(ArrayFileError) {
    plainPath = columns[0].partialPath
    #if HDF5
      packer = try HDF5Packer(columns, formats)
    #else
      throw .hdf5(path: columns[0].path, .switchedOff)
    #endif
  }

  /// Local. Packs the next chunk.
  ///
  /// - Returns: Whether there was one.
  /// - Complexity: about 1 MiB is read, deflated and written.
  public func packNext() throws(ArrayFileError) -> Bool {
    #if HDF5
      try packer.packNext()
    #else
      false
    #endif
  }

  /// Local. Closes and flushes the packed file and removes the plain one.
  func finish() throws(ArrayFileError) -> Result {
    #if HDF5
      let result = try packer.finish()
      // If that fails, it is removed with what was not published.
      try? System.unlink(plainPath)
      return result
    #else
      return Result(size: 0, stored: [])
    #endif
  }
}

extension OutputSet {
  /// The files that are packed after they were written, as places in their arrays: of each file
  /// one for every column.
  private var packed: [(array: Int, files: [Int])] {
    arrays.indices.flatMap { array in
      var files: [String: Int] = [:]
      var found: [(array: Int, files: [Int])] = []
      for (index, file) in arrays[array].files.enumerated() where file.packedPath != nil {
        if let number = files[file.partialPath] {
          found[number].files.append(index)
        } else {
          files[file.partialPath] = found.count
          found.append((array, [index]))
        }
      }
      return found
    }
  }

  /// Local. How many files are to be packed when all ranks have written, each by one rank.
  public var packedFileCount: Int { packed.count }

  /// Local. Starts with one of these files.
  public func packer(of number: Int) throws(ArrayFileError) -> FilePacker {
    let (array, files) = packed[number]
    return try FilePacker(files.map { arrays[array].files[$0] }, arrays[array].array.columns)
  }

  /// What is known of files when they are packed, none of them yet: ``finish(_:_:in:)`` puts in what
  /// a rank has packed, the sum over all ranks is for ``notePacked(_:)``.
  public var unpackedSizes: [Int] {
    [Int](repeating: 0, count: 2 * packed.reduce(0) { $0 + $1.files.count })
  }

  /// Local. Ends the packing of a file.
  public func finish(
    _ packer: FilePacker, _ number: Int, in sizes: inout [Int]
  ) throws(ArrayFileError) {
    let result = try packer.finish()
    let first = packed[..<number].reduce(0) { $0 + $1.files.count }
    for (column, stored) in result.stored.enumerated() {
      sizes[2 * (first + column)] = result.size
      sizes[2 * (first + column) + 1] = stored
    }
  }

  /// Local; on the rank that prepared. Takes the sizes of all packed files.
  public mutating func notePacked(_ sizes: [Int]) {
    for (place, entry) in packed.flatMap({ entry in entry.files.map { (entry.array, $0) } })
      .enumerated()
    {
      arrays[entry.0].files[entry.1].size = sizes[2 * place]
      arrays[entry.0].files[entry.1].storedBytes = sizes[2 * place + 1]
    }
  }
}
