/// How a file holds the bytes of an array.
public enum ArrayStorage: Sendable, Hashable {
  /// One after the other from this offset on, in bytes from the start of the file.
  case plain(offset: Int)
}

extension ArrayStorage {
  /// Where the bytes start in the file; 0 where they are decoded.
  public var offset: Int {
    switch self {
    case .plain(let offset): offset
    }
  }
}

// MARK: - As a message

extension MessageWriter {
  mutating func append(_ storage: ArrayStorage) {
    switch storage {
    case .plain(let offset):
      append("plain")
      append(offset)
    }
  }
}

extension MessageReader {
  mutating func storage() throws(ArrayFileError) -> ArrayStorage {
    switch try text() {
    case "plain":
      let offset = try integer()
      guard offset >= 0 else { throw malformed }
      return .plain(offset: offset)
    default:
      throw malformed
    }
  }
}
