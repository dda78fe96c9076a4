import ShardedArrays

// `zarr.json` of an array: the Zarr core specification version 3, section "Array metadata".

extension ZarrMetadata {
  static let fileOfVersion3 = "zarr.json"

  /// - Parameter fields: Of an array, not of a group.
  init(version3 fields: ZarrFields) throws(ZarrProblem) {
    try Self.checkNames(fields)
    let shape = try fields.lengths("shape")
    type = try Self.type(fields)
    if case .list(let transformers)? = fields.root["storage_transformers"],
      let transformer = transformers.first
    {
      throw .unsupported(what: "storage transformer", name: Self.name(transformer))
    }
    let grid = fields.root["chunk_grid"]
    guard let grid, Self.name(grid) == "regular" else {
      throw grid.map { .unsupported(what: "chunk grid", name: Self.name($0)) }
        ?? fields.wrong("chunk_grid", nil)
    }
    let chunks = try fields.lengths("chunk_shape", in: grid["configuration"] ?? .null)
    try fields.check("chunk_shape", chunks, of: shape)
    let (order, codec) = try Self.codecs(fields, axes: shape.count)
    self.order = order
    let (keys, separator) = try Self.keys(fields)
    layout = try ZarrLayout(
      shape: shape, chunkShape: chunks, width: type.byteCount, codec: codec,
      fill: fields.fill(type, order), keys: keys, separator: separator,
      version: 3)
  }

  private static let names: Set<String> = [
    "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding",
    "fill_value", "codecs", "attributes", "storage_transformers", "dimension_names",
  ]

  /// What is not known must say that it may be passed over.
  private static func checkNames(_ fields: ZarrFields) throws(ZarrProblem) {
    guard case .object(let members) = fields.root else { return }
    for name in members.keys.sorted() where !names.contains(name) {
      if members[name]?["must_understand"] != .bool(false) {
        throw .unsupported(what: "metadata", name: name)
      }
    }
  }

  /// Of an extension, which is an object with a name, or the name alone.
  private static func name(_ value: JSONValue) -> String {
    value.text ?? value["name"]?.text ?? value.words
  }

  private static func type(_ fields: ZarrFields) throws(ZarrProblem) -> ElementType {
    guard let value = fields.root["data_type"] else { throw fields.wrong("data_type", nil) }
    let name = name(value)
    if let type = ElementType(rawValue: name) { return type }
    switch name {
    case "complex64", "complex128":
      throw .unsupportedType(name, holds: "complex numbers")
    case "string", "fixed_length_utf32": throw .unsupportedType(name, holds: "text")
    case "structured", "struct": throw .hasFields
    default: throw .unsupportedType(name, holds: "entries of another type")
    }
  }

  private static func keys(
    _ fields: ZarrFields
  ) throws(ZarrProblem) -> (ZarrLayout.Keys, String) {
    guard let value = fields.root["chunk_key_encoding"] else {
      throw fields.wrong("chunk_key_encoding", nil)
    }
    let configuration = value["configuration"] ?? .null
    switch name(value) {
    case "default":
      return (.prefixed, try fields.separator("separator", in: configuration, standard: "/"))
    case "v2":
      return (.plain, try fields.separator("separator", in: configuration, standard: "."))
    case let name: throw .unsupported(what: "chunk key encoding", name: name)
    }
  }

  /// The byte order, and how the bytes are packed: `bytes`, then at most one packer.
  private static func codecs(
    _ fields: ZarrFields, axes: Int
  ) throws(ZarrProblem) -> (ByteOrder, ChunkCodec) {
    guard let list = fields.root["codecs"]?.list else {
      throw fields.wrong("codecs", fields.root["codecs"])
    }
    var order: ByteOrder?
    var codec = ChunkCodec.none
    for value in list {
      let name = name(value)
      switch name {
      case "transpose" where order == nil:
        let axesInOrder = value["configuration"]?["order"]?.integers
        if axesInOrder != Array(0..<axes), axes > 1 { throw .fortranOrder }
      case "bytes" where order == nil:
        switch value["configuration"]?["endian"] {
        case nil, .null: order = .native
        case .text("little"): order = .little
        case .text("big"): order = .big
        case let value: throw fields.wrong("endian", value)
        }
      case "gzip", "zstd", "blosc":
        guard order != nil else { throw .unsupported(what: "codec before bytes", name: name) }
        guard codec == .none, let packer = ChunkCodec(rawValue: name) else {
          throw .unsupported(what: "second compression", name: name)
        }
        codec = packer
      default: throw .unsupported(what: "codec", name: name)
      }
    }
    guard let order else {
      throw .badValue(file: fields.file, name: "codecs", value: "without bytes")
    }
    return (order, codec)
  }
}
