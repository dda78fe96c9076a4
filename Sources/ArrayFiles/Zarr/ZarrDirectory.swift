import Glibc

/// A directory that holds a zarr array, or a group of them.
package enum ZarrDirectory {
  /// A metadata file is no longer than this; that of a group may describe all arrays in it.
  private static let metadataLimit = 64 << 20
  /// Of a group, arrays that are listed, and groups inside groups that are looked into.
  private static let listLimit = 16
  private static let depthLimit = 4

  /// Local. Whether this is a directory that has zarr's metadata, or zarr's suffix.
  ///
  /// - Complexity: at most four questions to the file system, one where it is no directory.
  static func isZarr(_ path: String) -> Bool {
    guard (try? FileStatus(of: path))?.kind == .directory else { return false }
    return OutputName.withoutTrailingSlashes(path).hasSuffix(".zarr")
      || has(path, ".zarray") || has(path, ".zgroup") || has(path, "zarr.json")
  }

  private static func has(_ directory: String, _ name: String) -> Bool {
    (try? FileStatus(of: "\(directory)/\(name)"))?.kind == .regular
  }

  /// Local. Reads and checks the metadata of an array; the chunks are not touched.
  ///
  /// - Throws: ``ArrayFileError``; for a group one that lists the arrays in it.
  /// - Complexity: one small read; of a group, one directory for each one in it.
  static func head(_ path: String) throws(ArrayFileError) -> FileHead {
    let metadata: ZarrMetadata
    if has(path, ZarrMetadata.fileOfVersion2) {
      let bytes = try read(path, ZarrMetadata.fileOfVersion2)
      metadata = try wrapping(path) { () throws(ZarrProblem) in
        try ZarrMetadata(version2: bytes)
      }
    } else if has(path, ZarrMetadata.fileOfVersion3) {
      let bytes = try read(path, ZarrMetadata.fileOfVersion3)
      let fields = try wrapping(path) { () throws(ZarrProblem) in
        let fields = try ZarrFields(ZarrMetadata.fileOfVersion3, parsing: bytes)
        try fields.checkVersion(3)
        return fields
      }
      switch fields.root["node_type"] {
      case .text("array"): break
      case .text("group"): throw .zarr(path: path, .group(arrays: arrays(in: path)))
      case let value: throw .zarr(path: path, fields.wrong("node_type", value))
      }
      metadata = try wrapping(path) { () throws(ZarrProblem) in
        try ZarrMetadata(version3: fields)
      }
    } else if has(path, ".zgroup") {
      throw .zarr(path: path, .group(arrays: arrays(in: path)))
    } else {
      throw .zarr(path: path, .noMetadata)
    }
    let layout = metadata.layout
    return FileHead(
      path: path, entry: EntryType.element(metadata.type, metadata.order).normalized,
      shape: layout.shape, storage: .zarr(layout), grain: layout.grain)
  }

  /// Local. The arrays of a group, by name; nil for something else, and where there are groups in
  /// it, whose arrays would be left out.
  ///
  /// - Complexity: one directory, and for each thing in it three questions to the file system.
  package static func group(_ path: String) -> [String]? {
    guard isZarr(path), !has(path, ZarrMetadata.fileOfVersion2) else { return nil }
    if has(path, "zarr.json") {
      guard nodeType(path) == .text("group") else { return nil }
    } else if !has(path, ".zgroup") {
      return nil
    }
    var arrays: [String] = []
    for name in ((try? System.entries(in: path)) ?? []).map(\.name) where !name.hasPrefix(".") {
      let inside = "\(path)/\(name)"
      let isVersion3 = has(inside, "zarr.json")
      if has(inside, ".zgroup") || (isVersion3 && nodeType(inside) == .text("group")) {
        return nil
      }
      if isVersion3 || has(inside, ZarrMetadata.fileOfVersion2) { arrays.append(name) }
    }
    return arrays.sorted()
  }

  private static func nodeType(_ path: String) -> JSONValue? {
    (try? JSONValue(parsing: readWhole("\(path)/zarr.json", limit: metadataLimit)))?["node_type"]
  }

  private static func read(_ path: String, _ name: String) throws(ArrayFileError) -> [UInt8] {
    try readWhole("\(path)/\(name)", limit: metadataLimit)
  }

  private static func wrapping<Result>(
    _ path: String, _ body: () throws(ZarrProblem) -> Result
  ) throws(ArrayFileError) -> Result {
    do { return try body() } catch { throw .zarr(path: path, error) }
  }

  /// The names of the first arrays in a group, and in those inside it, sorted.
  private static func arrays(in group: String, depth: Int = 0) -> [String] {
    var found: [String] = []
    let names = (try? System.entries(in: group))?.map(\.name).sorted() ?? []
    for name in names where !name.hasPrefix(".") && found.count < listLimit {
      let path = "\(group)/\(name)"
      if has(path, ".zarray") {
        found.append(name)
      } else if has(path, ".zgroup") || has(path, "zarr.json") {
        let isArray =
          has(path, "zarr.json")
          && (try? JSONValue(parsing: readWhole("\(path)/zarr.json", limit: 1 << 20)))?[
            "node_type"] == .text("array")
        if isArray {
          found.append(name)
        } else if depth < depthLimit {
          found += arrays(in: path, depth: depth + 1).map { "\(name)/\($0)" }
        }
      }
    }
    return Array(found.prefix(listLimit))
  }
}
