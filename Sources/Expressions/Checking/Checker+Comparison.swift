import PruneKernels
import ShardedArrays

extension Checker {
  /// `a < b <= c` is `a < b and b <= c`; the shared operand is evaluated once.
  func chain(_ first: Syntax, _ links: [Syntax.Link]) throws(ExpressionError) -> Operand {
    var left = try check(first)
    var found: [Operand] = []
    var shape: [Int] = []
    for link in links {
      switch link {
      case .compare(let comparison, let tree):
        let right = try check(tree)
        found.append(try compare(comparison, left, right))
        shape = try joinedShape(shape, found[found.count - 1].shape, tree.columns)
        left = right
      case .membership(let negated, let list):
        found.append(try membership(left, list, negated: negated))
      }
    }
    if found.count == 1 { return found[0] }
    return .term(balanced(found.map(\.conditionTerm)[...], Term.and))
  }

  func compare(
    _ comparison: Comparison, _ left: Checked, _ right: Checked
  ) throws(ExpressionError) -> Operand {
    try checkShapes(left, right)
    switch (left.operand, right.operand) {
    case (.literal(let one), .literal(let other)):
      return .literal(.bool(one.compare(comparison, other)))
    case (.term(let term), .literal(let literal)):
      return .term(try compare(comparison, term, literal, right.columns))
    case (.literal(let literal), .term(let term)):
      return .term(try compare(comparison.mirrored, term, literal, left.columns))
    case (.term(let one), .term(let other)):
      return .term(compare(comparison, one, other))
    }
  }

  /// Beside integers an integer literal compares exactly, whatever its size; a float literal
  /// makes float64 of integers.
  private func compare(
    _ comparison: Comparison, _ term: Term, _ literal: Literal, _ columns: Range<Int>
  ) throws(ExpressionError) -> Term {
    if term.type.isInteger, case .integer(let value) = literal,
      let bounds = term.type.integerBounds, !bounds.contains(value)
    {
      return .constant(comparison.holds(0, value < 0 ? -1 : 1)).spread(to: term.shape)
    }
    let constant = try weak(literal, beside: term.type, columns)
    let type = term.type.promoted(with: constant.type)
    return .compare(comparison, term.converted(to: type), .constant(constant))
  }

  /// Beside each other, uint64 and signed integers compare exactly; everything else in the
  /// common type.
  private func compare(_ comparison: Comparison, _ left: Term, _ right: Term) -> Term {
    if left.type == .uint64, right.type.isSignedInteger {
      return .compare(comparison.mirrored, right.converted(to: .int64), left)
    }
    if right.type == .uint64, left.type.isSignedInteger {
      return .compare(comparison, left.converted(to: .int64), right)
    }
    let type = left.type.promoted(with: right.type)
    return .compare(comparison, left.converted(to: type), right.converted(to: type))
  }

  // MARK: lists

  /// From this many constants on, searching a sorted table is faster than comparing with each:
  /// a search takes some 4 ns per record whatever the type, a comparison less the narrower it
  /// is.
  private static func tableFrom(_ type: ElementType) -> Int { 72 / type.heldByteCount }

  /// `a in [b, c]` is `a == b or a == c`.
  private func membership(
    _ left: Checked, _ list: [Syntax], negated: Bool
  ) throws(ExpressionError) -> Operand {
    var terms: [Term] = []
    var size = 0
    var shape: [Int] = []
    for tree in list {
      let term = try compare(.equal, left, try check(tree)).conditionTerm
      shape = try joinedShape(shape, term.shape, tree.columns)
      terms.append(term)
      size += term.size
      if size > Self.sizeLimit {
        throw .tooLarge(limit: Self.sizeLimit, at: place(tree.columns))
      }
    }
    var found = table(terms) ?? balanced(terms[...], Term.or)
    // What no record equals is still a row.
    if found.shape.isEmpty { found = found.spread(to: left.operand.shape) }
    return .term(negated ? .not(found) : found)
  }

  /// One search for many comparisons of one operand with constants; nil where it does not pay.
  private func table(_ terms: [Term]) -> Term? {
    var operand: Term?
    var values: Set<UInt64> = []
    for term in terms {
      if term.constant?.isTrue == false { continue }
      guard case .compare(.equal, let left, let right) = term.kind, let constant = right.constant,
        operand == nil || operand == left
      else { return nil }
      operand = left
      values.insert(constant.bits)
    }
    guard let operand, values.count >= Self.tableFrom(operand.type) else { return nil }
    return .member(operand, values)
  }
}

extension Operand {
  /// - Precondition: it is a condition, as every comparison is.
  fileprivate var conditionTerm: Term {
    switch self {
    case .literal(let literal): .constant(literal == .bool(true))
    case .term(let term): term
    }
  }
}
