public import ShardedArrays

/// Records to be written: where they go, and what they are.
public struct OutputArray: Sendable, Hashable {
  public let target: OutputTarget
  /// One; or one for each field of the target, in its order.
  public let columns: [ColumnFormat]
  /// Records over all ranks: the first length of every column's array.
  public let count: Int
  /// What stands before the records instead of an `.npy` header: of text its first line.
  let headLine: [UInt8]?
  /// Records by file; nil where they are spread evenly.
  let parts: Partition?

  /// Lines of text as bytes, behind their header in each file.
  ///
  /// - Parameter parts: Bytes by file.
  /// - Precondition: as many as the target has files.
  package init(_ target: OutputTarget, textBehind header: [UInt8], parts: Partition) {
    precondition(
      target.fields.isEmpty && !target.isZarr && parts.ranks == target.shards ?? 1,
      "text in \(target.path)")
    self.target = target
    columns = [ColumnFormat(.element(.uint8, .native))]
    count = parts.total
    headLine = header
    self.parts = parts
  }

  /// - Precondition: the columns are those of the target, and none has more than 2⁶³ − 1 bytes.
  public init(_ target: OutputTarget, columns: [ColumnFormat], count: Int) {
    precondition(
      target.fields.isEmpty ? columns.count == 1 : columns.map(\.name) == target.fields,
      "output of columns \(columns.map(\.name)) as fields \(target.fields)")
    self.target = target
    self.columns = columns
    self.count = count
    (headLine, parts) = (nil, nil)
  }

  /// Records that are elements.
  public init(
    _ target: OutputTarget, of elementType: ElementType, byteOrder: ByteOrder = .native, count: Int
  ) {
    self.init(
      target, columns: [ColumnFormat(.element(elementType, byteOrder))], count: count)
  }

  /// Of the records in one file of a column.
  func header(ofColumn column: Int, count: Int) -> NPYHeader {
    let format = columns[column]
    return NPYHeader(format.entry, shape: [count] + format.rowShape)
  }
}

/// Everything a run writes, as one: all of it appears under its names, or none.
///
/// 1. One rank prepares: every file is created beside its final name, at its full size.
/// 2. It broadcasts ``encoded()``; every rank writes its records through an ``ArrayWriter`` for
///    each column and finishes it, which flushes.
/// 3. All ranks agree that they succeeded.
/// 4. The first rank checks the sizes and publishes; or, when any rank failed, discards.
///
/// A run that is killed leaves hidden files that end in `.prune-mpi-partial`, and nothing else.
public struct OutputSet: Sendable, Hashable {
  /// Whether existing outputs are replaced.
  public let replacing: Bool
  /// In the order in which they were asked for.
  public internal(set) var arrays: [StagedArray] = []
  /// Small files written by one rank: a report.
  var documents: [StagedFile] = []

  init(replacing: Bool) {
    self.replacing = replacing
  }
}

/// An array whose files exist under their partial names.
public struct StagedArray: Sendable, Hashable {
  public let array: OutputArray
  /// For each column in turn one, or as many as there are shards, in order.
  public internal(set) var files: [StagedFile]
  /// Where an array of several files goes; nil for one file, and for HDF5.
  var directory: StagedDirectory?
  /// What could not be carried over from the input, for people; on the rank that prepared.
  public internal(set) var notes: [String] = []

  /// The HDF5 file that joins the others; on the rank that prepared.
  var joined: StagedFile?

  /// The files on disk, in the order in which they get their names: those of an HDF5 file's
  /// columns are one, and the one that joins others comes last.
  var distinctFiles: [StagedFile] {
    var seen: Set<String> = []
    return files.filter { seen.insert($0.partialPath).inserted } + [joined].compactMap(\.self)
  }
}

/// One file under its partial name.
public struct StagedFile: Sendable, Hashable {
  /// As the user named it, or would: `out/part-00000-of-00008.npy`, `out.h5`.
  public let path: String
  /// In an HDF5 file the dataset, `/wind/u`; nil for an `.npy` file.
  public let dataset: String?
  /// The column it belongs to, and its records.
  public let column: Int
  public let records: Range<Int>
  /// Where the records start, in bytes from the start of the file.
  public let dataOffset: Int
  /// Bytes of the whole file.
  public internal(set) var size: Int
  /// Where it is now, and where it will be: `path` with links followed.
  let partialPath: String
  let finalPath: String
  /// Where it is once it is packed, by one rank, after all have written plain bytes to
  /// ``partialPath``; nil: it stays as it is written.
  var packedPath: String?
  /// Bytes that the dataset takes when it is packed; on the rank that prepared.
  public internal(set) var storedBytes: Int?

  /// What is to get the file's name.
  var readyPath: String { packedPath ?? partialPath }
}

/// How the files of one array get into their directory.
struct StagedDirectory: Sendable, Hashable {
  /// Links followed.
  let finalPath: String
  /// The directory in which the files lie now, under their final names, and which is renamed as
  /// a whole; nil: they lie in the final directory, under partial names.
  let partialPath: String?
  /// Directories in it, on the rank that prepared.
  var inner: [String] = []
}

extension OutputSet {
  /// Local; anywhere. The hidden files and directories, innermost first, for a program that
  /// wants to remove them when a signal ends it.
  public var partialPaths: [String] {
    arrays.flatMap { staged in
      staged.distinctFiles.flatMap { [$0.partialPath, $0.packedPath].compactMap(\.self) }
        + (staged.directory?.inner ?? [])
        + [staged.directory?.partialPath].compactMap(\.self)
    } + documents.map(\.partialPath)
  }

  /// Local; on one rank. Removes everything that is not published. Never fails: a file that
  /// cannot be removed stays, under its partial name.
  public func discard() {
    for staged in arrays {
      for file in staged.distinctFiles {
        try? System.unlink(file.partialPath)
        if let packed = file.packedPath { try? System.unlink(packed) }
      }
      for inner in staged.directory?.inner ?? [] { try? System.removeDirectory(inner) }
      if let partial = staged.directory?.partialPath { try? System.removeDirectory(partial) }
    }
    for file in documents { try? System.unlink(file.partialPath) }
  }
}

/// Local; on one rank. Writes a small file, all of it or none.
///
/// - Parameter replacing: Whether an existing file is replaced.
/// - Throws: ``ArrayFileError``; nothing is left then.
public func writeWhole(
  _ bytes: [UInt8], to path: String, replacing: Bool
) throws(ArrayFileError) {
  var outputs = OutputSet(replacing: replacing)
  try outputs.add(bytes, as: path)
  try outputs.publish()
}
