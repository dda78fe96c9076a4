import ShardedArrays

/// Writes one column's records into the files of a ``StagedArray``, in pieces that may span them.
///
/// Several ranks write into the same files, each its own records. One file is open at a time; it
/// is flushed and closed when a write needs another one, so records should come in order.
public struct ArrayWriter: ~Copyable {
  private let files: [StagedFile]
  private let count: Int
  /// Bytes of one record.
  private let width: Int
  /// Which file holds which bytes of the column, headers left out.
  private let partition: Partition
  /// Index into `files` of the open file.
  private var index = 0
  private var file: PartialFile?
  /// Bytes of the open file that the device has not been told of.
  private var pending = 0..<0

  /// Few large requests instead of many small ones.
  private static let writebackBytes = 8 << 20

  /// - Parameter column: Index into the array's columns.
  public init(_ staged: StagedArray, column: Int = 0) {
    files = staged.files.filter { $0.column == column }
    count = staged.array.count
    let width = staged.array.columns[column].width
    self.width = width
    partition = Partition(counts: files.map { $0.records.count * width })
  }

  /// Local. Writes whole records, in the byte orders of the column, from position `first` on.
  ///
  /// - Parameters:
  ///   - records: Their bytes; none writes nothing and opens no file.
  ///   - first: Position in the whole array.
  /// - Throws: ``ArrayFileError``; the whole output is then to be discarded.
  /// - Complexity: one `pwrite` for each file touched. Pieces of about 1 MiB are fastest.
  public mutating func write(_ records: RawSpan, at first: Int) throws(ArrayFileError) {
    precondition(
      width == 0 ? records.isEmpty : records.byteCount % width == 0,
      "writing \(records.byteCount) bytes of \(width)-byte records")
    precondition(first >= 0 && first <= count, "writing from record \(first) of \(count) on")
    try write(records, atByte: first * width)
  }

  /// Local. Writes bytes of the column, for records that are wider than a piece.
  ///
  /// - Parameters:
  ///   - bytes: In the byte orders of the column; none writes nothing and opens no file.
  ///   - start: Counted from the first byte of record 0, without headers.
  /// - Throws: as ``write(_:at:)``.
  public mutating func write(_ bytes: RawSpan, atByte start: Int) throws(ArrayFileError) {
    precondition(
      start >= 0 && start <= count * width - bytes.byteCount,
      "writing \(bytes.byteCount) bytes at \(start) of \(count) records of \(width)")
    for (index, range) in partition.owners(of: start..<start + bytes.byteCount) {
      let offset =
        files[index].dataOffset + range.lowerBound - partition.boundaries[index]
      try open(index)
      try file?.write(
        bytes.extracting(range.lowerBound - start..<range.upperBound - start), at: offset)
      startWriteback(offset..<offset + range.count)
    }
  }

  /// Local. Flushes and closes; what was written is then on the device, except for files that are
  /// still to be packed. To be called after the last write: without it the last file's records are
  /// written but not safe.
  public mutating func finish() throws(ArrayFileError) {
    if !isPackedLater { try file?.flush() }
    try file?.close()
    file = nil
    pending = 0..<0
  }

  /// The device works while the next records are copied: by the time of the flush most of
  /// them are there.
  private mutating func startWriteback(_ range: Range<Int>) {
    if isPackedLater { return }
    let continues = pending.upperBound == range.lowerBound
    pending = (continues ? pending.lowerBound : range.lowerBound)..<range.upperBound
    guard pending.count >= Self.writebackBytes else { return }
    file?.startWriteback(pending)
    pending = range.upperBound..<range.upperBound
  }

  /// Whether the open file is only there to be read again.
  private var isPackedLater: Bool { file != nil && files[index].packedPath != nil }

  private mutating func open(_ index: Int) throws(ArrayFileError) {
    if file != nil, index == self.index { return }
    try finish()
    file = try PartialFile.openExisting(
      files[index].partialPath, as: files[index].path)
    self.index = index
  }
}
