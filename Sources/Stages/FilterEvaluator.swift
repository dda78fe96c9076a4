import Expressions
import PruneKernels
import ShardedArrays

/// Local. One filter with its working memory.
final class FilterEvaluator {
  private enum Form {
    case constant(Bool)
    case comparison(ConstantComparison)
    case blocks
  }

  private let form: Form
  private let elementType: ElementType
  private var evaluator: BlockEvaluator

  init(_ filter: Filter, elementType: ElementType, capacity: Int) {
    self.elementType = elementType
    form =
      switch filter.keeps.form {
      case .constant(let value): .constant(value)
      case .comparison(let comparison): .comparison(comparison)
      case .blocks: .blocks
      }
    evaluator = BlockEvaluator(filter.keeps, capacity: capacity)
  }

  /// Sets `mask` to 1 where the filter keeps the record and to 0 elsewhere.
  ///
  /// - Parameters:
  ///   - block: `count` elements in native byte order.
  ///   - firstPosition: Global position of the first.
  func evaluate(
    _ block: RawSpan, count: Int, firstPosition: Int, into mask: inout MutableSpan<UInt8>
  ) {
    switch form {
    case .constant(let value): fill(&mask, value ? 1 : 0)
    case .comparison(let comparison):
      MaskComparison.run(elementType, block, comparison, into: &mask)
    case .blocks:
      evaluator.evaluate(block, count: count, firstPosition: firstPosition, into: &mask)
    }
  }
}

func fill(_ mask: inout MutableSpan<UInt8>, _ value: UInt8) {
  for index in mask.indices { mask[index] = value }
}
