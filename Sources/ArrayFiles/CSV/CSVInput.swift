import PruneKernels
import ShardedArrays

/// Lines of delimited text (RFC 4180) with a header, in one or more files.
///
/// A record is a line, or several where quotes hold line feeds. Empty lines are none. What the
/// lines hold is found out by ``CSVParser``; this is what the headers say.
package struct CSVInput: Sendable, Hashable {
  package struct Part: Sendable, Hashable {
    package let path: String
    /// Where the first line behind the header starts, and the size of the file.
    package let dataStart: Int
    package let size: Int
  }

  package let delimiter: UInt8
  package let names: [String]
  /// The first file's first line with its end, as it stands there.
  package let header: [UInt8]
  package let parts: [Part]

  /// Bytes behind the headers: they are the input, without gaps, and lines are found in them by
  /// their place.
  package var byteCount: Int { partition.total }
  /// Which file has which of them.
  package let partition: Partition

  init(delimiter: UInt8, names: [String], header: [UInt8], parts: [Part]) {
    self.delimiter = delimiter
    self.names = names
    self.header = header
    self.parts = parts
    partition = Partition(counts: parts.map { $0.size - $0.dataStart })
  }

  package var paths: [String] { parts.map(\.path) }

  /// The longest first line that is read.
  static let headerLimit = 1 << 20

  /// Local; on one rank. Reads the headers.
  ///
  /// - Parameter paths: At least one.
  /// - Throws: ``ArrayFileError`` for a file that cannot be read, a header that is none, and
  ///   headers that differ.
  /// - Complexity: one small read at either end of each file.
  package static func open(
    _ paths: [String], delimiter: UInt8
  ) throws(ArrayFileError) -> CSVInput {
    var firstHeader: [UInt8] = []
    var parts: [Part] = []
    var names: [String] = []
    for (index, path) in paths.enumerated() {
      let file = try InputFile(path)
      let size = try file.size()
      guard size > 0 else { throw .empty(path: path) }
      let header = try header(of: file, size: size)
      let found = try Self.names(header, delimiter, path)
      if index == 0 {
        names = found
        firstHeader = header
      } else if found != names {
        throw .textHeadersDiffer(
          path: path, names: found, firstPath: paths[0], firstNames: names)
      }
      if index + 1 < paths.count,
        try file.bytes(at: size - 1, count: 1) != [UInt8(ascii: "\n")]
      {
        throw .lineWithoutEnd(path: path, nextPath: paths[index + 1])
      }
      parts.append(Part(path: path, dataStart: header.count, size: size))
    }
    return CSVInput(delimiter: delimiter, names: names, header: firstHeader, parts: parts)
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
      guard count < headerLimit else {
        throw .text(path: file.path, line: 1, .headerTooLong(limit: headerLimit))
      }
      count = Swift.min(size, count * 4, headerLimit)
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

// MARK: - As a message

extension CSVInput {
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(Int(delimiter))
    message.append(header)
    message.append(names.count)
    for name in names { message.append(name) }
    message.append(parts.count)
    for part in parts {
      message.append(part.path)
      message.append([part.dataStart, part.size])
    }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of inputs")
    let delimiter = try message.integer()
    let header = try message.bytes()
    var names: [String] = []
    for _ in 0..<(try message.count(ofAtLeast: 8)) { names.append(try message.text()) }
    var parts: [Part] = []
    for _ in 0..<(try message.count(ofAtLeast: 16)) {
      let path = try message.text()
      let numbers = try message.integers()
      guard numbers.count == 2, numbers[0] >= 0, numbers[1] >= numbers[0] else {
        throw message.malformed
      }
      parts.append(Part(path: path, dataStart: numbers[0], size: numbers[1]))
    }
    guard (0...255).contains(delimiter), !names.isEmpty, !parts.isEmpty else {
      throw message.malformed
    }
    try message.finish()
    self.init(
      delimiter: UInt8(delimiter), names: names, header: header, parts: parts)
  }
}
