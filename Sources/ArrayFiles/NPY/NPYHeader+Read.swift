import ShardedArrays

// Three steps, so that nothing is allocated before it is bounded: the first twelve bytes say how
// long the header is; its text, at most `lengthLimit` bytes, is read and parsed; then the shape
// is held against the size of the file.

extension NPYHeader {
  /// Local. Reads and checks the header of one file; the elements are not touched.
  ///
  /// - Returns: The header, and where the elements start, in bytes from the start of the file.
  /// - Throws: ``ArrayFileError`` when there is no such file, when it is not an `.npy` file that
  ///   we read, or when it is shorter or longer than its header says.
  /// - Complexity: two small reads.
  public static func read(
    _ path: String
  ) throws(ArrayFileError) -> (header: NPYHeader, dataOffset: Int) {
    let file = try InputFile(path)
    let size = try file.size()
    if size == 0 { throw .empty(path: path) }
    return try read(path, size: size) { (offset, count) throws(ArrayFileError) in
      try file.bytes(at: offset, count: count)
    }
  }

  /// Local. Reads and checks the header of a file, or of what is one inside another.
  ///
  /// - Parameters:
  ///   - path: For errors.
  ///   - size: Of all, at least one byte.
  ///   - bytes: Reads bytes from an offset on; all inside `size`.
  static func read(
    _ path: String, size: Int,
    bytes: (_ offset: Int, _ count: Int) throws(ArrayFileError) -> [UInt8]
  ) throws(ArrayFileError) -> (header: NPYHeader, dataOffset: Int) {
    let start = try bytes(0, min(size, NPYPreamble.longest))
    let preamble: NPYPreamble
    do {
      preamble = try NPYPreamble(start: start, fileSize: size)
    } catch {
      throw .header(path: path, error)
    }
    let text = try bytes(preamble.textStart, preamble.textLength)
    let header: NPYHeader
    do {
      header = try NPYHeader(text: text, after: preamble)
    } catch {
      throw .header(path: path, error)
    }
    try checkSize(
      header.shape, header.entry, needs: header.byteCount,
      holds: size - preamble.dataOffset, path: path)
    return (header, preamble.dataOffset)
  }

  /// Parses the text between the preamble and the elements: a Python dictionary with the keys
  /// `descr`, `fortran_order` and `shape`.
  package init(text: [UInt8], after preamble: NPYPreamble) throws(NPYHeaderProblem) {
    var parser = NPYHeaderText(text, startingAt: preamble.textStart, isUTF8: preamble.isUTF8)
    let fields = try parser.dictionary()
    let entry: EntryType
    switch fields.descr {
    case .type(let text):
      let (type, order) = try NPYTypeString.parse(text)
      entry = .element(type, order)
    case .fields(let texts):
      entry = .structure(try EntryType.Structure(parsing: texts))
    }
    if fields.shape.contains(where: { $0 < 0 }) { throw .negativeLength(fields.shape) }
    guard let header = NPYHeader(checking: fields.shape, of: entry) else {
      throw .shapeTooLarge(words(fields.shape))
    }
    // With one length above 1 the elements lie in the same order either way.
    if fields.isFortran, header.count > 0, fields.shape.count(where: { $0 > 1 }) > 1 {
      throw .fortranOrder(fields.shape)
    }
    self = header
  }
}

/// The file must hold exactly what the shape needs; both in bytes without the header.
func checkSize(
  _ shape: [Int], _ type: EntryType, needs: Int, holds: Int, path: String
) throws(ArrayFileError) {
  if holds < needs {
    throw .truncated(path: path, shape: shape, type: type, needs: needs, holds: holds)
  }
  if holds > needs {
    throw .extraBytes(path: path, shape: shape, type: type, needs: needs, holds: holds)
  }
}

/// The first 10 or 12 bytes of an `.npy` file: magic, version, and the length of the text.
package struct NPYPreamble: Equatable {
  /// In bytes from the start of the file.
  package let textStart: Int
  /// At most ``NPYHeader/lengthLimit``.
  package let textLength: Int
  /// The text is UTF-8 from version 3.0 on, Latin-1 before.
  package let isUTF8: Bool

  /// Bytes from which every preamble can be read.
  static let longest = 12

  /// Where the elements start, in bytes from the start of the file.
  package var dataOffset: Int { textStart + textLength }

  /// - Parameter start: The file's first bytes, ``longest`` of them where it has so many.
  package init(start: [UInt8], fileSize: Int) throws(NPYHeaderProblem) {
    let magic = NPYHeader.magic
    // A file that ends inside the magic is cut; one that differs from it is something else.
    guard start.starts(with: magic.prefix(start.count)) else {
      throw .badMagic(starts: Array(start.prefix(magic.count)))
    }
    guard start.count >= 10 else { throw .cut(needs: 10, holds: fileSize) }
    let (major, minor) = (Int(start[6]), Int(start[7]))
    guard (1...3).contains(major), minor == 0 else {
      throw .unknownVersion(major: major, minor: minor)
    }
    textStart = major == 1 ? 10 : 12
    guard start.count >= textStart else { throw .cut(needs: textStart, holds: fileSize) }
    textLength = start[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    isUTF8 = major == 3
    guard textLength <= NPYHeader.lengthLimit else {
      throw .tooLong(bytes: textLength, limit: NPYHeader.lengthLimit)
    }
    guard textStart + textLength <= fileSize else {
      throw .cut(needs: textStart + textLength, holds: fileSize)
    }
  }
}
