import ShardedArrays

extension OutputSet {
  /// All of this value as bytes, to be broadcast from the rank that prepared the files. Small
  /// files that ``add(_:as:)`` staged are that rank's own and stay behind.
  public func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(replacing ? 1 : 0)
    message.append(arrays.count)
    for staged in arrays { staged.encode(into: &message) }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  ///
  /// - Throws: ``ArrayFileError/malformedMessage(what:)`` for bytes that ``encoded()`` did not
  ///   make.
  public init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of outputs")
    self.init(replacing: try message.integer() == 1)
    for _ in 0..<(try message.count(ofAtLeast: 8)) {
      arrays.append(try StagedArray(decoding: &message))
    }
    try message.finish()
  }
}

extension StagedArray {
  fileprivate func encode(into message: inout MessageWriter) {
    message.append(array.target.path)
    message.append(array.elementType.rawValue)
    message.append(array.byteOrder.rawValue)
    // No shards and no directory are sent as zero and as an empty path.
    message.append([array.target.shards ?? 0, array.count, files.count])
    message.append(directory?.finalPath ?? "")
    message.append(directory?.partialPath ?? "")
    for file in files {
      message.append(file.path)
      message.append(file.partialPath)
      message.append(file.finalPath)
      message.append([
        file.elements.lowerBound, file.elements.upperBound, file.dataOffset, file.size,
      ])
    }
  }

  fileprivate init(decoding message: inout MessageReader) throws(ArrayFileError) {
    let path = try message.text()
    let (type, order): (ElementType, ByteOrder) = (try message.value(), try message.value())
    let numbers = try message.integers()
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { throw message.malformed }
    array = OutputArray(
      numbers[0] == 0 ? .file(path) : .directory(path, shards: numbers[0]), of: type,
      byteOrder: order, count: numbers[1])
    let (final, partial) = (try message.text(), try message.text())
    directory =
      final.isEmpty
      ? nil : StagedDirectory(finalPath: final, partialPath: partial.isEmpty ? nil : partial)
    files = []
    for _ in 0..<numbers[2] { files.append(try StagedFile(decoding: &message)) }
  }
}

extension StagedFile {
  fileprivate init(decoding message: inout MessageReader) throws(ArrayFileError) {
    path = try message.text()
    partialPath = try message.text()
    finalPath = try message.text()
    let numbers = try message.integers()
    guard numbers.count == 4, numbers[0] <= numbers[1] else { throw message.malformed }
    elements = numbers[0]..<numbers[1]
    dataOffset = numbers[2]
    size = numbers[3]
  }
}
