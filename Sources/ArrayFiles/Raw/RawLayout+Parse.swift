import ShardedArrays

extension RawLayout {
  /// Parses what the user wrote.
  public init(parsing text: String) throws(ArrayFileError) {
    let reader = RawLayoutReader(text)
    var text = text[...]
    offset = try reader.takeOffset(from: &text)
    if let colon = text.firstIndex(of: ":"), !reader.isElements(text[..<colon], text[colon...]) {
      entry = .structure(try reader.structure(text))
      shape = nil
    } else {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let (type, order) = try reader.type(parts[0])
      let element = EntryType.element(type, order)
      entry = element.normalized
      shape = parts.count == 2 ? try reader.shape(parts[1], of: element) : nil
    }
  }
}

/// Reads the pieces of a layout; remembers the whole for its errors.
private struct RawLayoutReader {
  private let whole: String

  init(_ text: String) { whole = text }

  private func expected(_ what: String) -> ArrayFileError {
    .rawLayout(text: whole, expected: what)
  }

  /// `@128` at the end, taken off.
  func takeOffset(from text: inout Substring) throws(ArrayFileError) -> Int {
    guard let at = text.lastIndex(of: "@") else { return 0 }
    let digits = text[text.index(after: at)...]
    text = text[..<at]
    return try number(digits, "a number of bytes after the '@'")
  }

  /// Whether `first:rest` is a type and a shape, not a name and a type: a shape starts with a
  /// digit, a type does not, and what comes first is a type or, to be complained of, `:…`.
  func isElements(_ first: Substring, _ rest: Substring) -> Bool {
    let after = rest.dropFirst()
    guard let next = after.utf8.first else { return true }
    if first.isEmpty { return true }
    let isType = ElementType(typeCode: ByteOrder.split(first).1) != nil
    let (_, code) = ByteOrder.split(after)
    let startsType = "biuf".utf8.contains(code.utf8.first ?? 0)
    return isType && (!startsType || (0x30...0x39).contains(next))
  }

  func type(_ text: Substring) throws(ArrayFileError) -> (ElementType, ByteOrder) {
    let (order, code) = ByteOrder.split(text)
    guard let type = ElementType(typeCode: code) else {
      throw expected("one of \(ElementType.allCases.map(\.typeCode).joined(separator: " "))")
    }
    return (type, order)
  }

  func shape(_ text: Substring, of entry: EntryType) throws(ArrayFileError) -> [Int] {
    let lengths = try lengths(text, "lengths such as 1000,3 after the ':'")
    guard entryCount(lengths, of: entry) != nil else {
      throw expected("an array of at most \(Int.max) bytes")
    }
    return lengths
  }

  func structure(_ text: Substring) throws(ArrayFileError) -> EntryType.Structure {
    var fields: [Field] = []
    var end = 0
    for piece in pieces(text) {
      if !piece.contains(":"), piece.hasSuffix("x") {
        let gap = try number(piece.dropLast(), "a number of bytes before the 'x'")
        end = try sum(end, gap)
        continue
      }
      let parts = piece.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw expected("fields such as v:<f4 with commas between")
      }
      let name = String(parts[0])
      if fields.contains(where: { $0.name == name }) {
        throw expected("the name \(quoted(name)) once")
      }
      guard fields.count < EntryType.Structure.fieldLimit else {
        throw expected("at most \(EntryType.Structure.fieldLimit) fields")
      }
      let (code, shape) = try fieldShape(parts[1])
      let (type, order) = try self.type(code)
      guard let bytes = byteCountStrictly(of: shape, each: type.byteCount) else {
        throw expected("records of at most \(Int.max) bytes")
      }
      fields.append(Field(name, type, order, shape: shape, offset: end))
      end = try sum(end, bytes)
    }
    guard end > 0, let structure = EntryType.Structure(checking: fields, byteCount: end) else {
      throw expected("a field that is not empty")
    }
    return structure
  }

  /// `f4` and its `[3]`, where there is one.
  private func fieldShape(_ text: Substring) throws(ArrayFileError) -> (Substring, [Int]) {
    guard let open = text.firstIndex(of: "[") else { return (text, []) }
    guard text.hasSuffix("]") else { throw expected("']' after the lengths of a field") }
    let inside = text[text.index(after: open)...].dropLast()
    return (text[..<open], try lengths(inside, "lengths such as 2,3 between '[' and ']'"))
  }

  /// At commas that are not inside brackets.
  private func pieces(_ text: Substring) -> [Substring] {
    var depth = 0
    return text.split(omittingEmptySubsequences: false) { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth <= 0
    }
  }

  private func lengths(_ text: Substring, _ what: String) throws(ArrayFileError) -> [Int] {
    var lengths: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard isDigits(part) else { throw expected(what) }
      guard let length = Int(part) else { throw expected("lengths up to \(Int.max)") }
      lengths.append(length)
    }
    return lengths
  }

  private func number(_ text: Substring, _ what: String) throws(ArrayFileError) -> Int {
    guard isDigits(text), let number = Int(text) else { throw expected(what) }
    return number
  }

  private func sum(_ a: Int, _ b: Int) throws(ArrayFileError) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    if overflow { throw expected("records of at most \(Int.max) bytes") }
    return sum
  }

  private func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
