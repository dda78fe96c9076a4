import ShardedArrays

/// What a part of an expression is: a weak literal, or something with a type.
enum Operand {
  case literal(Literal)
  case term(Term)

  var isCondition: Bool {
    switch self {
    case .literal(.bool): true
    case .literal: false
    case .term(let term): term.type.isBool
    }
  }

  /// In words, for messages.
  var shownType: String {
    switch self {
    case .literal(let literal): literal.shownType
    case .term(let term): term.type.isBool ? "a condition" : "a number (\(term.type.rawValue))"
    }
  }
}

/// A part of an expression with where it stands.
struct Checked {
  let operand: Operand
  let columns: Range<Int>
}
