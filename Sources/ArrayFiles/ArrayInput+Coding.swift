extension ArrayInput {
  /// All of this value as bytes, to be broadcast from the rank that opened the files.
  public func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(elementType.rawValue)
    message.append(byteOrder.rawValue)
    message.append(shape)
    message.append(parts.count)
    for part in parts {
      message.append(part.path)
      message.append(part.storage)
      message.append([part.firstElement, part.count])
    }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  ///
  /// - Throws: ``ArrayFileError/malformedMessage(what:)`` for bytes that ``encoded()`` did not
  ///   make.
  public init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of inputs")
    elementType = try message.value()
    byteOrder = try message.value()
    shape = try message.integers()
    var parts: [Part] = []
    for _ in 0..<(try message.count(ofAtLeast: 40)) {
      let path = try message.text()
      let storage = try message.storage()
      let numbers = try message.integers()
      guard numbers.count == 2 else { throw message.malformed }
      parts.append(
        Part(path: path, storage: storage, firstElement: numbers[0], count: numbers[1]))
    }
    self.parts = parts
    try message.finish()
  }
}
