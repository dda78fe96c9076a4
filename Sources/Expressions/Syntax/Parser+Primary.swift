extension Parser {
  /// A number, a name, a call or a parenthesis.
  mutating func primary() throws(ExpressionError) -> Syntax {
    let token = self.token
    switch token.kind {
    case .number(let literal):
      advance()
      return Syntax(kind: .literal(literal), columns: token.columns)
    case .name(let name):
      return try named(name, token)
    case .symbol("("):
      advance()
      let inner = try disjunction()
      try expect(")")
      return Syntax(
        kind: inner.kind, columns: token.columns.lowerBound..<lastColumn(token))
    case .symbol("not"):
      throw unexpected("'not …' in parentheses")
    case .symbol, .end:
      throw unexpected("a number, 'x' or '('")
    }
  }

  private mutating func named(_ name: String, _ token: Token) throws(ExpressionError) -> Syntax {
    if let kind = Vocabulary.constants[name] {
      advance()
      return Syntax(kind: kind, columns: token.columns)
    }
    guard let function = Syntax.Function(rawValue: name) else {
      throw .unknownName(
        name, suggestion: Vocabulary.nearest(to: name, in: Vocabulary.all),
        at: Place(text: text, columns: token.columns))
    }
    advance()
    try expect("(")
    var arguments: [Syntax] = []
    while !at(")") {
      arguments.append(try disjunction())
      if !at(")") { try expect(",", or: "')' or ") }
    }
    advance()
    let columns = token.columns.lowerBound..<lastColumn(token)
    try checkCount(function, arguments.count, columns)
    return Syntax(kind: .call(function, arguments), columns: columns)
  }

  private func lastColumn(_ first: Token) -> Int {
    (previous ?? first).columns.upperBound
  }

  private func checkCount(
    _ function: Syntax.Function, _ count: Int, _ columns: Range<Int>
  ) throws(ExpressionError) {
    let several = function == .min || function == .max
    guard count <= Self.depthLimit else {
      throw .tooDeep(limit: Self.depthLimit, at: Place(text: text, columns: columns))
    }
    guard several ? count < 2 : count != 1 else { return }
    throw .argumentCount(
      function: function.rawValue, expected: several ? "two or more arguments" : "one argument",
      found: count, at: Place(text: text, columns: columns))
  }
}

/// The names of the language.
enum Vocabulary {
  static let constants: [String: Syntax.Kind] = [
    "x": .element, "i": .position,
    "inf": .literal(.float(.infinity)), "nan": .literal(.float(.nan)),
    "pi": .literal(.float(.pi)),
    "True": .literal(.bool(true)), "true": .literal(.bool(true)),
    "False": .literal(.bool(false)), "false": .literal(.bool(false)),
  ]

  static let operators = ["and", "or", "not", "in"]

  static let all = (constants.keys + Syntax.Function.allCases.map(\.rawValue) + operators).sorted()

  /// The entry that the fewest edits turn `name` into; nil where none is close.
  static func nearest(to name: String, in entries: [String]) -> String? {
    let lowered = name.lowercased()
    let allowed = name.count < 3 ? 0 : name.count < 5 ? 1 : 2
    let ranked = entries.map { ($0, edits(lowered, $0.lowercased())) }
    return ranked.filter { $0.1 <= allowed }.min { $0.1 < $1.1 }?.0
  }

  /// Levenshtein distance, with a swap of neighbours as one edit.
  private static func edits(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = Swift.min(
          row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = Swift.min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
