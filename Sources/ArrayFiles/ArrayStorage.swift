/// How a file holds the bytes of an array.
public enum ArrayStorage: Sendable, Hashable {
  /// One after the other from this offset on, in bytes from the start of the file.
  case plain(offset: Int)
  /// As a dataset that the HDF5 library decodes.
  case hdf5(dataset: String)
  /// As `byteCount` bytes of a deflated stream that starts at this offset: a member of an `.npz`
  /// file. Unpacked, the array's bytes start after `skip` others.
  case deflated(offset: Int, byteCount: Int, skip: Int, member: String)
  /// As the chunks of a zarr array, files of a directory.
  case zarr(ZarrLayout)
}

extension ArrayStorage {
  /// Where the bytes start in the file; 0 where they are decoded.
  public var offset: Int {
    switch self {
    case .plain(let offset): offset
    case .hdf5, .deflated, .zarr: 0
    }
  }
}

extension ArrayStorage {
  var isDeflated: Bool { if case .deflated = self { true } else { false } }

  /// Whether any record can be read by itself.
  var isInPlace: Bool {
    switch self {
    case .plain: true
    case .deflated, .hdf5: false
    case .zarr(let layout): !layout.isDecoded
    }
  }

  /// The most bytes that a reader of a zarr array holds; nil for other arrays.
  var zarrDecodingBytes: Int? {
    if case .zarr(let layout) = self { layout.decodingBytes } else { nil }
  }
}

// MARK: - As a message

extension MessageWriter {
  mutating func append(_ storage: ArrayStorage) {
    switch storage {
    case .plain(let offset):
      append("plain")
      append(offset)
    case .hdf5(let dataset):
      append("hdf5")
      append(dataset)
    case .deflated(let offset, let byteCount, let skip, let member):
      append("deflated")
      append([offset, byteCount, skip])
      append(member)
    case .zarr(let layout):
      append("zarr")
      append(layout)
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
    case "hdf5":
      return .hdf5(dataset: try text())
    case "deflated":
      let numbers = try integers()
      guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { throw malformed }
      return .deflated(
        offset: numbers[0], byteCount: numbers[1], skip: numbers[2], member: try text())
    case "zarr":
      return .zarr(try zarrLayout())
    default:
      throw malformed
    }
  }
}
