import ShardedArrays

extension OutputSet {
  /// All of this value as bytes, to be broadcast from the rank that prepared the files. Small
  /// files that ``add(_:as:)`` staged are that rank's own and stay behind.
  public func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(replacing ? 1 : 0)
    message.append(arrays.count)
    for staged in arrays { staged.encode(into: &message) }
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  ///
  /// - Throws: ``ArrayFileError/malformedMessage(what:)`` for bytes that ``encoded()`` did not
  ///   make.
  public init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of outputs")
    self.init(replacing: try message.integer() == 1)
    for _ in 0..<(try message.count(ofAtLeast: 8)) {
      arrays.append(try StagedArray(decoding: &message))
    }
    try message.finish()
  }
}

extension StagedArray {
  fileprivate func encode(into message: inout MessageWriter) {
    message.append(array.target.path)
    message.append(array.target.fields.isEmpty ? 0 : 1)
    message.append(array.target.zarrVersion ?? 0)
    message.append(array.target.hdf5?.map(\.path) ?? [])
    message.append(array.columns.count)
    for format in array.columns { message.append(format) }
    // No shards and no directory are sent as zero and as an empty path.
    message.append([array.target.shards ?? 0, array.count, files.count])
    message.append(directory?.finalPath ?? "")
    message.append(directory?.partialPath ?? "")
    for file in files {
      message.append(file.path)
      message.append(file.dataset ?? "")
      message.append(file.partialPath)
      message.append(file.finalPath)
      message.append(file.packedPath ?? "")
      message.append([
        file.records.lowerBound, file.records.upperBound, file.column, file.dataOffset, file.size,
      ])
    }
  }

  fileprivate init(decoding message: inout MessageReader) throws(ArrayFileError) {
    let path = try message.text()
    let hasFields = try message.integer() == 1
    let zarrVersion = try message.integer()
    let datasets = try message.texts()
    var columns: [ColumnFormat] = []
    for _ in 0..<(try message.count(ofAtLeast: 40)) { columns.append(try message.format()) }
    let numbers = try message.integers()
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }), !columns.isEmpty,
      hasFields || columns.count == 1, datasets.isEmpty || datasets.count == columns.count
    else { throw message.malformed }
    let shards = numbers[0] == 0 ? nil : numbers[0]
    let target: OutputTarget =
      if zarrVersion != 0 {
        .zarr(path, version: zarrVersion, fields: hasFields ? columns.map(\.name) : [])
      } else if !datasets.isEmpty {
        .hdf5(
          path, datasets.map { .init(path: $0) }, fields: hasFields ? columns.map(\.name) : [],
          shards: shards)
      } else if hasFields {
        .fields(path, columns.map(\.name), shards: shards)
      } else if let shards {
        .directory(path, shards: shards)
      } else {
        .file(path)
      }
    array = OutputArray(target, columns: columns, count: numbers[1])
    let (final, partial) = (try message.text(), try message.text())
    directory =
      final.isEmpty
      ? nil : StagedDirectory(finalPath: final, partialPath: partial.isEmpty ? nil : partial)
    files = []
    for _ in 0..<numbers[2] { files.append(try StagedFile(decoding: &message)) }
  }
}

extension StagedFile {
  fileprivate init(decoding message: inout MessageReader) throws(ArrayFileError) {
    path = try message.text()
    let dataset = try message.text()
    self.dataset = dataset.isEmpty ? nil : dataset
    partialPath = try message.text()
    finalPath = try message.text()
    let packed = try message.text()
    packedPath = packed.isEmpty ? nil : packed
    let numbers = try message.integers()
    guard numbers.count == 5, numbers[0] <= numbers[1] else { throw message.malformed }
    records = numbers[0]..<numbers[1]
    column = numbers[2]
    dataOffset = numbers[3]
    size = numbers[4]
  }
}
