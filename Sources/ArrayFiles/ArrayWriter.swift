import ShardedArrays

/// Writes elements into the files of a ``StagedArray``, in pieces that may span them.
///
/// Several ranks write into the same files, each its own elements. One file is open at a time;
/// it is flushed and closed when a write needs another one, so elements should come in order.
public struct ArrayWriter: ~Copyable {
  private let staged: StagedArray
  /// Which file holds which elements.
  private let partition: Partition
  /// Index into `staged.files` of the open file.
  private var index = 0
  private var file: PartialFile?
  /// Bytes of the open file that the device has not been told of.
  private var pending = 0..<0

  /// Few large requests instead of many small ones.
  private static let writebackBytes = 8 << 20

  public init(_ staged: StagedArray) {
    self.staged = staged
    partition = Partition(counts: staged.files.map(\.elements.count))
  }

  /// Local. Writes whole elements, in the byte order of the array, from position `first` on.
  ///
  /// - Parameters:
  ///   - elements: Their bytes; none writes nothing and opens no file.
  ///   - first: Position in the whole array.
  /// - Throws: ``ArrayFileError``; the whole output is then to be discarded.
  /// - Complexity: one `pwrite` for each file touched. Pieces of about 1 MiB are fastest.
  public mutating func write(_ elements: RawSpan, at first: Int) throws(ArrayFileError) {
    let width = staged.array.elementType.byteCount
    let (count, rest) = elements.byteCount.quotientAndRemainder(dividingBy: width)
    precondition(rest == 0, "writing \(elements.byteCount) bytes of \(width)-byte elements")
    precondition(
      first >= 0 && first <= staged.array.count - count,
      "writing elements \(first)..<\(first) + \(count) of \(staged.array.count)")
    for (index, range) in partition.owners(of: first..<first + count) {
      let target = staged.files[index]
      let offset = target.dataOffset + (range.lowerBound - target.elements.lowerBound) * width
      try open(index)
      try file?.write(
        elements.extracting(
          (range.lowerBound - first) * width..<(range.upperBound - first) * width), at: offset)
      startWriteback(offset..<offset + range.count * width)
    }
  }

  /// Local. Flushes and closes; what was written is then on the device. To be called after the
  /// last write: without it the last file's elements are written but not safe.
  public mutating func finish() throws(ArrayFileError) {
    try file?.flush()
    try file?.close()
    file = nil
    pending = 0..<0
  }

  /// The device works while the next elements are copied: by the time of the flush most of
  /// them are there.
  private mutating func startWriteback(_ range: Range<Int>) {
    let continues = pending.upperBound == range.lowerBound
    pending = (continues ? pending.lowerBound : range.lowerBound)..<range.upperBound
    guard pending.count >= Self.writebackBytes else { return }
    file?.startWriteback(pending)
    pending = range.upperBound..<range.upperBound
  }

  private mutating func open(_ index: Int) throws(ArrayFileError) {
    if file != nil, index == self.index { return }
    try finish()
    file = try PartialFile.openExisting(
      staged.files[index].partialPath, as: staged.files[index].path)
    self.index = index
  }
}
