/// How a zarr directory holds an array: which chunks there are, what their files are called, and
/// how their bytes are packed.
public struct ZarrLayout: Sendable, Hashable {
  /// How the files of the chunks are called.
  enum Keys: String {
    /// `0.1`, `0/1`: version 2, or the encoding `v2` of version 3.
    case plain
    /// `c/0/1`, `c.0.1`: the encoding `default` of version 3.
    case prefixed
  }

  /// In C order; `[]` for a single value.
  let shape: [Int]
  /// As many lengths, none 0; a chunk at the end is as large as the others, filled up.
  let chunkShape: [Int]
  /// Bytes of an entry.
  let width: Int
  let codec: ChunkCodec
  /// The bytes of an entry of a chunk that has no file, in the byte order of the others.
  let fill: [UInt8]
  let keys: Keys
  /// `.` or `/`.
  let separator: String
  /// Of the format: 2 or 3.
  let version: Int

  /// Bytes of a chunk.
  let chunkBytes: Int

  /// The most bytes that are decoded at once: blosc's own limit.
  static let decodedLimit = Int(Int32.max)
  static let axisLimit = 64

  init(
    shape: [Int], chunkShape: [Int], width: Int, codec: ChunkCodec, fill: [UInt8], keys: Keys,
    separator: String, version: Int
  ) throws(ZarrProblem) {
    precondition(width > 0 && fill.count == width && shape.count == chunkShape.count, "zarr layout")
    guard shape.count <= Self.axisLimit else {
      throw .tooManyAxes(shape.count, limit: Self.axisLimit)
    }
    guard byteCountStrictly(of: shape, each: width) != nil else {
      throw .shapeTooLarge(words(shape))
    }
    let chunkShape = zip(shape, chunkShape).map { $0 == 0 && $1 == 0 ? 1 : $1 }
    guard chunkShape.allSatisfy({ $0 > 0 }),
      let chunkBytes = byteCountStrictly(of: chunkShape, each: width)
    else { throw .chunkTooLarge(shape: chunkShape, limit: Self.decodedLimit) }
    (self.shape, self.chunkShape, self.width) = (shape, chunkShape, width)
    (self.codec, self.fill, self.keys, self.separator) = (codec, fill, keys, separator)
    self.version = version
    self.chunkBytes = chunkBytes
    if isDecoded, chunkBytes > Self.decodedLimit {
      throw .chunkTooLarge(shape: chunkShape, limit: Self.decodedLimit)
    }
  }

  /// Whether whole chunks are held: they are packed, or their rows lie apart.
  var isDecoded: Bool { codec != .none || ChunkGrid(self).axes.count > 1 }

  /// Indices of axis 0 that are decoded together.
  var grain: Int {
    guard isDecoded, let length = shape.first else { return 1 }
    return Swift.max(1, Swift.min(chunkShape[0], length))
  }

  /// The most bytes that a reader holds: the chunks side by side along axis 0, and one packed.
  var decodingBytes: Int {
    guard isDecoded else { return 0 }
    let columns = zip(shape, chunkShape).dropFirst().map { ($0 + $1 - 1) / $1 }
    let limit = 1 << 50
    let held = byteCountStrictly(of: columns + [chunkBytes], each: 1).map { Swift.min($0, limit) }
    return (held ?? limit) + (codec == .none ? 0 : ChunkCodec.packedLimit(chunkBytes))
  }

  /// The name of a chunk's file in the directory.
  func key(_ index: [Int]) -> String {
    let numbers = index.prefix(shape.count).map(String.init).joined(separator: separator)
    return switch keys {
    case .plain: shape.isEmpty ? "0" : numbers
    case .prefixed: shape.isEmpty ? "c" : "c\(separator)\(numbers)"
    }
  }
}

extension ChunkGrid {
  init(_ layout: ZarrLayout) {
    // No overflow: both products were taken when the layout was made.
    self.init(shape: layout.shape, chunk: layout.chunkShape, width: layout.width)
  }
}

// MARK: - As a message

extension MessageWriter {
  mutating func append(_ layout: ZarrLayout) {
    append(layout.shape)
    append(layout.chunkShape)
    append(layout.codec.rawValue)
    append(layout.fill)
    append(layout.keys.rawValue)
    append(layout.separator)
    append(layout.version)
  }
}

extension MessageReader {
  mutating func zarrLayout() throws(ArrayFileError) -> ZarrLayout {
    let (shape, chunkShape) = (try integers(), try integers())
    let codec: ChunkCodec = try value()
    let fill = try bytes()
    let keys: ZarrLayout.Keys = try value()
    let (separator, version) = (try text(), try integer())
    guard shape.count == chunkShape.count, !fill.isEmpty,
      let layout = try? ZarrLayout(
        shape: shape, chunkShape: chunkShape, width: fill.count, codec: codec, fill: fill,
        keys: keys, separator: separator, version: version)
    else { throw malformed }
    return layout
  }
}
