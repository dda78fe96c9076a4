/// Cuts an expression into tokens, numbers read.
struct Lexer {
  let text: String
  private let characters: [Character]
  private var position = 0

  /// Local. The tokens of `text`, the last one `.end`.
  static func tokens(of text: String) throws(ExpressionError) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  private func peek(_ distance: Int = 0) -> Character? {
    position + distance < characters.count ? characters[position + distance] : nil
  }

  private func place(from start: Int) -> Place { Place(text: text, columns: start..<position) }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(
      kind: kind, text: String(characters[start..<position]), columns: start..<position)
  }

  private mutating func next() throws(ExpressionError) -> Token {
    while let character = peek(), character.isWhitespace { position += 1 }
    let start = position
    guard let character = peek() else { return token(.end, from: start) }
    if character.isDigit || (character == "." && peek(1)?.isDigit == true) {
      return try number()
    }
    if character.isNameStart { return try name() }
    if character == "`" { return try quotedName() }
    return try symbol(character)
  }

  // MARK: names

  private mutating func name() throws(ExpressionError) -> Token {
    let start = position
    while let character = peek(), character.isNamePart { position += 1 }
    let name = String(characters[start..<position])
    if ["np", "numpy", "math"].contains(name), peek() == "." {
      position += 1
      throw .modulePrefix(name + ".", at: place(from: start))
    }
    let words = ["and", "or", "not", "in"]
    return token(words.contains(name) ? .symbol(name) : .name(name), from: start)
  }

  /// A name between backticks; a backtick in it is typed twice.
  private mutating func quotedName() throws(ExpressionError) -> Token {
    let start = position
    var name = ""
    position += 1
    while let character = peek() {
      position += 1
      if character != "`" {
        name.append(character)
      } else if peek() == "`" {
        name.append(character)
        position += 1
      } else {
        return token(.quoted(name), from: start)
      }
    }
    throw .openBacktick(at: place(from: start))
  }

  // MARK: symbols

  private static let symbols = [
    "**": "**", "//": "//", "<=": "<=", ">=": ">=", "==": "==", "!=": "!=", "&&": "and",
    "||": "or", "+": "+", "-": "-", "*": "*", "/": "/", "%": "%", "<": "<", ">": ">",
    "!": "not", "(": "(", ")": ")", "[": "[", "]": "]", ",": ",",
  ]

  private static let foreign = [
    "<>": "'!='", "=": "'==' to compare", "&": "'and'", "|": "'or'", "~": "'not'",
    "^": "'**' for a power, '!=' between conditions", "<<": "'* 2 **'", ">>": "'// 2 **'",
    "≤": "'<='", "≥": "'>='", "≠": "'!='", "×": "'*'", "÷": "'/'", "−": "'-'", "²": "'** 2'",
  ]

  private mutating func symbol(_ character: Character) throws(ExpressionError) -> Token {
    let start = position
    for length in [2, 1] where position + length <= characters.count {
      let spelling = String(characters[position..<position + length])
      if let use = Self.foreign[spelling] {
        position += length
        throw .foreignOperator(spelling, use: use, at: place(from: start))
      }
      if let symbol = Self.symbols[spelling] {
        position += length
        return token(.symbol(symbol), from: start)
      }
    }
    position += 1
    throw .unknownCharacter(character, at: place(from: start))
  }

  // MARK: numbers

  /// Python's spelling: `1_000`, `0x1F`, `0o17`, `0b11`, `1.`, `.5`, `1e-3`.
  private mutating func number() throws(ExpressionError) -> Token {
    if peek() == "0", let mark = peek(1), let radix = ["x": 16, "o": 8, "b": 2][mark.lowercased()] {
      return try prefixedInteger(radix: radix)
    }
    let start = position
    var isFloat = false
    try digits(from: start)
    if peek() == "." {
      isFloat = true
      position += 1
      if peek()?.isDigit == true { try digits(from: start) }
    }
    if let mark = peek(), mark == "e" || mark == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
      if peek(1 + sign)?.isDigit == true {
        isFloat = true
        position += 1 + sign
        try digits(from: start)
      }
    }
    let typed = String(characters[start..<position])
    let plain = typed.filter { $0 != "_" }
    if isFloat {
      guard let value = Double(plain) else {
        throw .malformedNumber(typed, reason: "it does not read as one", at: place(from: start))
      }
      return token(.number(.float(value)), from: start)
    }
    if plain.count > 1, plain.first == "0", plain.contains(where: { $0 != "0" }) {
      throw .malformedNumber(typed, reason: "leading zeros", at: place(from: start))
    }
    return try integer(plain, radix: 10, from: start)
  }

  private mutating func prefixedInteger(radix: Int) throws(ExpressionError) -> Token {
    let start = position
    position += 2
    while let character = peek(), character.isNamePart { position += 1 }
    let typed = String(characters[start..<position])
    let digits = typed.dropFirst(2)
    let separated = digits.split(separator: "_", omittingEmptySubsequences: false)
    let first = digits.first == "_" ? separated.dropFirst() : separated[...]
    guard !digits.isEmpty, first.allSatisfy({ !$0.isEmpty }) else {
      throw .malformedNumber(typed, reason: "digits are missing", at: place(from: start))
    }
    guard separated.joined().allSatisfy({ $0.hexDigitValue.map { $0 < radix } ?? false }) else {
      throw .malformedNumber(
        typed, reason: "not all digits are of base \(radix)", at: place(from: start))
    }
    return try integer(separated.joined(), radix: radix, from: start)
  }

  private func integer(
    _ digits: String, radix: Int, from start: Int
  ) throws(ExpressionError) -> Token {
    guard let value = Int128(digits, radix: radix) else {
      throw .integerTooLarge(at: place(from: start))
    }
    return token(.number(.integer(value)), from: start)
  }

  /// Digits with single underscores between them, maybe none.
  private mutating func digits(from start: Int) throws(ExpressionError) {
    while let character = peek(), character.isDigit || character == "_" {
      position += 1
      if character == "_", peek()?.isDigit != true {
        throw .malformedNumber(
          String(characters[start..<position]), reason: "'_' stands between digits",
          at: place(from: start))
      }
    }
  }
}

extension String {
  /// As an expression names a field: in backticks where it is no identifier or a reserved word.
  var asFieldName: String {
    let isIdentifier = first?.isNameStart == true && allSatisfy(\.isNamePart)
    if isIdentifier, !Vocabulary.isReserved(self) { return self }
    return "`" + split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``")
      + "`"
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) && isASCII }
  fileprivate var isNameStart: Bool { isASCII && (isLetter || self == "_") }
  fileprivate var isNamePart: Bool { isNameStart || isDigit }
}
