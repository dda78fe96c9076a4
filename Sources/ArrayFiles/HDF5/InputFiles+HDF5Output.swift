extension InputFiles {
  /// Local. The records of an HDF5 output: the datasets that a report tells of, in the file `path`
  /// or, of several files that it joins, in those beside it. Nil for other outputs.
  ///
  /// - Parameters:
  ///   - path: Where the output is now; it may have been moved or renamed since the report.
  ///   - fields: Names for the columns, where there are several.
  ///   - files: As the report has them, column by column: `out.h5:/wind/u`.
  /// - Throws: ``ArrayFileError`` as for any input.
  package static func hdf5Output(
    at path: String, fields: [String], files: [String]
  ) throws(ArrayFileError) -> InputFiles? {
    guard !InputNames.isPattern(path) || (try? FileStatus(of: path)) != nil,
      case .hdf5(let file, let object) = try InputPlace(path)
    else { return nil }
    let written = files.compactMap(InputPlace.split)
    let datasets = written.map(\.object).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    guard object == nil, written.count == files.count, !written.isEmpty else {
      return try InputFiles([path], isByRow: true)
    }
    let isOneFile = Set(written.map(\.path)).count == 1
    let directory = OutputName.split(file).prefix
    let columns = datasets.map { dataset in
      written.filter { $0.object == dataset }.map { part in
        "\(isOneFile ? file : directory + OutputName.split(part.path).name):\(dataset)"
      }
    }
    if columns.count == 1 { return try InputFiles(columns[0], isByRow: true) }
    guard columns.count == fields.count else { return try InputFiles([path], isByRow: true) }
    return try InputFiles(
      fields: zip(fields, columns).map { RecordInput.NamedFiles($0, $1) })
  }
}
