public import Expressions
public import ShardedArrays

/// What a stage asks of every record.
public enum Key: Hashable, Sendable {
  /// A number computed from the record.
  case value(ValueExpression)
  /// All elements of the field with this index in the layout.
  case field(Int)
}

/// Keys of consecutive records of one rank.
public struct KeyBlock {
  /// One key of every record, side by side, in native byte order.
  public struct Column {
    public let buffer: RecordBuffer
    /// Of the first record, in bytes; a multiple of the element's width.
    public let offset: Int
    public let elementType: ElementType
    /// Elements per record: 1, except for fields that have a shape.
    public let length: Int

    public init(
      _ buffer: RecordBuffer, offset: Int = 0, elementType: ElementType, length: Int = 1
    ) {
      self.buffer = buffer
      self.offset = offset
      self.elementType = elementType
      self.length = length
    }
  }

  /// Records.
  public let count: Int
  /// Which of this rank's records is the first: counted from 0 over those that enter the stage.
  public let first: Int
  /// In the order in which they were asked for.
  public let columns: [Column]

  public init(count: Int, first: Int, columns: [Column]) {
    self.count = count
    self.first = first
    self.columns = columns
  }

  /// Local. The elements of a key. Shape `[count × length]`.
  ///
  /// - Precondition: `Element` holds the column's element type; bool is held as `UInt8`.
  public func withColumn<Element: BitwiseCopyable, Result, Failure: Error>(
    _ index: Int, as type: Element.Type, _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let column = columns[index]
    let bytes = count * column.length * column.elementType.byteCount
    return try column.buffer.withBytes(column.offset..<column.offset + bytes) {
      (bytes) throws(Failure) -> Result in
      try bytes.withElements(as: type, body)
    }
  }
}

/// The records that enter a stage: on every rank its part, in global order.
///
/// The same to a stage whether they lie in files or in memory.
public protocol StageSource {
  /// Local. Records on this rank, zero allowed.
  var count: Int { get }
  /// Local. What a record is made of.
  var layout: RecordLayout { get }

  /// Collective. One pass over this rank's records, in order, in blocks of at most
  /// ``StagePass/blockRecords`` records. All ranks make the same passes.
  ///
  /// - Parameters:
  ///   - keys: What every block brings.
  ///   - goesOn: Asked before each block; a rank's pass ends where it says no.
  ///   - body: Called once for each block; must not communicate.
  /// - Throws: ``StageError/source(_:)`` on every rank where any rank failed.
  /// - Complexity: one read of the columns that the keys need; one collective of 8 bytes.
  func pass(
    over keys: [Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void
  ) throws(StageError)

  /// Collective. As ``pass(over:_:)`` over at most about `limit` of this rank's records: short
  /// stretches, evenly spread, the same in every run on as many ranks.
  func sample(_ limit: Int, of keys: [Key], _ body: (KeyBlock) -> Void) throws(StageError)
}

extension StageSource {
  /// Collective. One pass over all of this rank's records.
  public func pass(over keys: [Key], _ body: (KeyBlock) -> Void) throws(StageError) {
    try pass(over: keys, while: { true }, body)
  }
}
