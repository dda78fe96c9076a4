/// Local. All bytes of a small file, for instance a report.
///
/// - Parameter limit: A larger file is not read.
/// - Throws: ``ArrayFileError``; ``ArrayFileError/tooLarge(path:bytes:limit:)`` past the limit.
public func readWhole(_ path: String, limit: Int = 256 << 20) throws(ArrayFileError) -> [UInt8] {
  let file = try InputFile(path)
  let size = try file.size()
  guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
  return try file.bytes(at: 0, count: size)
}

/// Local. The files that hold an output: `path` itself, or the parts in the directory `path`,
/// in the order of their records.
///
/// - Throws: ``ArrayFileError``; ``ArrayFileError/noParts(path:)`` for a directory without any.
public func outputFiles(at path: String) throws(ArrayFileError) -> [String] {
  let names: [String]
  do throws(SystemError) {
    guard try FileStatus(of: path).kind == .directory else { return [path] }
    names = try System.names(in: path)
  } catch {
    throw InputFile.cannotOpen(path, error)
  }
  let base = OutputName.withoutTrailingSlashes(path)
  let parts = names.filter { PartName.matches($0) }.map { "\(base)/\($0)" }
  guard !parts.isEmpty else { throw .noParts(path: path) }
  return parts
}
