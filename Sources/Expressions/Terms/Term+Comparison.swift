import PruneKernels
import ShardedArrays

extension Term {
  /// Local. The one comparison of a scalar field, or of its absolute value, with a constant that
  /// this condition is; nil for anything else.
  func fieldComparison(
    of layout: RecordLayout, negated: Bool = false
  ) -> (field: Int, comparison: ConstantComparison)? {
    switch kind {
    case .unary(.not, let operand):
      return operand.fieldComparison(of: layout, negated: !negated)
    case .field:
      guard let field = wholeField(of: layout) else { return nil }
      return (
        field,
        ConstantComparison(
          magnitude: false, comparison: .notEqual, constantBits: 0, negated: negated)
      )
    case .compare(let comparison, let left, let right):
      guard let constant = right.constant, let side = left.side(of: layout) else { return nil }
      return (
        side.field,
        ConstantComparison(
          magnitude: side.magnitude, comparison: comparison, constantBits: constant.bits,
          negated: negated)
      )
    case .unary(.isNaN, let operand), .unary(.isInfinite, let operand),
      .unary(.isFinite, let operand):
      guard let side = operand.side(of: layout) else { return nil }
      // NaN is what is not even at most infinite.
      let comparison: Comparison =
        switch kind {
        case .unary(.isFinite, _): .less
        case .unary(.isInfinite, _): .equal
        default: .lessOrEqual
        }
      let isNaNTest = comparison == .lessOrEqual
      return (
        side.field,
        ConstantComparison(
          magnitude: true, comparison: comparison,
          constantBits: Constant(.infinity, operand.type).bits, negated: negated != isNaNTest)
      )
    default: return nil
    }
  }

  /// The scalar field that this is, or that it is the absolute value of.
  private func side(of layout: RecordLayout) -> (field: Int, magnitude: Bool)? {
    if let field = wholeField(of: layout) { return (field, false) }
    return magnitudeOperand(of: layout).map { ($0, true) }
  }

  /// The scalar field that this is the absolute value of; nil for anything else.
  func magnitudeOperand(of layout: RecordLayout) -> Int? {
    guard case .unary(.magnitude, let operand) = kind else { return nil }
    return operand.wholeField(of: layout)
  }
}
