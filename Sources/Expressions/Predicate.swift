public import ShardedArrays

/// A condition on a record's fields and its global position `i`, read from text, with the
/// meaning that NumPy 2 gives it for the fields' types.
///
/// A field is named as it is called; a plain array's is `x`. In backticks any name is a field:
/// one that is no identifier (`` `my field` ``), or is a function, a constant or a word of the
/// language. `i` is the position unless a field is called `i`. Names are case-sensitive.
///
/// A field with a shape is a row: `x[3]`, `x[-1]` and `x[1, 2]` are its components, and `any`,
/// `all`, `max`, `min`, `mean`, `sum` and `norm` make one value of what is computed from rows,
/// element by element: `a[(a > 4).any(axis=1)]` is `any(x > 4)`. Rows beside each other have the
/// same shape; a single value beside a row counts for each element. Sums of floats follow NumPy's
/// pairwise order, to the bit; sums of integers are 64 bits wide. Of no elements, `any` is false,
/// `all` true, `sum` 0, `mean` NaN, and `max` and `min` are refused.
///
/// `a[E]` in NumPy keeps what the predicate `E` is true of, bit for bit. What differs:
/// - Chained comparisons, `in [...]`, `and`, `or` and `not` are element by element here.
/// - `exp`, `log`, `log2`, `log10` and powers of floats (but for the exponents -1, 0, 0.5, 1
///   and 2) come from the C library, which may differ from NumPy's own in the last bit.
/// - Of a positive and a negative zero, `min` and `max` of two give what NumPy gives on x86; of a
///   row, one of the two.
/// - Refused, though NumPy may have an answer: an integer to the power of a column of signed
///   integers, where NumPy fails only if it meets a negative one; literal integers beyond 128
///   bits; functions of literal integers beyond 64 bits.
public struct Predicate: Sendable, Hashable {
  /// As typed.
  public let text: String
  /// What the records are made of.
  public let layout: RecordLayout
  /// What is evaluated.
  let root: Term

  /// How the predicate is evaluated.
  public enum Form: Sendable, Hashable {
    /// The same for every record.
    case constant(Bool)
    /// One comparison of a plain native array's `x` or `abs(x)` with a constant: a kernel per
    /// element type does it.
    case comparison(ConstantComparison)
    /// The general evaluator.
    case blocks
  }

  /// Local. Reads and types `text` for records of `layout`.
  ///
  /// - Throws: ``ExpressionError``, with the place.
  /// - Complexity: O(text); bounded, whatever the text.
  public init(_ text: String, layout: RecordLayout) throws(ExpressionError) {
    let checker = Checker(text: text, layout: layout)
    self.init(
      text: text, layout: layout,
      root: try checker.condition(try Parser.parse(text, layout: layout)))
  }

  /// Local. As ``init(_:layout:)``, for a plain array in native byte order.
  public init(_ text: String, elementType: ElementType) throws(ExpressionError) {
    try self.init(text, layout: RecordLayout(elements: elementType))
  }

  private init(text: String, layout: RecordLayout, root: Term) {
    self.text = text
    self.layout = layout
    self.root = root
  }

  /// The predicate that keeps exactly what this one drops: where `x > 0` is false because `x`
  /// is NaN, the negation is true. Its ``text`` stays as typed.
  public func negated() -> Predicate {
    Predicate(text: text, layout: layout, root: .not(root))
  }

  /// What is evaluated, in the language itself; constants as the computation uses them.
  public var simplified: String { root.text }

  /// Of a plain array; of the first field where there are several.
  ///
  /// - Precondition: the records have a field.
  public var elementType: ElementType { layout.fields[0].elementType }

  /// Whether `i` decides anything.
  public var usesPosition: Bool { root.usesPosition }

  /// The columns that hold the fields read, ascending.
  public var columns: [Int] { root.columns(of: layout) }

  public var form: Form {
    if let constant = root.constant { return .constant(constant.isTrue) }
    guard layout.isPlain, !layout.fields[0].isSwapped, let comparison else { return .blocks }
    return .comparison(comparison)
  }

  /// The scalar field that one comparison with a constant decides about, so that a kernel per
  /// element type does it once the field's values lie side by side; nil for anything else.
  public var comparedField: Int? { root.fieldComparison(of: layout)?.field }

  /// What ``comparedField`` is compared with, and how.
  public var comparison: ConstantComparison? { root.fieldComparison(of: layout)?.comparison }
}
