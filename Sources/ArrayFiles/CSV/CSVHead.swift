import PruneKernels

/// What the first line of one file says.
package struct CSVHead: InputHead {
  /// With its end, as it stands there.
  let line: [UInt8]
  let names: [String]
  /// Of the file.
  let size: Int
  /// Whether the file's last line has an end.
  let isEnded: Bool

  /// Local. Reads the first line of a file.
  ///
  /// - Throws: ``ArrayFileError`` for a file that cannot be read and a first line that is none.
  /// - Complexity: two small reads.
  package static func read(
    _ path: String, delimiter: UInt8
  ) throws(ArrayFileError) -> CSVHead {
    let file = try InputFile(path)
    let size = try file.size()
    guard size > 0 else { throw .empty(path: path) }
    let line = try header(of: file, size: size)
    return CSVHead(
      line: line, names: try names(line, delimiter, path), size: size,
      isEnded: try file.bytes(at: size - 1, count: 1) == [UInt8(ascii: "\n")])
  }

  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(line)
    message.append(names.count)
    for name in names { message.append(name) }
    message.append([size, isEnded ? 1 : 0])
    return message.bytes
  }

  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    line = try message.bytes()
    var names: [String] = []
    for _ in 0..<(try message.count(ofAtLeast: 8)) { names.append(try message.text()) }
    self.names = names
    let numbers = try message.integers()
    guard numbers.count == 2, numbers[0] >= line.count, !names.isEmpty else {
      throw message.malformed
    }
    (size, isEnded) = (numbers[0], numbers[1] == 1)
    try message.finish()
  }

  private init(line: [UInt8], names: [String], size: Int, isEnded: Bool) {
    (self.line, self.names, self.size, self.isEnded) = (line, names, size, isEnded)
  }

  /// The first line with its end.
  private static func header(
    of file: borrowing InputFile, size: Int
  ) throws(ArrayFileError) -> [UInt8] {
    var count = Swift.min(size, 4096)
    while true {
      let bytes = try file.bytes(at: 0, count: count)
      var isQuoted = false
      for (index, byte) in bytes.enumerated() {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n"), !isQuoted { return Array(bytes[...index]) }
      }
      if count == size { return bytes }
      guard count < CSVInput.headerLimit else {
        throw .text(path: file.path, line: 1, .headerTooLong(limit: CSVInput.headerLimit))
      }
      count = Swift.min(size, count * 4, CSVInput.headerLimit)
    }
  }

  private static func names(
    _ header: [UInt8], _ delimiter: UInt8, _ path: String
  ) throws(ArrayFileError) -> [String] {
    func wrong(_ problem: TextProblem) -> ArrayFileError {
      .text(path: path, line: 1, problem)
    }
    // A byte order mark is part of the line, not of a name.
    let mark: [UInt8] = header.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(header[..<3]) : []
    var line = Array(header.dropFirst(mark.count))
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty else { throw wrong(.emptyHeader) }
    line.append(UInt8(ascii: "\n"))
    var places = [UInt32](repeating: 0, count: line.count)
    var count = 0
    var separators = TextSeparators(delimiter: delimiter)
    var span = places.mutableSpan
    // SAFETY: a byte has no padding.
    let text = unsafe line.span.bytes
    if let (mistake, _) = separators.find(0..<line.count, of: text, into: &span, count: &count) {
      throw wrong(TextProblem(mistake))
    }
    guard separators.end == .fieldStart else { throw wrong(.openQuote) }
    var names: [String] = []
    var start = 0
    for place in places[..<count] {
      let name = String(decoding: unquoted(line[start..<Int(place)]), as: UTF8.self)
      if !name.isEmpty, names.contains(name) { throw wrong(.columnTwice(name)) }
      names.append(name)
      start = Int(place) + 1
    }
    return names
  }
}

extension TextProblem {
  init(_ mistake: TextSeparators.Mistake) {
    self =
      switch mistake {
      case .quoteInField: .quoteInField
      case .textBehindQuote: .textBehindQuote
      }
  }
}

/// A field without its quotes, where it has them.
func unquoted(_ field: some RandomAccessCollection<UInt8>) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  guard field.count >= 2, field.first == quote else { return Array(field) }
  var result: [UInt8] = []
  var isSecond = false
  for byte in field.dropFirst().dropLast() {
    isSecond = byte == quote && !isSecond
    if !isSecond { result.append(byte) }
  }
  return result
}
