// The text of an `.npy` header: one Python dictionary literal.
//
// Only what such a header may hold is understood: the three keys in any order, text in either
// quote, a list of fields, `True` and `False`, a tuple of decimal integers, whitespace and
// trailing commas. There is no recursion, so a hostile text costs its own length at most.

struct NPYHeaderText {
  struct Fields {
    var descr: Descr
    var isFortran: Bool
    var shape: [Int]
  }

  private let text: [UInt8]
  private let isUTF8: Bool
  /// Where the text starts in the file; messages count from the start of the file.
  private let base: Int
  private var position = 0

  init(_ text: [UInt8], startingAt base: Int, isUTF8: Bool) {
    self.text = text
    self.base = base
    self.isUTF8 = isUTF8
  }

  /// The whole text: a dictionary with exactly the three keys, and nothing after it.
  mutating func dictionary() throws(NPYHeaderProblem) -> Fields {
    var descr: Descr?
    var isFortran: Bool?
    var shape: [Int]?

    skipSpace()
    guard take("{") else { throw .notDictionary(starts: rest(60)) }
    while !take("}") {
      let key = try string(what: "a key in quotes or '}'")
      guard ["descr", "fortran_order", "shape"].contains(key) else { throw .unknownKey(key) }
      try expect(":", after: "the key '\(key)'")
      switch key {
      case "descr":
        if descr != nil { throw .repeatedKey(key) }
        descr = try self.descr()
      case "fortran_order":
        if isFortran != nil { throw .repeatedKey(key) }
        isFortran = try boolean()
      default:
        if shape != nil { throw .repeatedKey(key) }
        shape = try tuple()
      }
      if !take(",") {
        try expect("}", after: "the value of '\(key)'", or: "','")
        break
      }
    }
    guard position == text.count else { throw unexpected("nothing after the dictionary") }
    guard let descr else { throw .missingKey("descr") }
    guard let isFortran else { throw .missingKey("fortran_order") }
    guard let shape else { throw .missingKey("shape") }
    return Fields(descr: descr, isFortran: isFortran, shape: shape)
  }
}

// MARK: - Values

extension NPYHeaderText {
  private mutating func boolean() throws(NPYHeaderProblem) -> Bool {
    let start = position
    let word = takeWhile(isWordByte)
    switch String(decoding: word, as: UTF8.self) {
    case "True":
      skipSpace()
      return true
    case "False":
      skipSpace()
      return false
    default:
      position = start
      throw unexpected("True or False")
    }
  }

  /// `()`, `(3,)`, `(3, 4)`; as in Python, `(3)` is not a tuple.
  mutating func tuple() throws(NPYHeaderProblem) -> [Int] {
    let start = position
    guard take("(") else { throw unexpected("a shape such as (3, 4)") }
    var lengths: [Int] = []
    while !take(")") {
      lengths.append(try integer(tupleStart: start))
      if take(",") { continue }
      if lengths.count == 1 { throw unexpected("',' after the only length") }
      try expect(")", after: "a length", or: "','")
      break
    }
    return lengths
  }

  private mutating func integer(tupleStart: Int) throws(NPYHeaderProblem) -> Int {
    let start = position
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let digits = takeWhile(isDigit)
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"),
      peek().map(isWordByte) != true
    else {
      position = start
      throw unexpected("a length in decimal digits")
    }
    guard let magnitude = Int(String(decoding: digits, as: UTF8.self)) else {
      position = isNegative ? start : tupleStart
      throw isNegative
        ? unexpected("a length of at least 0") : .shapeTooLarge(enclosed(by: "(", ")"))
    }
    skipSpace()
    return isNegative ? -magnitude : magnitude
  }

  /// Text in either quote. A backslash makes no escape: no valid key or type has one.
  mutating func string(what: String) throws(NPYHeaderProblem) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected(what)
    }
    position += 1
    let content = takeWhile { $0 != quote && $0 >= 0x20 && $0 != UInt8(ascii: "\\") }
    let result = decoded(content)
    guard peek() == quote else { throw unexpected("a closing quote") }
    position += 1
    skipSpace()
    return result
  }
}

// MARK: - Text with escapes

extension NPYHeaderText {
  /// Text in either quote, with the escapes that Python writes.
  mutating func escapedString(what: String) throws(NPYHeaderProblem) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected(what)
    }
    position += 1
    var result = ""
    while true {
      let plain = takeWhile { $0 != quote && $0 >= 0x20 && $0 != UInt8(ascii: "\\") }
      result += decoded(plain)
      guard peek() == UInt8(ascii: "\\") else { break }
      result.unicodeScalars.append(try escape())
    }
    guard peek() == quote else { throw unexpected("a closing quote") }
    position += 1
    skipSpace()
    return result
  }

  /// A backslash and what belongs to it.
  private mutating func escape() throws(NPYHeaderProblem) -> Unicode.Scalar {
    let start = position
    position += 1
    let letter = peek() ?? 0
    if position < text.count { position += 1 }
    if let byte = PythonText.escaped(letter) { return Unicode.Scalar(byte) }
    if let count = PythonText.digits(after: letter) {
      let digits = text[position...].prefix(count)
      if digits.count == count, digits.allSatisfy(isWordByte),
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      {
        position += count
        return scalar
      }
    }
    position = start
    throw unexpected("an escape that Python writes")
  }
}

// MARK: - Bytes

extension NPYHeaderText {
  func peek() -> UInt8? { position < text.count ? text[position] : nil }

  /// Takes `character` and the space after it, if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    skipSpace()
    return true
  }

  mutating func expect(
    _ character: Unicode.Scalar, after place: String, or other: String? = nil
  ) throws(NPYHeaderProblem) {
    if take(character) { return }
    throw unexpected("\(other.map { "\($0) or " } ?? "")'\(character)' after \(place)")
  }

  private mutating func takeWhile(_ belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let taken = text[position...].prefix(while: belongs)
    position = taken.endIndex
    return taken
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    isUTF8
      ? String(decoding: bytes, as: UTF8.self)
      : bytes.reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar($1)) }
  }

  /// What follows, at most `limit` bytes, without the padding at the end.
  private func rest(_ limit: Int) -> String {
    var bytes = text[position...].prefix(limit)
    while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) {
      bytes.removeLast()
    }
    return decoded(bytes)
  }

  /// What starts here with `open`, as written, up to the `close` that belongs to it; of a long
  /// text the start, which is all that a message shows.
  func enclosed(by open: Unicode.Scalar, _ close: Unicode.Scalar) -> String {
    var depth = 0
    let bytes = text[position...].prefix(256)
    let end = bytes.firstIndex { byte in
      if byte == UInt8(ascii: open) { depth += 1 }
      if byte == UInt8(ascii: close) { depth -= 1 }
      return depth == 0
    }
    return decoded(end.map { bytes[...$0] } ?? bytes)
  }

  func unexpected(_ expected: String) -> NPYHeaderProblem {
    let found =
      position < text.count
      ? quoted(decoded(text[position...].prefix(1))) : "the end of the header"
    return .syntax(at: base + position, expected: expected, found: found)
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isWordByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || byte == UInt8(ascii: "_")
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
