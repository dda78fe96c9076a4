import PruneKernels
import ShardedArrays

/// Gives every part of an expression the type that NumPy 2 computes it in (NEP 50), or says
/// which part has none.
struct Checker {
  /// Operations, once chains and lists are written out.
  static let sizeLimit = 20_000

  let text: String
  let layout: RecordLayout

  /// Local. The condition that `tree` stands for, simplified.
  func condition(_ tree: Syntax) throws(ExpressionError) -> Term {
    let checked = try check(tree)
    switch checked.operand {
    case .literal(.bool(let value)): return .constant(value)
    case .term(let term) where !term.shape.isEmpty:
      throw .rowFound(
        found: checked.operand.shownType,
        use: reductionHint(term, checked.columns, condition: true),
        at: place(checked.columns))
    case .term(let term) where term.type.isBool: return term
    default:
      throw .notACondition(found: checked.operand.shownType, at: place(checked.columns))
    }
  }

  func place(_ columns: Range<Int>) -> Place { Place(text: text, columns: columns) }

  func check(_ tree: Syntax) throws(ExpressionError) -> Checked {
    let operand = try operand(tree)
    if case .term(let term) = operand, term.size > Self.sizeLimit {
      throw .tooLarge(limit: Self.sizeLimit, at: place(tree.columns))
    }
    return Checked(operand: operand, columns: tree.columns)
  }

  private func operand(_ tree: Syntax) throws(ExpressionError) -> Operand {
    switch tree.kind {
    case .literal(let literal): .literal(literal)
    case .field(let index): .term(.field(index, of: layout))
    case .component(let field, let indices): .term(try component(field, indices, tree.columns))
    case .position: .term(.position)
    case .unary(let sign, let operand): try signed(sign, try check(operand), tree.columns)
    case .arithmetic(let operation, let left, let right):
      try arithmetic(operation, try check(left), try check(right), tree.columns)
    case .chain(let first, let links): try chain(first, links)
    case .not(let operand): try not(try check(operand))
    case .and(let parts): try combine(parts, "and", Term.and)
    case .or(let parts): try combine(parts, "or", Term.or)
    case .call(let function, let arguments): try call(function, arguments, tree.columns)
    }
  }

  // MARK: conditions

  private func conditionTerm(
    _ checked: Checked, for operation: String
  ) throws(ExpressionError) -> Term {
    switch checked.operand {
    case .literal(.bool(let value)): return .constant(value)
    case .term(let term) where term.type.isBool: return term
    default:
      throw .conditionNeeded(
        by: operation, found: checked.operand.shownType, at: place(checked.columns))
    }
  }

  private func not(_ checked: Checked) throws(ExpressionError) -> Operand {
    .term(.not(try conditionTerm(checked, for: "not")))
  }

  /// As a balanced tree, so that a long chain does not become a deep one.
  private func combine(
    _ parts: [Syntax], _ word: String, _ join: (Term, Term) -> Term
  ) throws(ExpressionError) -> Operand {
    var terms: [Term] = []
    var shape: [Int] = []
    for part in parts {
      let term = try conditionTerm(try check(part), for: word)
      shape = try joinedShape(shape, term.shape, part.columns)
      terms.append(term)
    }
    return .term(balanced(terms[...], join))
  }

  // MARK: literals

  /// A literal on its own, as NumPy's functions take it: int64, or uint64 where only that
  /// holds it, float64 or bool.
  func strong(_ checked: Checked) throws(ExpressionError) -> Term {
    switch checked.operand {
    case .term(let term): return term
    case .literal(.bool(let value)): return .constant(value)
    case .literal(.float(let value)): return .constant(Constant(value, .float64))
    case .literal(.integer(let value)):
      guard let constant = Constant(value, .int64) ?? Constant(value, .uint64) else {
        throw .outOfRange(
          literal: String(value), type: value < 0 ? .int64 : .uint64, at: place(checked.columns))
      }
      return .constant(constant)
    }
  }

  /// A literal beside something of type `type`: its kind decides the common type, then it
  /// becomes a constant of that type.
  func weak(
    _ literal: Literal, beside type: ElementType, _ columns: Range<Int>
  ) throws(ExpressionError) -> Constant {
    switch literal {
    case .bool(let value):
      return Constant(value ? 1 : 0, type) ?? Constant(value)
    case .float(let value):
      return Constant(value, type.isFloat ? type : .float64)
    case .integer(let value):
      let common = type.isBool ? .int64 : type
      guard let constant = Constant(value, common) else {
        throw .outOfRange(literal: String(value), type: common, at: place(columns))
      }
      return constant
    }
  }

  /// Both operands in their common type.
  func unified(
    _ left: Checked, _ right: Checked
  ) throws(ExpressionError) -> (left: Term, right: Term) {
    try checkShapes(left, right)
    let first: Term
    let second: Term
    switch (left.operand, right.operand) {
    case (.term(let term), .literal(let literal)):
      (first, second) = (term, .constant(try weak(literal, beside: term.type, right.columns)))
    case (.literal(let literal), .term(let term)):
      (first, second) = (.constant(try weak(literal, beside: term.type, left.columns)), term)
    case (.term(let one), .term(let other)): (first, second) = (one, other)
    case (.literal(let one), .literal(let other)):
      let type = commonType(one, other)
      first = .constant(try weak(one, beside: type, left.columns))
      second = .constant(try weak(other, beside: type, right.columns))
    }
    let type = first.type.promoted(with: second.type)
    return (first.converted(to: type), second.converted(to: type))
  }

  /// The type of NumPy's functions of two literals.
  private func commonType(_ one: Literal, _ other: Literal) -> ElementType {
    switch (one, other) {
    case (.float, _), (_, .float): .float64
    case (.bool, .bool): .bool
    default: .int64
    }
  }
}

/// Local. Joins `terms` pairwise, so that the depth grows with the logarithm of their number.
func balanced(_ terms: ArraySlice<Term>, _ join: (Term, Term) -> Term) -> Term {
  guard let first = terms.first else { return .constant(false) }
  guard terms.count > 1 else { return first }
  let middle = terms.startIndex + terms.count / 2
  return join(balanced(terms[..<middle], join), balanced(terms[middle...], join))
}
