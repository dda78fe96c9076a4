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

  /// How the places of lines are held.
  package var linePlaces: LinePlaces { LinePlaces(inputOf: byteCount) }

  package var paths: [String] { parts.map(\.path) }

  /// The longest first line that is read.
  static let headerLimit = 1 << 20

  /// Local; on one rank. Files whose headers have been read.
  ///
  /// - Parameters:
  ///   - paths: At least one.
  ///   - found: Their headers, up to the first that could not be read.
  /// - Throws: ``ArrayFileError`` for the first file in order that could not be read, has other
  ///   columns than the first, or a last line that nothing can follow.
  package init(
    _ paths: [String], delimiter: UInt8, _ found: HeadsFound<CSVHead>
  ) throws(ArrayFileError) {
    precondition(!paths.isEmpty, "text input: no files")
    var parts: [Part] = []
    for (index, path) in paths.enumerated() {
      guard index < found.heads.count else {
        throw found.failure ?? .malformedMessage(what: "list of headers")
      }
      let (head, first) = (found.heads[index], found.heads[0])
      if head.names != first.names {
        throw .textHeadersDiffer(
          path: path, names: head.names, firstPath: paths[0], firstNames: first.names)
      }
      // A header without an end and without lines behind it is in nobody's way.
      if index + 1 < paths.count, !head.isEnded, head.size > head.line.count {
        throw .lineWithoutEnd(path: path, nextPath: paths[index + 1])
      }
      parts.append(Part(path: path, dataStart: head.line.count, size: head.size))
    }
    // A first file of nothing but names may have no line end; records follow in the output.
    let ended = found.heads.prefix(paths.count).first { $0.line.last == UInt8(ascii: "\n") }
    self.init(
      delimiter: delimiter, names: found.heads[0].names,
      header: (ended ?? found.heads[0]).line,
      parts: parts)
  }

  /// Local. Reads the headers and takes the files together.
  package static func open(
    _ paths: [String], delimiter: UInt8
  ) throws(ArrayFileError) -> CSVInput {
    let heads = HeadsFound(paths.count, first: 0, step: 1) { (index) throws(ArrayFileError) in
      try CSVHead.read(paths[index], delimiter: delimiter)
    }
    return try CSVInput(paths, delimiter: delimiter, heads)
  }
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
