import ShardedArrays

// `.zarray`: the Zarr storage specification version 2, section "Metadata".

extension ZarrMetadata {
  static let fileOfVersion2 = ".zarray"

  init(version2 bytes: [UInt8]) throws(ZarrProblem) {
    let fields = try ZarrFields(Self.fileOfVersion2, parsing: bytes)
    try fields.checkVersion(2)
    let shape = try fields.lengths("shape")
    let chunks = try fields.lengths("chunks")
    try fields.check("chunks", chunks, of: shape)
    (type, order) = try Self.type(fields)
    if case .list(let filters)? = fields.root["filters"], let filter = filters.first {
      throw .unsupported(what: "filter", name: filter["id"]?.text ?? filter.words)
    }
    switch fields.root["order"] {
    case nil, .text("C"): break
    // With one length above 1 the entries of a chunk lie in the same order either way.
    case .text("F"): if chunks.count(where: { $0 > 1 }) > 1 { throw .fortranOrder }
    case let value: throw fields.wrong("order", value)
    }
    layout = try ZarrLayout(
      shape: shape, chunkShape: chunks, width: type.byteCount, codec: Self.codec(fields),
      fill: fields.fill(type, order), keys: .plain,
      separator: fields.separator("dimension_separator", in: fields.root, standard: "."),
      version: 2)
  }

  private static func type(_ fields: ZarrFields) throws(ZarrProblem) -> (ElementType, ByteOrder) {
    switch fields.root["dtype"] {
    case .text(let text):
      do {
        return try NPYTypeString.parse(text)
      } catch {
        if case .unsupportedType(let type, let holds) = error {
          throw .unsupportedType(type, holds: holds)
        }
        if case .objectType = error { throw .unsupportedType(text, holds: "Python objects") }
        throw .unsupportedType(text, holds: "entries of an unknown type")
      }
    case .list: throw .hasFields
    case let value: throw fields.wrong("dtype", value)
    }
  }

  private static func codec(_ fields: ZarrFields) throws(ZarrProblem) -> ChunkCodec {
    guard let value = fields.root["compressor"], value != .null else { return .none }
    guard let name = value["id"]?.text else { throw fields.wrong("compressor", value) }
    guard let codec = ChunkCodec(rawValue: name), codec != .none else {
      throw .unsupported(what: "compressor", name: name)
    }
    return codec
  }
}
