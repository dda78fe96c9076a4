import Glibc
import ShardedArrays

/// How an output becomes a zarr array: chunks along axis 0, uncompressed.
///
/// The chunks depend on the number of records alone, so that the files are the same on any number
/// of ranks. Ranks whose records share a chunk write their own bytes of it.
struct ZarrOutput {
  /// Of a chunk, as far as whole records go.
  static let targetBytes = 64 << 20

  /// Records of a chunk, the last one's filled up with zeros.
  let chunkRecords: Int
  /// Of the format: 2 or 3.
  private let version: Int
  private let format: ColumnFormat
  private let count: Int
  private let elementType: ElementType
  private let order: ByteOrder

  /// - Parameter format: Of elements, not of structures.
  init(_ format: ColumnFormat, count: Int, version: Int) {
    guard case .element(let type, let order) = format.entry else {
      preconditionFailure("zarr output of \(format.entry)")
    }
    (elementType, self.order) = (type, order)
    (self.format, self.count, self.version) = (format, count, version)
    let most = Swift.max(1, Self.targetBytes / Swift.max(1, format.width))
    chunkRecords = Swift.max(1, Swift.min(count, most))
  }

  /// None for rows without entries.
  var chunkCount: Int {
    format.width == 0 ? 0 : (count + chunkRecords - 1) / chunkRecords
  }

  /// Bytes of every chunk's file.
  var chunkBytes: Int { chunkRecords * format.width }

  func records(ofChunk index: Int) -> Range<Int> {
    index * chunkRecords..<Swift.min(count, (index + 1) * chunkRecords)
  }

  /// All chunks lie in one directory: `0.0`, and of version 3 `c.0.0`.
  func name(ofChunk index: Int) -> String {
    (version == 3 ? "c." : "") + String(index)
      + String(repeating: ".0", count: format.rowShape.count)
  }

  /// The file with the metadata of an array.
  static func metadataName(_ version: Int) -> String {
    version == 3 ? ZarrMetadata.fileOfVersion3 : ZarrMetadata.fileOfVersion2
  }

  /// The file that makes a directory a group, and what is in it.
  static func group(_ version: Int) -> (name: String, bytes: [UInt8]) {
    version == 3
      ? (
        ZarrMetadata.fileOfVersion3,
        Array(
          """
          {
            "attributes": {},
            "zarr_format": 3,
            "node_type": "group"
          }
          """.utf8)
      )
      : (
        ".zgroup",
        Array(
          """
          {
            "zarr_format": 2
          }
          """.utf8)
      )
  }

  /// Whether a file in the directory is one that an output of this kind has, of either version.
  static func owns(_ name: String) -> Bool {
    if name == ZarrMetadata.fileOfVersion2 || name == ZarrMetadata.fileOfVersion3 { return true }
    let numbers = name.hasPrefix("c.") ? name.dropFirst(2) : name[...]
    return !numbers.isEmpty && numbers.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
      && !numbers.hasPrefix(".")
  }

  /// What the metadata say, as the zarr library writes them.
  var metadata: [UInt8] { Array((version == 3 ? metadata3 : metadata2).utf8) }

  private var fill: String {
    elementType.isBool ? "false" : elementType.isFloat ? "0.0" : "0"
  }

  private var shape: [Int] { [count] + format.rowShape }
  private var chunks: [Int] { [chunkRecords] + format.rowShape.map { Swift.max(1, $0) } }

  private func list(_ lengths: [Int], _ indent: String) -> String {
    "[\n" + lengths.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)]"
  }

  private var metadata2: String {
    """
    {
      "shape": \(list(shape, "  ")),
      "chunks": \(list(chunks, "  ")),
      "dtype": "\(NPYTypeString.text(elementType, order))",
      "fill_value": \(fill),
      "order": "C",
      "filters": null,
      "dimension_separator": ".",
      "compressor": null,
      "zarr_format": 2
    }
    """
  }

  private var metadata3: String {
    let bytes =
      elementType.byteCount == 1
      ? "" : ", \"configuration\": {\"endian\": \"\(order == .big ? "big" : "little")\"}"
    return """
      {
        "shape": \(list(shape, "  ")),
        "data_type": "\(elementType.rawValue)",
        "chunk_grid": {
          "name": "regular",
          "configuration": {
            "chunk_shape": \(list(chunks, "      "))
          }
        },
        "chunk_key_encoding": {
          "name": "default",
          "configuration": {
            "separator": "."
          }
        },
        "fill_value": \(fill),
        "codecs": [
          {"name": "bytes"\(bytes)}
        ],
        "attributes": {},
        "zarr_format": 3,
        "node_type": "array",
        "storage_transformers": []
      }
      """
  }
}

extension OutputTarget {
  /// Whether an output of this name is a zarr array.
  public static func isZarr(_ path: String) -> Bool {
    OutputName.withoutTrailingSlashes(path).hasSuffix(".zarr")
  }

  /// Local. Throws where a target whose name ends in `.zarr` is to hold what no zarr array that we
  /// write does: shards, structures, lines of text.
  public func checkZarr(_ formats: [ColumnFormat], isText: Bool) throws(ArrayFileError) {
    let holds: String? =
      if isText {
        "lines of text"
      } else if shards != nil {
        "shards"
      } else if formats.contains(where: { !$0.entry.isElement }) {
        "records with named fields"
      } else {
        nil
      }
    if let holds { throw .notForZarr(path: path, holds: holds) }
  }
}

extension OutputSet {
  /// Local; on one rank. Creates the chunks of the last array, and its metadata behind them; of
  /// several fields a group of arrays.
  ///
  /// - Parameter partialDirectory: Where they lie under their own names; nil: in `final`, each
  ///   under a partial name.
  mutating func prepareZarr(
    _ array: OutputArray, in partialDirectory: String?, final: String, token: String
  ) throws(ArrayFileError) {
    guard let version = array.target.zarrVersion else { preconditionFailure("no zarr target") }
    guard !array.target.fields.isEmpty else {
      return try prepareZarr(
        array, column: 0, named: "", version, in: partialDirectory, final: final, token: token)
    }
    // Where the group's directory cannot be renamed as a whole, nothing is made in it.
    guard let partialDirectory else {
      throw .cannotCreate(path: array.target.path, code: EBUSY)
    }
    for (column, name) in array.target.fields.enumerated() {
      do {
        try System.makeDirectory("\(partialDirectory)/\(name)")
      } catch {
        throw .cannotCreate(path: "\(array.target.path)/\(name)", code: error.code)
      }
      arrays[arrays.count - 1].directory?.inner.append("\(partialDirectory)/\(name)")
      try prepareZarr(
        array, column: column, named: name + "/", version, in: partialDirectory, final: final,
        token: token)
    }
    let (name, bytes) = ZarrOutput.group(version)
    try createZarr(
      name, of: array, column: 0, records: array.count..<array.count, header: bytes,
      size: bytes.count, in: partialDirectory, final: final, token: token)
  }

  /// - Parameter prefix: Of the names of the array's files: empty, or its directory in a group.
  private mutating func prepareZarr(
    _ array: OutputArray, column: Int, named prefix: String, _ version: Int,
    in partialDirectory: String?, final: String, token: String
  ) throws(ArrayFileError) {
    let output = ZarrOutput(array.columns[column], count: array.count, version: version)
    for index in 0..<output.chunkCount {
      try createZarr(
        prefix + output.name(ofChunk: index), of: array, column: column,
        records: output.records(ofChunk: index), header: [], size: output.chunkBytes,
        in: partialDirectory, final: final, token: token)
    }
    let metadata = output.metadata
    try createZarr(
      prefix + ZarrOutput.metadataName(version), of: array, column: column,
      records: array.count..<array.count, header: metadata, size: metadata.count,
      in: partialDirectory, final: final, token: token)
  }

  private mutating func createZarr(
    _ name: String, of array: OutputArray, column: Int, records: Range<Int>, header: [UInt8],
    size: Int, in partialDirectory: String?, final: String, token: String
  ) throws(ArrayFileError) {
    let base = OutputName.withoutTrailingSlashes(array.target.path)
    let file = StagedFile(
      path: "\(base)/\(name)", dataset: nil, column: column, records: records,
      dataOffset: header.count, size: size,
      partialPath: partialDirectory.map { "\($0)/\(name)" }
        ?? OutputName.partial(for: "\(final)/\(name)", token: token),
      finalPath: "\(final)/\(name)")
    var created = try PartialFile.create(
      file.partialPath, as: file.path, size: file.size, header: header)
    arrays[arrays.count - 1].files.append(file)
    try created.flush()
    try created.close()
  }
}
