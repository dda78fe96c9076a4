import ShardedArrays

/// Reads the elements of an ``ArrayInput``, in pieces that may span its files.
///
/// One file is open at a time, from the first read that needs it until a read needs another.
public struct ArrayReader: ~Copyable {
  private let count: Int
  private let width: Int
  private let parts: PartsReader

  public init(_ input: ArrayInput) {
    count = input.count
    let width = input.elementType.byteCount
    self.width = width
    parts = PartsReader(
      input.parts.map {
        .init(path: $0.path, storage: $0.storage, byteCount: $0.count * width)
      })
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
    precondition(
      first >= 0 && count >= 0 && first <= self.count - count,
      "reading elements \(first)..<\(first) + \(count) of \(self.count)")
    try parts.read(first * width..<(first + count) * width, into: &buffer)
  }
}
