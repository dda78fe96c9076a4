import PruneKernels
public import ShardedArrays

/// A condition on the element `x` and its global position `i`, read from text, with the
/// meaning that NumPy 2 gives it for one element type.
///
/// `a[E]` in NumPy keeps what the predicate `E` is true of, bit for bit. What differs:
/// - Chained comparisons, `in [...]`, `and`, `or` and `not` are element by element here.
/// - `exp`, `log`, `log2`, `log10` and powers of floats (but for the exponents -1, 0, 0.5, 1
///   and 2) come from the C library, which may differ from NumPy's own in the last bit.
/// - Of a positive and a negative zero, `min` and `max` give what NumPy gives on x86.
/// - Refused, though NumPy may have an answer: an integer to the power of a column of signed
///   integers, where NumPy fails only if it meets a negative one; literal integers beyond 128
///   bits; functions of literal integers beyond 64 bits.
public struct Predicate: Sendable, Hashable {
  /// As typed.
  public let text: String
  public let elementType: ElementType
  /// What is evaluated.
  let root: Term

  /// How the predicate is evaluated.
  public enum Form: Sendable, Hashable {
    /// The same for every record.
    case constant(Bool)
    /// One comparison of `x` or `abs(x)` with a constant: a kernel per element type does it.
    case comparison(ConstantComparison)
    /// The general evaluator.
    case blocks
  }

  /// Local. Reads and types `text`.
  ///
  /// - Throws: ``ExpressionError``, with the place.
  /// - Complexity: O(text); bounded, whatever the text.
  public init(_ text: String, elementType: ElementType) throws(ExpressionError) {
    let checker = Checker(text: text, elementType: elementType)
    self.init(
      text: text, elementType: elementType,
      root: try checker.condition(try Parser.parse(text)))
  }

  private init(text: String, elementType: ElementType, root: Term) {
    self.text = text
    self.elementType = elementType
    self.root = root
  }

  /// The predicate that keeps exactly what this one drops: where `x > 0` is false because `x`
  /// is NaN, the negation is true. Its ``text`` stays as typed.
  public func negated() -> Predicate {
    Predicate(text: text, elementType: elementType, root: .not(root))
  }

  /// What is evaluated, in the language itself; constants as the computation uses them.
  public var simplified: String { root.text }

  /// Whether `i` decides anything.
  public var usesPosition: Bool { root.usesPosition }

  public var form: Form {
    if let constant = root.constant { return .constant(constant.isTrue) }
    return root.comparison(negated: false).map { .comparison($0) } ?? .blocks
  }
}

extension Term {
  /// The one comparison with a constant that this is; nil for anything else.
  fileprivate func comparison(negated: Bool) -> ConstantComparison? {
    switch kind {
    case .unary(.not, let operand): return operand.comparison(negated: !negated)
    case .element:
      return ConstantComparison(
        magnitude: false, comparison: .notEqual, constantBits: 0, negated: negated)
    case .compare(let comparison, let left, let right):
      guard let constant = right.constant, let magnitude = left.isMagnitude else { return nil }
      return ConstantComparison(
        magnitude: magnitude, comparison: comparison, constantBits: constant.bits,
        negated: negated)
    case .unary(.isNaN, let operand), .unary(.isInfinite, let operand),
      .unary(.isFinite, let operand):
      guard operand.isMagnitude != nil else { return nil }
      // NaN is what is not even at most infinite.
      let comparison: Comparison =
        switch kind {
        case .unary(.isFinite, _): .less
        case .unary(.isInfinite, _): .equal
        default: .lessOrEqual
        }
      let isNaNTest = comparison == .lessOrEqual
      return ConstantComparison(
        magnitude: true, comparison: comparison,
        constantBits: Constant(.infinity, operand.type).bits, negated: negated != isNaNTest)
    default: return nil
    }
  }

  /// True for `abs(x)`, false for `x`, nil for anything else.
  private var isMagnitude: Bool? {
    switch kind {
    case .element: false
    case .unary(.magnitude, let operand) where operand.kind == .element: true
    default: nil
    }
  }
}
