import Glibc

/// Where one result goes: a file, a directory of shards, or a directory of fields.
///
/// A symbolic link is followed, as NumPy follows it: its target is written and the link stays.
public struct OutputTarget: Sendable, Hashable {
  /// As the user named it.
  public let path: String
  /// How many files for one array in the directory `path`; nil: one.
  public let shards: Int?
  /// The fields that have files of their own in the directory `path`; none: it is one array.
  public let fields: [String]
  /// What the names of shards end in.
  public private(set) var suffix = ".npy"
  /// The version of the zarr array or group whose directory it is; nil where it is none.
  public private(set) var zarrVersion: Int?
  /// The datasets of the HDF5 file `path`, one for each column; nil for `.npy` files.
  public let hdf5: [HDF5Dataset]?
  /// Whether an HDF5 file also gets everything else of the file that its records come from.
  public let copiesRest: Bool
  /// Whether the files that an HDF5 file joins are compressed.
  public let compresses: Bool

  /// One dataset of an output.
  public struct HDF5Dataset: Sendable, Hashable {
    /// `/wind/u`
    public let path: String
    /// What it is made in the likeness of: type, attributes.
    public let origin: HDF5Origin?

    public init(path: String, origin: HDF5Origin? = nil) {
      self.path = path
      self.origin = origin
    }
  }

  private init(
    path: String, shards: Int?, fields: [String], hdf5: [HDF5Dataset]? = nil,
    copiesRest: Bool = false, compresses: Bool = false
  ) {
    self.compresses = compresses
    self.copiesRest = copiesRest
    self.path = path
    self.shards = shards
    self.fields = fields
    self.hdf5 = hdf5
  }

  public static func file(_ path: String) -> OutputTarget {
    OutputTarget(path: path, shards: nil, fields: [])
  }

  /// - Parameter suffix: `.npy`, `.csv` or `.tsv`.
  /// - Precondition: `shards` is positive.
  public static func directory(
    _ path: String, shards: Int, suffix: String = ".npy"
  ) -> OutputTarget {
    precondition(shards > 0, "output of \(shards) shards")
    var target = OutputTarget(path: path, shards: shards, fields: [])
    target.suffix = suffix
    return target
  }

  /// A directory with `NAME.npy` for each field, or with `shards` files
  /// `NAME-part-00000-of-00008.npy` for each.
  ///
  /// - Precondition: there is a field, and `shards` is positive.
  public static func fields(
    _ path: String, _ names: [String], shards: Int? = nil
  ) -> OutputTarget {
    precondition(shards.map { $0 > 0 } ?? true && !names.isEmpty, "output of no fields or shards")
    return OutputTarget(path: path, shards: shards, fields: names)
  }

  /// An HDF5 file; with `shards` a file that joins as many others beside it.
  ///
  /// - Parameters:
  ///   - datasets: One for each column, at least one, each with another path.
  ///   - fields: The names of the columns where there are several.
  ///   - compresses: Whether those others are compressed; with `shards` alone.
  public static func hdf5(
    _ path: String, _ datasets: [HDF5Dataset], fields: [String] = [], shards: Int? = nil,
    copiesRest: Bool = false, compresses: Bool = false
  ) -> OutputTarget {
    precondition(shards != nil || !compresses, "compressed without shards")
    precondition(fields.isEmpty ? datasets.count == 1 : datasets.count == fields.count, "datasets")
    return OutputTarget(
      path: path, shards: shards, fields: fields, hdf5: datasets, copiesRest: copiesRest,
      compresses: compresses)
  }

  public var isDirectory: Bool {
    hdf5 == nil && (shards != nil || !fields.isEmpty || isZarr)
  }

  public var isZarr: Bool { zarrVersion != nil }

  /// A directory with a zarr array, its chunks, uncompressed, and its metadata; or with a group of
  /// an array for each field.
  ///
  /// - Parameter version: Of the format, 2 or 3.
  public static func zarr(
    _ path: String, version: Int = 2, fields: [String] = []
  ) -> OutputTarget {
    var target = OutputTarget(path: path, shards: nil, fields: fields)
    target.zarrVersion = version
    return target
  }

  /// The names of the files in the directory: all shards of the first field, then of the next. Of a
  /// zarr array the one that every array has; its chunks are not known before their number.
  var fileNames: [String] {
    if let zarrVersion {
      return [
        fields.isEmpty
          ? ZarrOutput.metadataName(zarrVersion) : ZarrOutput.group(zarrVersion).name
      ]
    }
    guard !fields.isEmpty else {
      return (0..<(shards ?? 0)).map { PartName.make($0, of: shards ?? 0, suffix: suffix) }
    }
    return fields.flatMap { field in
      (0..<(shards ?? 1)).map { PartName.make(field: field, $0, of: shards) }
    }
  }

  /// Whether a file in the directory is a part of this output, or of an earlier one in its place.
  func owns(_ name: String) -> Bool {
    // A group is not replaced piece by piece.
    if isZarr { return fields.isEmpty && ZarrOutput.owns(name) }
    if fields.isEmpty { return PartName.matches(name) }
    return PartName.field(of: name).map(fields.contains) ?? false
  }
}

extension OutputTarget {
  /// Local; on one rank, before any work. Whether these outputs can be made.
  ///
  /// - Parameters:
  ///   - targets: All outputs of the run; each must go somewhere else.
  ///   - inputs: The files that are read. None of them may be an output, not even under another
  ///     name and not even when `replacing`.
  ///   - replacing: An output that exists may be replaced; of a directory, only its parts.
  /// - Throws: ``ArrayFileError`` of the kind `cannotCreate`.
  /// - Complexity: a few system calls for each output, and one for each input where an output
  ///   exists.
  public static func check(
    _ targets: [OutputTarget], inputs: [String], replacing: Bool
  ) throws(ArrayFileError) {
    var inputNames: [FileStatus.Identity: String] = [:]
    // Thousands of inputs are asked for only where an output could be one of them.
    let anyExists = targets.contains { (try? FileStatus(of: $0.path)) != nil }
    for input in anyExists ? inputs : [] {
      // An input that cannot be read fails on its own account.
      if let status = try? FileStatus(of: input) { inputNames[status.identity] = input }
    }
    var places: [Place: String] = [:]
    for target in targets {
      for place in try target.checked(inputs: inputNames, replacing: replacing) {
        if let other = places.updateValue(target.path, forKey: place) {
          throw .outputsCollide(path: target.path, otherPath: other)
        }
      }
    }
  }

  /// A name in a directory, whatever leads to it.
  private struct Place: Hashable {
    let directory: FileStatus.Identity
    let name: String
  }

  /// Checks this target alone.
  ///
  /// - Returns: The places it will fill.
  private func checked(
    inputs: [FileStatus.Identity: String], replacing: Bool
  ) throws(ArrayFileError) -> [Place] {
    if hdf5 == nil, let name = fields.first(where: { !PartName.isUsable(field: $0) }) {
      throw .fieldNotFileName(path: path, name: name)
    }
    let resolved = try OutputName.followingLinks(path)
    let parent = try checkedParent(of: resolved)
    let status: FileStatus?
    do {
      status = try FileStatus.ifExists(resolved)
    } catch {
      throw .cannotCreate(path: path, code: error.code)
    }
    if let status, let input = inputs[status.identity] {
      throw .outputIsInput(path: path, input: input)
    }
    if isDirectory, let status {
      guard status.kind == .directory else {
        throw .outputNotDirectory(path: path, content: content)
      }
      try checkContent(of: resolved, inputs: inputs, replacing: replacing)
      return fileNames.map { Place(directory: status.identity, name: $0) }
    }
    if !isDirectory {
      if status?.kind == .directory || path.hasSuffix("/") { throw .outputIsDirectory(path: path) }
      if let status, status.kind != .regular { throw .outputNotRegular(path: path) }
      if status != nil, !replacing { throw .outputExists(path: path) }
    }
    try checkWritable(OutputName.directory(of: resolved))
    let parts = try checkedParts(beside: resolved, inputs: inputs, replacing: replacing)
    return ([resolved] + parts).map {
      Place(directory: parent, name: OutputName.split($0).name)
    }
  }

  /// The files beside an HDF5 file that it will join.
  private func checkedParts(
    beside resolved: String, inputs: [FileStatus.Identity: String], replacing: Bool
  ) throws(ArrayFileError) -> [String] {
    guard hdf5 != nil else { return [] }
    try HDF5Opening.checkAvailable(for: path)
    let shards = shards ?? 0
    let parts = (0..<shards).map { PartName.make($0, of: shards, beside: resolved) }
    for (index, part) in parts.enumerated() {
      guard let status = try? FileStatus(of: part) else { continue }
      let name = PartName.make(index, of: shards, beside: path)
      if let input = inputs[status.identity] { throw .outputIsInput(path: name, input: input) }
      if !replacing { throw .outputExists(path: name) }
    }
    return parts
  }

  private var content: String {
    isZarr
      ? (fields.isEmpty ? "a zarr array" : "a zarr group") : fields.isEmpty ? "shards" : "fields"
  }

  private func checkedParent(of resolved: String) throws(ArrayFileError) -> FileStatus.Identity {
    let directory = OutputName.directory(of: resolved)
    let status: FileStatus
    do {
      status = try FileStatus(of: directory)
    } catch {
      switch error.code {
      case ENOENT: throw .parentMissing(path: path, directory: directory)
      case ENOTDIR: throw .parentNotDirectory(path: path, directory: directory)
      default: throw .parentNotWritable(path: path, directory: directory, code: error.code)
      }
    }
    guard status.kind == .directory else {
      throw .parentNotDirectory(path: path, directory: directory)
    }
    return status.identity
  }

  private func checkWritable(_ directory: String) throws(ArrayFileError) {
    do {
      try System.checkWritable(directory: directory)
    } catch {
      throw .parentNotWritable(path: path, directory: directory, code: error.code)
    }
  }

  /// An existing directory: no part that would be replaced or removed is an input, and without
  /// `replacing` there is nothing in it.
  private func checkContent(
    of directory: String, inputs: [FileStatus.Identity: String], replacing: Bool
  ) throws(ArrayFileError) {
    let names: [String]
    do {
      names = try System.names(in: directory)
    } catch {
      throw .cannotCreate(path: path, code: error.code)
    }
    for name in names where owns(name) {
      let part = "\(directory)/\(name)"
      if let status = try? FileStatus(of: part), let input = inputs[status.identity] {
        throw .outputIsInput(path: part, input: input)
      }
    }
    // Of a zarr array or group that is not like ours, parts would stay among the new ones.
    if isZarr, let other = names.first(where: { !owns($0) }) {
      throw .outputHoldsOther(path: path, name: other)
    }
    if !replacing, !names.isEmpty { throw .outputNotEmpty(path: path) }
    try checkWritable(directory)
  }
}
