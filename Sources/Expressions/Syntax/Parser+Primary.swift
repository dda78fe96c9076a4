import ShardedArrays

extension Parser {
  /// A number, a name, a call or a parenthesis.
  mutating func primary() throws(ExpressionError) -> Syntax {
    let token = self.token
    switch token.kind {
    case .number(let literal):
      advance()
      return Syntax(kind: .literal(literal), columns: token.columns)
    case .name(let name): return try named(name, token)
    case .quoted(let name): return try quoted(name, token)
    case .symbol("("):
      advance()
      let inner = try disjunction()
      try expect(")")
      return Syntax(
        kind: inner.kind, columns: token.columns.lowerBound..<lastColumn(token))
    case .symbol("not"):
      throw unexpected("'not …' in parentheses")
    case .symbol, .end:
      throw unexpected("a number, \(example) or '('")
    }
  }

  /// What a field may be called, for messages.
  private var example: String {
    layout.fields.contains { $0.name == "x" } ? "'x'" : "a field"
  }

  // MARK: names

  private mutating func named(_ name: String, _ token: Token) throws(ExpressionError) -> Syntax {
    let field = layout.fields.firstIndex { $0.name == name }
    guard Vocabulary.isReserved(name) else {
      if let field { return try self.field(field, token) }
      guard name == Vocabulary.position else { throw unknown(name, token) }
      advance()
      return Syntax(kind: .position, columns: token.columns)
    }
    if let kind = Vocabulary.constants[name] {
      guard field == nil else { throw reserved(name, "a constant", token) }
      advance()
      return Syntax(kind: kind, columns: token.columns)
    }
    guard let function = Syntax.Function(rawValue: name) else { throw unknown(name, token) }
    advance()
    guard at("(") || field == nil else { throw reserved(name, "a function", token) }
    return try call(function, token)
  }

  private mutating func quoted(_ name: String, _ token: Token) throws(ExpressionError) -> Syntax {
    guard let field = layout.fields.firstIndex(where: { $0.name == name }) else {
      throw unknown(name, token)
    }
    return try self.field(field, token)
  }

  /// A field, maybe with indices.
  private mutating func field(_ index: Int, _ token: Token) throws(ExpressionError) -> Syntax {
    advance()
    guard take("[") else { return Syntax(kind: .field(index), columns: token.columns) }
    var indices: [Syntax] = []
    repeat { indices.append(try disjunction()) } while take(",")
    try expect("]", or: "',' or ")
    return Syntax(
      kind: .component(index, indices), columns: token.columns.lowerBound..<lastColumn(token))
  }

  private func unknown(_ name: String, _ token: Token) -> ExpressionError {
    let fields = layout.fields.map(\.name)
    let isQuoted = token.kind != .name(name)
    let known = isQuoted ? fields : fields + [Vocabulary.position] + Vocabulary.reserved
    return .unknownName(
      name, suggestion: Vocabulary.nearest(to: name, in: known), fields: fields,
      at: Place(text: text, columns: token.columns))
  }

  private func reserved(_ name: String, _ what: String, _ token: Token) -> ExpressionError {
    .reservedName(name, meaning: what, at: Place(text: text, columns: token.columns))
  }

  // MARK: calls

  private mutating func call(
    _ function: Syntax.Function, _ token: Token
  ) throws(ExpressionError) -> Syntax {
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
    // One argument of `min` or `max` is a row, which the types tell.
    guard several ? count < 1 : count != 1 else { return }
    throw .argumentCount(
      function: function.rawValue,
      expected: several ? Checker.severalArguments(layout) : "one argument",
      found: count, at: Place(text: text, columns: columns))
  }
}
