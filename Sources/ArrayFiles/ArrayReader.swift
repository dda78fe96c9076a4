import ShardedArrays

/// Reads the elements of an ``ArrayInput``, in pieces that may span its files.
///
/// One file is open at a time, from the first read that needs it until a read needs another.
public struct ArrayReader: ~Copyable {
  private let input: ArrayInput
  /// Which file holds which elements.
  private let partition: Partition
  /// Index into `input.parts` of the open file.
  private var index = 0
  private var file: InputFile?

  public init(_ input: ArrayInput) {
    self.input = input
    partition = Partition(counts: input.parts.map(\.count))
  }

  /// Local. Reads the elements `first..<first + count` of the joined array into the start of
  /// `buffer`, in the byte order of the files.
  ///
  /// - Parameters:
  ///   - first: Position in the joined array.
  ///   - count: Elements; zero reads nothing.
  ///   - buffer: At least `count` elements long; bytes behind them stay as they are.
  /// - Throws: ``ArrayFileError`` when a file cannot be opened here, became shorter since its
  ///   header was read, or fails to read. Parts of `buffer` may have been filled.
  /// - Complexity: one `pread` for each piece and file. Pieces of about 1 MiB are fastest.
  public mutating func read(
    first: Int, count: Int, into buffer: inout MutableRawSpan
  ) throws(ArrayFileError) {
    let width = input.elementType.byteCount
    precondition(
      first >= 0 && count >= 0 && first <= input.count - count,
      "reading elements \(first)..<\(first) + \(count) of \(input.count)")
    precondition(
      buffer.byteCount >= count * width,
      "reading \(count * width) bytes into a buffer of \(buffer.byteCount)")
    // SAFETY: the pointer stays in this closure; every slice is within `count * width` bytes,
    // which the buffer was just checked to have.
    try unsafe buffer.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
      for (index, elements) in partition.owners(of: first..<first + count) {
        let part = input.parts[index]
        let slice = unsafe UnsafeMutableRawBufferPointer(
          rebasing: bytes[
            (elements.lowerBound - first) * width..<(elements.upperBound - first) * width])
        try open(index)
        try unsafe file?.read(
          into: slice, at: part.dataOffset + (elements.lowerBound - part.firstElement) * width)
      }
    }
  }

  private mutating func open(_ index: Int) throws(ArrayFileError) {
    if file != nil, index == self.index { return }
    file = nil
    file = try InputFile(input.parts[index].path)
    self.index = index
  }
}
