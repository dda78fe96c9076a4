import PruneKernels
import ShardedArrays

// Terms are built simplified, by rules that change no bit of any record's answer: constants
// are folded and stand on the right, neutral operands go, double negations cancel.

extension Term {
  // MARK: numbers

  /// Local. The same value in a wider type.
  func converted(to type: ElementType) -> Term {
    if type == self.type { return self }
    // All conversions but those of 64-bit integers to float64 are exact, and nothing is wider
    // than float64: a chain of conversions is its last one.
    if case .convert(let inner) = kind { return inner.converted(to: type) }
    if let constant { return .constant(constant.converted(to: type)).spread(to: shape) }
    return Term(type: type, .convert(self))
  }

  static func unary(_ operation: UnaryOperation, _ operand: Term) -> Term {
    if operation == .negate || operation == .magnitude,
      case .unary(operation, let inner) = operand.kind
    {
      return operation == .negate ? inner : operand
    }
    return Term(type: operation.givesBool ? .bool : operand.type, .unary(operation, operand))
      .folded
  }

  /// - Precondition: the operands have the same type.
  static func binary(_ operation: BinaryOperation, _ one: Term, _ other: Term) -> Term {
    let (left, right) = joined(one, other)
    let swap = operation.isCommutative && left.constant != nil && right.constant == nil
    let (first, second) = swap ? (right, left) : (left, right)
    if let constant = second.constant {
      if constant.isNeutral(for: operation) { return first }
      if operation == .power, let exponent = constant.integer {
        if exponent == 0 {
          return .constant(Constant(1, first.type) ?? constant).spread(to: first.shape)
        }
        if exponent == 2 { return .binary(.multiply, first, first) }
      }
    }
    return Term(type: first.type, .binary(operation, first, second)).folded
  }

  /// The constant that this is, if it depends on no record.
  var folded: Term {
    let operands = kind.operands
    guard !operands.isEmpty, operands.allSatisfy({ $0.constant != nil }) else { return self }
    let bits = BlockEvaluator.bits(of: Term(type: type, kind.withSingleConstants, shape: []))
    return .constant(Constant(type: type, bits: bits)).spread(to: shape)
  }

  // MARK: conditions

  static func not(_ operand: Term) -> Term {
    switch operand.kind {
    case .unary(.not, let inner): return inner
    case .compare(let comparison, let left, let right)
    where !left.type.isFloat || comparison == .equal || comparison == .notEqual:
      return Term(type: .bool, .compare(comparison.opposite, left, right))
    default: return .unary(.not, operand)
    }
  }

  static func and(_ one: Term, _ other: Term) -> Term {
    let (left, right) = joined(one, other)
    if let constant = left.constant { return constant.isTrue ? right : left }
    if let constant = right.constant { return constant.isTrue ? left : right }
    return left == right ? left : Term(type: .bool, .binary(.and, left, right))
  }

  static func or(_ one: Term, _ other: Term) -> Term {
    let (left, right) = joined(one, other)
    if let constant = left.constant { return constant.isTrue ? left : right }
    if let constant = right.constant { return constant.isTrue ? right : left }
    return left == right ? left : Term(type: .bool, .binary(.or, left, right))
  }

  /// Whether `operand` equals one of `values`, bits of constants of its type without NaN.
  static func member(_ operand: Term, _ values: Set<UInt64>) -> Term {
    let sorted = values.sorted {
      let left = Constant(type: operand.type, bits: $0)
      let right = Constant(type: operand.type, bits: $1)
      if let one = left.integer, let other = right.integer { return one < other }
      return left.double < right.double
    }
    return Term(type: .bool, .member(operand, sorted)).folded
  }
}

extension Term.Kind {
  /// An operation on rows of constants as one on constants, whose value all elements have; a
  /// reduction needs its row.
  fileprivate var withSingleConstants: Term.Kind {
    func single(_ term: Term) -> Term {
      term.shape.isEmpty ? term : Term(type: term.type, term.kind, shape: [])
    }
    return switch self {
    case .convert(let operand): .convert(single(operand))
    case .unary(let operation, let operand): .unary(operation, single(operand))
    case .binary(let operation, let left, let right):
      .binary(operation, single(left), single(right))
    case .compare(let comparison, let left, let right):
      .compare(comparison, single(left), single(right))
    case .member(let operand, let values): .member(single(operand), values)
    case .field, .position, .constant, .spread, .reduce: self
    }
  }
}

extension Constant {
  /// Whether `left operation self` is `left`, to the bit.
  fileprivate func isNeutral(for operation: BinaryOperation) -> Bool {
    switch operation {
    case .multiply, .divide: double == 1
    case .floorDivide, .power: !type.isFloat && integer == 1
    case .add: !type.isFloat && integer == 0
    // -0 - 0 is -0; -0 - (-0) is 0.
    case .subtract: double == 0 && double.sign == .plus
    case .remainder, .minimum, .maximum, .and, .or: false
    }
  }
}
