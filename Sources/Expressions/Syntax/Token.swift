/// One word of an expression.
struct Token: Hashable {
  enum Kind: Hashable {
    case number(Literal)
    /// Letters, digits and `_`, not starting with a digit, and not a word operator.
    case name(String)
    /// What stands between backticks: a field, whatever its name.
    case quoted(String)
    /// An operator, a bracket or a comma, in the spelling of the language: `&&` is `and`.
    case symbol(String)
    case end
  }

  let kind: Kind
  /// As typed.
  let text: String
  /// Characters of the expression, counted from 0.
  let columns: Range<Int>

  /// In words, for messages.
  var shown: String { kind == .end ? "end of expression" : "'\(text)'" }
}
