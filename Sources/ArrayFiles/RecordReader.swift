import ShardedArrays

/// Reads the records of a ``RecordInput``, column by column, in pieces that may span its files.
///
/// One file of each column is open at a time, from the first read that needs it until a read
/// needs another.
public struct RecordReader {
  private let input: RecordInput
  private let columns: [PartsReader]

  public init(_ input: RecordInput) {
    self.input = input
    columns = input.columns.map { column in
      PartsReader(
        column.parts.map {
          .init(path: $0.path, storage: $0.storage, byteCount: $0.count * column.format.width)
        })
    }
  }

  /// Local. Reads the records `first..<first + count` of one column into the start of `buffer`,
  /// in the byte orders of the files.
  ///
  /// - Parameters:
  ///   - column: Index into the input's columns.
  ///   - first: Position in the whole input.
  ///   - count: Records; zero reads nothing.
  ///   - buffer: At least `count` records long; bytes behind them stay as they are.
  /// - Throws: ``ArrayFileError`` when a file cannot be opened here, became shorter since its
  ///   header was read, or fails to read. Parts of `buffer` may have been filled.
  /// - Complexity: one `pread` for each piece and file, none for records of no bytes. Pieces of
  ///   about 1 MiB are fastest. What is decoded is decoded once while reads go forward.
  public mutating func read(
    column: Int, first: Int, count: Int, into buffer: inout MutableRawSpan
  ) throws(ArrayFileError) {
    precondition(
      first >= 0 && count >= 0 && first <= input.count - count,
      "reading records \(first)..<\(first) + \(count) of \(input.count)")
    let width = input.columns[column].format.width
    try columns[column].read(first * width..<(first + count) * width, into: &buffer)
  }

  /// Local. Reads bytes of one column's records, for records that are wider than a piece.
  ///
  /// - Parameters:
  ///   - column: Index into the input's columns.
  ///   - bytes: Counted from the first byte of record 0, without headers.
  /// - Throws: as ``read(column:first:count:into:)``.
  public mutating func read(
    column: Int, bytes: Range<Int>, into buffer: inout MutableRawSpan
  ) throws(ArrayFileError) {
    let width = input.columns[column].format.width
    precondition(
      bytes.lowerBound >= 0 && bytes.upperBound <= input.count * width,
      "reading bytes \(bytes) of \(input.count) records of \(width)")
    try columns[column].read(bytes, into: &buffer)
  }
}
