import ShardedArrays

/// How an output becomes a zarr array of version 2: chunks along axis 0, uncompressed.
///
/// The chunks depend on the number of records alone, so that the files are the same on any number
/// of ranks. Ranks whose records share a chunk write their own bytes of it.
struct ZarrOutput {
  /// Of a chunk, as far as whole records go.
  static let targetBytes = 64 << 20

  /// Records of a chunk, the last one's filled up with zeros.
  let chunkRecords: Int
  private let format: ColumnFormat
  private let count: Int
  private let elementType: ElementType
  private let order: ByteOrder

  /// - Parameter format: Of elements, not of structures.
  init(_ format: ColumnFormat, count: Int) {
    guard case .element(let type, let order) = format.entry else {
      preconditionFailure("zarr output of \(format.entry)")
    }
    (elementType, self.order) = (type, order)
    (self.format, self.count) = (format, count)
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

  func name(ofChunk index: Int) -> String {
    String(index) + String(repeating: ".0", count: format.rowShape.count)
  }

  /// Whether a file in the directory is one that an output of this kind has.
  static func owns(_ name: String) -> Bool {
    name == ZarrMetadata.fileOfVersion2
      || (!name.isEmpty && name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        && !name.hasPrefix("."))
  }

  /// What `.zarray` says, as the zarr library writes it.
  var metadata: [UInt8] {
    let fill = elementType.isBool ? "false" : elementType.isFloat ? "0.0" : "0"
    func list(_ lengths: [Int]) -> String {
      "[\n" + lengths.map { "    \($0)" }.joined(separator: ",\n") + "\n  ]"
    }
    return Array(
      """
      {
        "shape": \(list([count] + format.rowShape)),
        "chunks": \(list([chunkRecords] + format.rowShape.map { Swift.max(1, $0) })),
        "dtype": "\(NPYTypeString.text(elementType, order))",
        "fill_value": \(fill),
        "order": "C",
        "filters": null,
        "dimension_separator": ".",
        "compressor": null,
        "zarr_format": 2
      }
      """.utf8)
  }
}

extension OutputTarget {
  /// Whether an output of this name is a zarr array.
  public static func isZarr(_ path: String) -> Bool {
    OutputName.withoutTrailingSlashes(path).hasSuffix(".zarr")
  }

  /// Local. Throws where a target whose name ends in `.zarr` is to hold what no zarr array that we
  /// write does: shards, fields in files of their own, structures, lines of text.
  public func checkZarr(_ formats: [ColumnFormat], isText: Bool) throws(ArrayFileError) {
    let holds: String? =
      if isText {
        "lines of text"
      } else if !fields.isEmpty {
        "several fields"
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
  /// Local; on one rank. Creates the chunks of the last array, and its metadata behind them.
  ///
  /// - Parameter partialDirectory: Where they lie under their own names; nil: in `final`, each
  ///   under a partial name.
  mutating func prepareZarr(
    _ array: OutputArray, in partialDirectory: String?, final: String, token: String
  ) throws(ArrayFileError) {
    let output = ZarrOutput(array.columns[0], count: array.count)
    let base = OutputName.withoutTrailingSlashes(array.target.path)
    for index in 0...output.chunkCount {
      let isMetadata = index == output.chunkCount
      let name = isMetadata ? ZarrMetadata.fileOfVersion2 : output.name(ofChunk: index)
      let header = isMetadata ? output.metadata : []
      let file = StagedFile(
        path: "\(base)/\(name)", dataset: nil, column: 0,
        records: isMetadata ? array.count..<array.count : output.records(ofChunk: index),
        dataOffset: header.count, size: isMetadata ? header.count : output.chunkBytes,
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
}
