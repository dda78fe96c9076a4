/// How a file holds the bytes of an array.
public enum ArrayStorage: Sendable, Hashable {
  /// One after the other from this offset on, in bytes from the start of the file.
  case plain(offset: Int)
  /// As a dataset that the HDF5 library decodes.
  case hdf5(dataset: String)
  /// As a deflated stream: a member of an `.npz` file.
  case deflated(DeflatedMember)
  /// As the chunks of a zarr array, files of a directory.
  case zarr(ZarrLayout)
}

/// A member of a zip file that is unpacked front to back.
public struct DeflatedMember: Sendable, Hashable {
  public let name: String
  /// Where the packed bytes start in the file, how many they are, and how many unpacked.
  public let offset: Int
  public let packedSize: Int
  public let size: Int
  /// CRC-32 of the unpacked bytes.
  public let checksum: UInt32
  /// Of the unpacked bytes, those before the array's.
  public let skip: Int
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
    case .deflated(let member):
      append("deflated")
      append([
        member.offset, member.packedSize, member.size, Int(member.checksum), member.skip,
      ])
      append(member.name)
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
      guard numbers.count == 5, numbers.allSatisfy({ $0 >= 0 }),
        let checksum = UInt32(exactly: numbers[3])
      else { throw malformed }
      return .deflated(
        DeflatedMember(
          name: try text(), offset: numbers[0], packedSize: numbers[1], size: numbers[2],
          checksum: checksum, skip: numbers[4]))
    case "zarr":
      return .zarr(try zarrLayout())
    default:
      throw malformed
    }
  }
}
