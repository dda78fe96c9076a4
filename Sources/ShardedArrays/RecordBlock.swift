/// Consecutive records that are looked at together: a view of buffers that someone else holds.
public struct RecordBlock {
  /// One column's bytes: from `offset` on, as many records as the block has.
  public struct Column {
    public let buffer: RecordBuffer
    public let offset: Int

    public init(_ buffer: RecordBuffer, offset: Int = 0) {
      self.buffer = buffer
      self.offset = offset
    }
  }

  /// The global positions of a block's records in the input.
  public enum Positions {
    /// One after the other, from this one on.
    case from(Int)
    /// Int64 numbers, as many as the block has records.
    case listed(Column)
  }

  /// Records.
  public let count: Int
  /// As in the layout; nil for a column that was not read.
  public let columns: [Column?]
  public let positions: Positions

  public init(count: Int, columns: [Column?], positions: Positions) {
    self.count = count
    self.columns = columns
    self.positions = positions
  }
}

extension RecordBlock {
  /// Local. Some of the block's records.
  ///
  /// - Parameter widths: Bytes of a record in each column.
  public func part(_ range: Range<Int>, _ widths: [Int]) -> RecordBlock {
    if range == 0..<count { return self }
    let positions: Positions =
      switch self.positions {
      case .from(let first): .from(first + range.lowerBound)
      case .listed(let column):
        .listed(Column(column.buffer, offset: column.offset + range.lowerBound * 8))
      }
    return RecordBlock(
      count: range.count,
      columns: zip(columns, widths).map { column, width in
        column.map { Column($0.buffer, offset: $0.offset + range.lowerBound * width) }
      }, positions: positions)
  }
}

extension RecordBuffer {
  /// Local. The elements in `range`, counted in elements from the buffer's start.
  public func withElements<Element: BitwiseCopyable, Result, Failure: Error>(
    _ range: Range<Int>, as type: Element.Type, _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let width = MemoryLayout<Element>.stride
    return try withBytes(range.lowerBound * width..<range.upperBound * width) {
      (bytes) throws(Failure) in
      try bytes.withElements(as: type, body)
    }
  }

  /// Local. The elements in `range`, to write.
  public func withMutableElements<Element: BitwiseCopyable, Result, Failure: Error>(
    _ range: Range<Int>, as type: Element.Type,
    _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let width = MemoryLayout<Element>.stride
    return try withMutableBytes(range.lowerBound * width..<range.upperBound * width) {
      (bytes) throws(Failure) in
      try bytes.withMutableElements(as: type, body)
    }
  }
}
