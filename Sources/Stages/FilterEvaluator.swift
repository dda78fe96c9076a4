import Expressions
import PruneKernels
import ShardedArrays

/// Local. One filter with its working memory.
final class FilterEvaluator {
  private enum Form {
    case constant(Bool)
    /// Of the only field of a plain column in native byte order.
    case comparison(ConstantComparison, ElementType)
    case blocks
  }

  private let form: Form
  /// Indices of the columns that must be read, ascending.
  let columns: [Int]
  private var evaluator: BlockEvaluator

  init(_ filter: Filter, layout: RecordLayout, capacity: Int) {
    switch filter.keeps.form {
    case .constant(let value):
      form = .constant(value)
      columns = []
    case .comparison(let comparison) where layout.isPlain && !layout.fields[0].isSwapped:
      form = .comparison(comparison, layout.fields[0].elementType)
      columns = [0]
    case .comparison, .blocks:
      form = .blocks
      columns = filter.keeps.columns
    }
    evaluator = BlockEvaluator(filter.keeps, capacity: capacity)
  }

  /// Sets `mask` to 1 where the filter keeps the record and to 0 elsewhere.
  func evaluate(_ block: RecordBlock, into mask: inout MutableSpan<UInt8>) {
    switch form {
    case .constant(let value): fill(&mask, value ? 1 : 0)
    case .comparison(let comparison, let type):
      let column = block.column(0)
      let bytes = block.count * type.byteCount
      column.buffer.withBytes(column.offset..<column.offset + bytes) {
        MaskComparison.run(type, $0, comparison, into: &mask)
      }
    case .blocks: evaluator.evaluate(block, into: &mask)
    }
  }
}

func fill(_ mask: inout MutableSpan<UInt8>, _ value: UInt8) {
  for index in mask.indices { mask[index] = value }
}
