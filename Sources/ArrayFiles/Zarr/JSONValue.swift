/// What a JSON text says (RFC 8259), as far as metadata need it.
///
/// Numbers stay text, so that nothing of an integer or a float is lost before its type is known.
/// `NaN`, `Infinity` and `-Infinity` are taken as numbers: Python writes them.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case text(String)
  case list([JSONValue])
  /// Of a name that comes twice, the last value.
  case object([String: JSONValue])

  /// How deep lists and objects may lie in one another.
  static let depthLimit = 64

  /// - Throws: ``JSONFault`` with the place of the first byte that is wrong.
  /// - Complexity: the length of the text; no deeper than ``depthLimit``.
  package init(parsing bytes: [UInt8]) throws(JSONFault) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }
}

/// Where a text stops being JSON, in bytes from its start.
package struct JSONFault: Error, Hashable, Sendable {
  package let offset: Int
}

extension JSONValue {
  /// The value under this name of an object; nil for other values, or where it is missing.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  var list: [JSONValue]? { if case .list(let values) = self { values } else { nil } }

  /// An integer that fits; nil for numbers with a fraction or an exponent.
  var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

  var integers: [Int]? {
    guard let list else { return nil }
    let integers = list.compactMap(\.integer)
    return integers.count == list.count ? integers : nil
  }

  /// The value in a few words, for messages.
  var words: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): clipped(text)
    case .text(let text): quoted(text)
    case .list: "a list"
    case .object: "an object"
    }
  }
}

private struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var fault: JSONFault { JSONFault(offset: place) }
  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func document() throws(JSONFault) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    guard next == nil else { throw fault }
    return value
  }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  /// Steps over this byte if it is the next one after blanks.
  private mutating func take(_ character: Character) -> Bool {
    skipBlanks()
    guard next == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < JSONValue.depthLimit else { throw fault }
    if take("{") { return .object(try members(depth: depth)) }
    if take("[") { return .list(try elements(depth: depth)) }
    if take("\"") { return .text(try string()) }
    return try word()
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    if take("}") { return members }
    while true {
      guard take("\"") else { throw fault }
      let name = try string()
      guard take(":") else { throw fault }
      members[name] = try value(depth: depth + 1)
      if take("}") { return members }
      guard take(",") else { throw fault }
    }
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> [JSONValue] {
    var elements: [JSONValue] = []
    if take("]") { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      if take("]") { return elements }
      guard take(",") else { throw fault }
    }
  }

  /// `null`, `true`, `false` or a number.
  private mutating func word() throws(JSONFault) -> JSONValue {
    let start = place
    while let byte = next, Self.isOfWord(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN", "Infinity", "-Infinity": return .number(text)
    default:
      guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first),
        !text.contains("x"), !text.contains("X"), Double(text) != nil
      else {
        place = start
        throw fault
      }
      return .number(text)
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }

  /// What stands between quotes, of which the first has been passed.
  private mutating func string() throws(JSONFault) -> String {
    var result: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case 0x22: return String(decoding: result, as: UTF8.self)
      case 0x5C: result += try escaped()
      case 0..<0x20: throw fault
      default: result.append(byte)
      }
    }
    throw fault
  }

  private mutating func escaped() throws(JSONFault) -> [UInt8] {
    guard let byte = next else { throw fault }
    place += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"):
      var unit = try hexUnit()
      if (0xD800..<0xDC00).contains(unit), place + 1 < bytes.count, bytes[place] == 0x5C,
        bytes[place + 1] == UInt8(ascii: "u")
      {
        place += 2
        let low = try hexUnit()
        guard (0xDC00..<0xE000).contains(low) else { throw fault }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw fault }
      return Array(String(Character(scalar)).utf8)
    default: throw fault
    }
  }

  private mutating func hexUnit() throws(JSONFault) -> UInt32 {
    guard place + 4 <= bytes.count,
      bytes[place..<place + 4].allSatisfy({ Self.isHexDigit($0) }),
      let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw fault }
    place += 4
    return unit
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
