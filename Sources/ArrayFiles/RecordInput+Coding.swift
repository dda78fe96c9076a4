extension RecordInput {
  /// All of this value as bytes, to be broadcast from the rank that opened the files.
  public func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(count)
    message.append(shape)
    message.append(columns.count)
    for column in columns {
      message.append(column.format)
      message.append(column.parts.count)
      for part in column.parts {
        message.append(part.path)
        message.append(part.storage)
        message.append([part.firstRecord, part.count, part.grain])
      }
    }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  ///
  /// - Throws: ``ArrayFileError/malformedMessage(what:)`` for bytes that ``encoded()`` did not
  ///   make.
  public init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of inputs")
    let count = try message.integer()
    let shape = try message.integers()
    var columns: [Column] = []
    for _ in 0..<(try message.count(ofAtLeast: 56)) {
      columns.append(try Column(decoding: &message, count: count))
    }
    guard count >= 0, !columns.isEmpty,
      let input = RecordInput(count: count, columns: columns, shape: shape)
    else { throw message.malformed }
    try message.finish()
    self = input
  }
}

extension RecordInput.Column {
  fileprivate init(decoding message: inout MessageReader, count: Int) throws(ArrayFileError) {
    format = try message.format()
    var parts: [RecordInput.Part] = []
    var next = 0
    for _ in 0..<(try message.count(ofAtLeast: 40)) {
      let path = try message.text()
      let storage = try message.storage()
      let numbers = try message.integers()
      // The parts follow one another and hold `count` records: readers rely on it.
      guard numbers.count == 3, numbers[0] == next, numbers[1] >= 0,
        numbers[1] <= count - next, numbers[2] > 0
      else { throw message.malformed }
      next += numbers[1]
      parts.append(
        RecordInput.Part(
          path: path, storage: storage, firstRecord: numbers[0], count: numbers[1],
          grain: numbers[2]))
    }
    guard next == count, !parts.isEmpty else { throw message.malformed }
    self.parts = parts
  }
}
