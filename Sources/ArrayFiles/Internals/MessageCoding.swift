// Values as bytes, so that one rank can broadcast them: integers are eight bytes, little end
// first; text and lists follow their length. Both ends run the same program, so there is no
// version; every read is still bounded by the bytes that are there.

struct MessageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: Int) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes += text.utf8
  }

  mutating func append(_ values: [String]) {
    append(values.count)
    for value in values { append(value) }
  }

  mutating func append(_ raw: [UInt8]) {
    append(raw.count)
    bytes += raw
  }

  mutating func append(_ values: [Int]) {
    append(values.count)
    for value in values { append(value) }
  }
}

struct MessageReader {
  private let all: [UInt8]
  private let what: String
  private var position = 0

  /// - Parameter what: The name of the value, for the error.
  init(_ bytes: [UInt8], what: String) {
    all = bytes
    self.what = what
  }

  var malformed: ArrayFileError { .malformedMessage(what: what) }

  mutating func integer() throws(ArrayFileError) -> Int {
    try take(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number of things that follow, each of at least `width` bytes.
  mutating func count(ofAtLeast width: Int) throws(ArrayFileError) -> Int {
    let count = try integer()
    guard count >= 0, count <= (all.count - position) / width else { throw malformed }
    return count
  }

  mutating func text() throws(ArrayFileError) -> String {
    String(decoding: try take(count(ofAtLeast: 1)), as: UTF8.self)
  }

  mutating func bytes() throws(ArrayFileError) -> [UInt8] {
    Array(try take(count(ofAtLeast: 1)))
  }

  mutating func integers() throws(ArrayFileError) -> [Int] {
    var values: [Int] = []
    for _ in 0..<(try count(ofAtLeast: 8)) { values.append(try integer()) }
    return values
  }

  mutating func texts() throws(ArrayFileError) -> [String] {
    var values: [String] = []
    for _ in 0..<(try count(ofAtLeast: 8)) { values.append(try text()) }
    return values
  }

  /// A value of an enumeration, sent as its raw text.
  mutating func value<Value: RawRepresentable<String>>() throws(ArrayFileError) -> Value {
    guard let value = Value(rawValue: try text()) else { throw malformed }
    return value
  }

  func finish() throws(ArrayFileError) {
    guard position == all.count else { throw malformed }
  }

  private mutating func take(_ count: Int) throws(ArrayFileError) -> ArraySlice<UInt8> {
    guard count <= all.count - position else { throw malformed }
    defer { position += count }
    return all[position..<position + count]
  }
}
