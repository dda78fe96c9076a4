import Expressions
import PruneKernels
public import ShardedArrays

/// Local. Gets a stage's keys out of blocks of records, with the memory for one block of them.
public final class KeyReader {
  private enum Source {
    /// The column is nothing but the key, in native byte order.
    case inPlace(column: Int)
    case evaluated(ValueEvaluator, KeyRoom)
    case gathered(Field, KeyRoom)
  }

  private let sources: [(source: Source, type: ElementType, length: Int)]
  private let widths: [Int]
  /// Indices of the columns that must be read, ascending.
  public let columns: [Int]

  /// - Parameter capacity: Records of the largest block.
  public init(_ keys: [Key], layout: RecordLayout, capacity: Int) {
    widths = layout.widths
    var columns: Set<Int> = []
    sources = keys.map { key in
      let field: Field
      switch key {
      case .value(let expression):
        guard let index = expression.isField else {
          columns.formUnion(expression.columns)
          let type = expression.elementType
          let values = KeyRoom(byteCount: capacity * type.byteCount)
          return (.evaluated(ValueEvaluator(expression, capacity: capacity), values), type, 1)
        }
        field = layout.fields[index]
      case .field(let index): field = layout.fields[index]
      }
      columns.insert(field.column)
      let fills = layout.widths[field.column] == field.byteCount && !field.isSwapped
      let source: Source =
        fills
        ? .inPlace(column: field.column)
        : .gathered(field, KeyRoom(byteCount: capacity * field.byteCount))
      return (source, field.elementType, field.count)
    }
    self.columns = columns.sorted()
  }

  /// The only key's column, where the column is nothing but the key in native byte order.
  var onlyColumn: Int? {
    guard sources.count == 1, case .inPlace(let column) = sources[0].source else { return nil }
    return column
  }

  /// Local. The keys of a block; valid until the next call, and as long as the block is.
  ///
  /// - Parameter first: The number of its first record among those that enter the stage.
  public func read(_ block: RecordBlock, first: Int) -> KeyBlock {
    KeyBlock(
      count: block.count, first: first,
      columns: sources.map { source, type, length in
        switch source {
        case .inPlace(let index):
          let column = block.column(index)
          return KeyBlock.Column(
            column.buffer, offset: column.offset, elementType: type, length: length)
        case .evaluated(let evaluator, let room):
          let values = room.buffer
          evaluator.evaluate(block, into: values)
          return KeyBlock.Column(values, elementType: type)
        case .gathered(let field, let room):
          let values = room.buffer
          gather(field, of: block, into: values)
          return KeyBlock.Column(values, elementType: type, length: length)
        }
      })
  }

  private func gather(_ field: Field, of block: RecordBlock, into values: RecordBuffer) {
    let column = block.column(field.column)
    let width = widths[field.column]
    column.buffer.withBytes(column.offset..<column.offset + block.count * width) { records in
      values.withMutableBytes(0..<block.count * field.byteCount) { target in
        gatherField(
          records, recordBytes: width, offset: field.offset, elements: field.count,
          elementBytes: field.elementType.byteCount, swapped: field.isSwapped, into: &target)
      }
    }
  }
}

extension RecordBlock {
  /// - Precondition: the column was read.
  func column(_ index: Int) -> Column {
    guard let column = columns[index] else { preconditionFailure("column \(index) was not read") }
    return column
  }
}

/// Memory for the keys of a block, taken when the first one comes: without records their width may
/// be anything.
private final class KeyRoom {
  private let byteCount: Int
  private(set) lazy var buffer = RecordBuffer(byteCount: byteCount)

  init(byteCount: Int) { self.byteCount = byteCount }
}

/// An evaluator that can be held in an enumeration.
final class ValueEvaluator {
  private var evaluator: BlockEvaluator
  private let width: Int

  init(_ expression: ValueExpression, capacity: Int) {
    evaluator = BlockEvaluator(expression, capacity: capacity)
    width = expression.elementType.byteCount
  }

  func evaluate(_ block: RecordBlock, into values: RecordBuffer) {
    values.withMutableBytes(0..<block.count * width) {
      evaluator.evaluateValues(block, into: &$0)
    }
  }
}
