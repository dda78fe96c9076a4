import ShardedArrays

/// What a part of an expression is: a weak literal, or something with a type.
enum Operand {
  case literal(Literal)
  case term(Term)

  /// Of a row; empty for one value.
  var shape: [Int] {
    switch self {
    case .literal: []
    case .term(let term): term.shape
    }
  }

  /// In words, for messages.
  var shownType: String {
    switch self {
    case .literal(let literal): literal.shownType
    case .term(let term): term.shownType
    }
  }
}

extension Term {
  fileprivate var shownType: String {
    let kind = type.isBool ? "" : " (\(type.rawValue))"
    let noun = type.isBool ? "condition" : "number"
    if shape.isEmpty { return "a \(noun)" + kind }
    let count = shape.map(String.init).joined(separator: " × ")
    return "a row of \(count) \(noun)" + (elementCount == 1 ? "" : "s") + kind
  }
}

/// A part of an expression with where it stands.
struct Checked {
  let operand: Operand
  let columns: Range<Int>
}
