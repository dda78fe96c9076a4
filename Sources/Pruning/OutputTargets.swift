import ArrayFiles

extension PruneJob {
  /// Every array this job writes, with its role, in the order in which they are published.
  ///
  /// - Parameters:
  ///   - formats: How the columns of the records lie in files.
  ///   - origins: Where those of HDF5 files come from.
  ///   - zarrVersion: Of the input, where it is zarr.
  func targets(
    _ formats: [ColumnFormat], origins: [HDF5Origin?], zarrVersion: Int? = nil
  ) -> [(role: OutputOutcome.Role, target: OutputTarget)] {
    var targets: [(OutputOutcome.Role, OutputTarget)] = []
    let version = output.zarrVersion ?? zarrVersion ?? 2
    let suffix =
      switch delimiter {
      case nil: ".npy"
      case UInt8(ascii: "\t"): ".tsv"
      default: ".csv"
      }
    /// Records whose fields are arrays of their own are written as they were read.
    func records(_ path: String, shards: Int?) -> OutputTarget {
      if OutputTarget.isHDF5(path) {
        return .hdf5(
          at: path, columns: formats, origins: origins, shards: shards,
          copiesRest: output.copiesRest && path == output.survivors,
          compresses: output.compresses && path == output.survivors)
      }
      if formats.count > 1 || hasFieldFiles {
        if OutputTarget.isZarr(path), shards == nil {
          return .zarr(path, version: version, fields: formats.map(\.name))
        }
        return .fields(path, formats.map(\.name), shards: shards)
      }
      return shards.map { .directory(path, shards: $0, suffix: suffix) } ?? single(path)
    }
    /// The array in one piece: a `.npy` file, or by its name a zarr array.
    func single(_ path: String) -> OutputTarget {
      OutputTarget.isZarr(path) ? .zarr(path, version: version) : .file(path)
    }
    func numbers(_ path: String, _ name: String) -> OutputTarget {
      guard OutputTarget.isHDF5(path) else { return single(path) }
      let format = ColumnFormat(.element(.int64, .native))
      return .hdf5(at: path, columns: [format], origins: [nil], name: name)
    }
    if let path = output.survivors {
      targets.append((.survivors, records(path, shards: output.shards)))
    }
    if let path = output.index { targets.append((.index, numbers(path, "index"))) }
    if let path = output.rejects { targets.append((.rejects, records(path, shards: nil))) }
    for path in output.counts { targets.append((.counts, numbers(path, "counts"))) }
    return targets
  }

  /// Of lines of text; nil for arrays.
  private var delimiter: UInt8? {
    if case .files(let request) = input { request.delimiter } else { nil }
  }

  private var hasFieldFiles: Bool {
    if case .files(let request) = input { request.hasFieldFiles } else { false }
  }

  /// Local; on rank 0, before any work. Whether everything this job writes can be made.
  ///
  /// - Parameter inputs: Every file that is read.
  func checkOutputs(
    _ formats: [ColumnFormat], origins: [HDF5Origin?], inputs: [String]
  ) throws(ArrayFileError) {
    if delimiter != nil {
      for case let path? in [output.survivors, output.rejects] where OutputTarget.isHDF5(path) {
        throw .textAsHDF5(path: path)
      }
    }
    let documents = report.map { [OutputTarget.file($0)] } ?? []
    if output.compresses, let survivors = targets(formats, origins: origins).first?.target {
      try survivors.checkCompression(formats)
    }
    for (role, target) in targets(formats, origins: origins)
    where OutputTarget.isZarr(target.path) {
      if role == .survivors || role == .rejects {
        try target.checkZarr(formats, isText: delimiter != nil)
      }
    }
    try OutputTarget.check(
      targets(formats, origins: origins).map(\.target) + documents, inputs: inputs,
      replacing: force)
  }
}
