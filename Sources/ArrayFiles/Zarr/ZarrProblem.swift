/// What is wrong with a zarr directory, or what it uses that we do not read.
public enum ZarrProblem: Error, Hashable, Sendable {
  /// A directory without `.zarray`, `.zgroup` or `zarr.json`.
  case noMetadata
  case notJSON(file: String, offset: Int)
  /// A value that is missing or is not what it should be; `value` is in words.
  case badValue(file: String, name: String, value: String)
  case formatVersion(file: String, value: String)
  /// `arrays` are the first that it holds, by name from the group on.
  case group(arrays: [String])
  case unsupportedType(String, holds: String)
  case hasFields
  case fortranOrder
  /// Something that the array uses and that is not read, as the format calls it: `codec`, `lz4`.
  case unsupported(what: String, name: String)
  case shapeTooLarge(String)
  case tooManyAxes(Int, limit: Int)
  /// What is decoded at once has at most `limit` bytes.
  case chunkTooLarge(shape: [Int], limit: Int)
  /// A chunk without compression whose file has another size than its shape needs.
  case chunkSize(key: String, needs: Int, holds: Int)
  /// A chunk that decodes to another number of bytes; nil where that is only known to be more.
  case chunkDecodesTo(key: String, needs: Int, holds: Int?)
  /// A compressed chunk with more bytes than any of its size.
  case chunkPackedTooLarge(key: String, bytes: Int, limit: Int)
  case chunkDamaged(key: String, codec: String)
}

extension ZarrProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noMetadata:
      "not a zarr array: a folder without .zarray or zarr.json"
    case .notJSON(let file, let offset):
      "\(file) is not JSON: it is wrong at byte \(offset)"
    case .badValue(let file, let name, let value):
      "\(file): '\(name)' is \(value)"
    case .formatVersion(let file, let value):
      "\(file): zarr format \(value), only 2 and 3 are read"
    case .group(let arrays):
      arrays.isEmpty
        ? "a zarr group that holds no arrays"
        : "a zarr group, which holds \(arrays.count == 1 ? "the array" : "the arrays") "
          + Self.list(arrays)
    case .unsupportedType(let type, let holds):
      "holds \(holds) (\(quoted(type))), which cannot be pruned"
    case .hasFields:
      "holds records with named fields, which are not read from zarr\n"
        + "try: numpy.save of the array"
    case .fortranOrder:
      "its chunks are in Fortran order, only C order is read"
    case .unsupported(let what, let name):
      "its \(what) is \(quoted(name)), which is not read\n"
        + "try: a copy without it; chunks may be uncompressed or packed by zlib, gzip, zstd or blosc"
    case .shapeTooLarge(let shape):
      "shape \(shape) passes \(Int.max) bytes"
    case .tooManyAxes(let count, let limit):
      "has \(count) axes, at most \(limit) are read"
    case .chunkTooLarge(let shape, let limit):
      "chunks of shape \(words(shape)) pass the \(limit) bytes that are decoded at once"
    case .chunkSize(let key, let needs, let holds):
      "chunk \(key) needs \(needs) bytes, its file holds \(holds)"
    case .chunkDecodesTo(let key, let needs, let holds):
      "chunk \(key) needs \(needs) bytes, it decodes to "
        + (holds.map(String.init) ?? "more")
    case .chunkPackedTooLarge(let key, let bytes, let limit):
      "chunk \(key) has \(bytes) bytes, packed it would have at most \(limit)"
    case .chunkDamaged(let key, let codec):
      "chunk \(key): its \(codec) data are damaged"
    }
  }

  /// The words after the directory's name; some name it again.
  func line(_ path: String) -> String {
    let base = OutputName.withoutTrailingSlashes(path)
    if case .group(let arrays) = self, let first = arrays.first {
      let name = first.split(separator: "/").last.map(String.init) ?? first
      return "\(path): \(self)\ntry: \(base)/\(clipped(first)), or "
        + "--field \(clipped(name))=\(base)/\(clipped(first))"
    }
    return "\(path): \(self)"
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).map(quoted).joined(separator: ", ")
      + (names.count > 8 ? " and more" : "")
  }
}
