import PruneKernels
import ShardedArrays

/// A typed expression: what an operation computes, and in which type.
///
/// Both operands of a binary operation and of a comparison have the same type, except that an
/// int64 may be compared with a uint64, and the same shape.
struct Term: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case field(FieldReference)
    /// The record's position in the input.
    case position
    case constant(Constant)
    /// To a type that every value of the operand's type has a nearest value in.
    case convert(Term)
    case unary(UnaryOperation, Term)
    case binary(BinaryOperation, Term, Term)
    case compare(Comparison, Term, Term)
    /// Whether the operand equals one of these constants of its type, sorted, without NaN.
    case member(Term, [UInt64])
    /// One value, once for each element of a row.
    case spread(Term)
    /// One value from a row.
    case reduce(RowReduction, Term)
  }

  let type: ElementType
  let kind: Kind
  /// Of the row; empty for one value a record.
  let shape: [Int]
  /// Operations in it, written out: what the evaluation costs and the text is long.
  let size: Int
  let usesPosition: Bool

  /// - Parameter shape: nil for that of the operands.
  init(type: ElementType, _ kind: Kind, shape: [Int]? = nil) {
    self.type = type
    self.kind = kind
    self.shape = shape ?? kind.operands.first?.shape ?? []
    let operands = kind.operands
    size = operands.reduce(1) { $0 + $1.size }
    usesPosition = kind == .position || operands.contains { $0.usesPosition }
  }

  static let position = Term(type: .int64, .position)
  static func constant(_ constant: Constant) -> Term {
    Term(type: constant.type, .constant(constant))
  }
  static func constant(_ value: Bool) -> Term { .constant(Constant(value)) }

  var constant: Constant? {
    if case .constant(let constant) = kind { constant } else { nil }
  }
}

extension Term.Kind {
  var operands: [Term] {
    switch self {
    case .field, .position, .constant: []
    case .convert(let operand), .unary(_, let operand), .member(let operand, _),
      .spread(let operand), .reduce(_, let operand):
      [operand]
    case .binary(_, let left, let right), .compare(_, let left, let right): [left, right]
    }
  }
}

/// The result has the operand's type, except for the three tests, which give a bool.
enum UnaryOperation: String, Hashable, Sendable {
  case negate = "-"
  case not
  case magnitude = "abs"
  case sign
  case squareRoot = "sqrt"
  case exponential = "exp"
  case logarithm = "log"
  case logarithm2 = "log2"
  case logarithm10 = "log10"
  case floor
  case ceiling = "ceil"
  case round
  case isNaN = "isnan"
  case isInfinite = "isinf"
  case isFinite = "isfinite"

  var givesBool: Bool {
    switch self {
    case .not, .isNaN, .isInfinite, .isFinite: true
    default: false
    }
  }
}

/// The norm is the root of a sum of squares.
enum RowReduction: String, Hashable, Sendable {
  case any, all
  case minimum = "min"
  case maximum = "max"
  /// Of booleans and integers in 64 bits.
  case sum
  /// Of booleans and integers in float64.
  case mean
}

/// The result has the operands' type; `and` and `or` are of bools.
enum BinaryOperation: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "**"
  case minimum = "min"
  case maximum = "max"
  case and
  case or

  /// Whether the operands may change places. Not so minimum and maximum: of two zeros they
  /// give the second.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .and, .or: true
    default: false
    }
  }
}
