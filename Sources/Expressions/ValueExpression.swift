public import ShardedArrays

/// A number computed from each record, read from text, with the meaning that NumPy 2 gives it:
/// the same language as a ``Predicate``'s, for what is ordered or summed instead of tested.
public struct ValueExpression: Sendable, Hashable {
  /// As typed.
  public let text: String
  /// What the records are made of.
  public let layout: RecordLayout
  /// What is evaluated.
  let root: Term

  /// The type of the numbers: that which NumPy computes them in.
  public var elementType: ElementType { root.type }

  /// Local. Reads and types `text` for records of `layout`.
  ///
  /// - Throws: ``ExpressionError``, with the place.
  public init(_ text: String, layout: RecordLayout) throws(ExpressionError) {
    self.text = text
    self.layout = layout
    root = try Checker(text: text, layout: layout).value(try Parser.parse(text, layout: layout))
  }

  /// Local. As ``init(_:layout:)``, for a plain array in native byte order.
  public init(_ text: String, elementType: ElementType) throws(ExpressionError) {
    try self.init(text, layout: RecordLayout(elements: elementType))
  }

  /// What is evaluated, in the language itself; constants as the computation uses them.
  public var simplified: String { root.text }

  /// Whether `i` decides anything.
  public var usesPosition: Bool { root.usesPosition }

  /// The columns that hold the fields read, ascending.
  public var columns: [Int] { root.columns(of: layout) }

  /// The scalar field that the value simply is, such as `x`; nil for anything else.
  public var isField: Int? { root.wholeField(of: layout) }

  /// The scalar field that the value is `abs` of; nil for anything else, also for types without
  /// negative values, whose `abs` is the field itself.
  public var magnitudeOf: Int? { root.magnitudeOperand(of: layout) }
}

extension Checker {
  /// Local. The number that `tree` stands for; a literal becomes int64 or float64.
  func value(_ tree: Syntax) throws(ExpressionError) -> Term {
    let checked = try check(tree)
    let term = try strong(checked)
    guard term.shape.isEmpty else {
      throw .rowFound(
        found: checked.operand.shownType, use: reductionHint(term, checked.columns),
        at: place(checked.columns))
    }
    return term
  }
}
