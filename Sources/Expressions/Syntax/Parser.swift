import PruneKernels
import ShardedArrays

/// Reads tokens by Python's grammar, loosest first: `or`, `and`, `not`, comparisons, sums,
/// products, signs, powers.
struct Parser {
  /// Operations inside each other; keeps every later pass's recursion small.
  static let depthLimit = 200

  let text: String
  /// Whose fields' names have a meaning.
  let layout: RecordLayout
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// Local. The tree of `text`.
  static func parse(
    _ text: String, layout: RecordLayout
  ) throws(ExpressionError) -> Syntax {
    var parser = Parser(text: text, layout: layout, tokens: try Lexer.tokens(of: text))
    let tree = try parser.disjunction()
    guard parser.token.kind == .end else {
      throw parser.unexpected("an operator or end of expression")
    }
    return tree
  }

  private init(text: String, layout: RecordLayout, tokens: [Token]) {
    self.text = text
    self.layout = layout
    self.tokens = tokens
  }

  // MARK: tokens

  var token: Token { tokens[index] }
  var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  func at(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

  mutating func advance() { index += 1 }

  mutating func take(_ symbol: String) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: String, or other: String = "") throws(ExpressionError) {
    guard take(symbol) else { throw unexpected(other + "'\(symbol)'") }
  }

  func unexpected(_ expected: String) -> ExpressionError {
    var suggestion: String?
    if case .name(let name) = token.kind {
      suggestion = Vocabulary.nearest(to: name, in: Vocabulary.operators)
    }
    return .unexpected(
      expected: expected, after: previous?.text, found: token.shown, suggestion: suggestion,
      at: Place(text: text, columns: token.columns))
  }

  /// A node from `start` to the token taken last; its operands must have been read before.
  private func node(_ kind: Syntax.Kind, from start: Int) -> Syntax {
    let end = index > 0 ? tokens[index - 1].columns.upperBound : start
    return Syntax(kind: kind, columns: start..<end)
  }

  /// One level deeper; the caller goes back up with `depth -= 1`.
  mutating func descend() throws(ExpressionError) {
    depth += 1
    if depth > Self.depthLimit {
      throw .tooDeep(limit: Self.depthLimit, at: Place(text: text, columns: token.columns))
    }
  }

  // MARK: conditions

  mutating func disjunction() throws(ExpressionError) -> Syntax {
    try descend()
    defer { depth -= 1 }
    let start = token.columns.lowerBound
    var parts = [try conjunction()]
    while take("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : node(.or(parts), from: start)
  }

  private mutating func conjunction() throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    var parts = [try negation()]
    while take("and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : node(.and(parts), from: start)
  }

  private mutating func negation() throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    guard take("not") else { return try comparison() }
    try descend()
    defer { depth -= 1 }
    let operand = try negation()
    return node(.not(operand), from: start)
  }

  private mutating func comparison() throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    let first = try sum()
    var links: [Syntax.Link] = []
    while let link = try link() {
      links.append(link)
      // A list compares with nothing.
      if case .membership = link { break }
    }
    return links.isEmpty ? first : node(.chain(first, links), from: start)
  }

  private mutating func link() throws(ExpressionError) -> Syntax.Link? {
    if take("in") { return .membership(negated: false, try list()) }
    if at("not") {
      advance()
      try expect("in")
      return .membership(negated: true, try list())
    }
    guard case .symbol(let symbol) = token.kind, let comparison = Comparison(rawValue: symbol)
    else { return nil }
    advance()
    return .compare(comparison, try sum())
  }

  private mutating func list() throws(ExpressionError) -> [Syntax] {
    try expect("[", or: "a list such as [1, 2], starting with ")
    var elements: [Syntax] = []
    while !at("]") {
      elements.append(try disjunction())
      if !at("]") { try expect(",", or: "']' or ") }
    }
    advance()
    return elements
  }

  // MARK: arithmetic

  private mutating func sum() throws(ExpressionError) -> Syntax {
    try leftToRight([.add, .subtract]) { parser throws(ExpressionError) in
      try parser.product()
    }
  }

  private mutating func product() throws(ExpressionError) -> Syntax {
    try leftToRight([.multiply, .divide, .floorDivide, .remainder]) {
      parser throws(ExpressionError) in try parser.sign()
    }
  }

  private mutating func leftToRight(
    _ operations: [Syntax.Arithmetic],
    _ operand: (inout Parser) throws(ExpressionError) -> Syntax
  ) throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    let outer = depth
    defer { depth = outer }
    var left = try operand(&self)
    while case .symbol(let symbol) = token.kind,
      let operation = Syntax.Arithmetic(rawValue: symbol), operations.contains(operation)
    {
      try descend()
      advance()
      let right = try operand(&self)
      left = node(.arithmetic(operation, left, right), from: start)
    }
    return left
  }

  private mutating func sign() throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    guard case .symbol(let symbol) = token.kind, let sign = Syntax.Sign(rawValue: symbol) else {
      return try power()
    }
    try descend()
    defer { depth -= 1 }
    advance()
    let operand = try self.sign()
    return node(.unary(sign, operand), from: start)
  }

  /// `2 ** -1` and `2 ** 3 ** 2`: the exponent is a sign, so powers group from the right.
  private mutating func power() throws(ExpressionError) -> Syntax {
    let start = token.columns.lowerBound
    let base = try primary()
    guard take("**") else { return base }
    try descend()
    defer { depth -= 1 }
    let exponent = try sign()
    return node(.arithmetic(.power, base, exponent), from: start)
  }
}
