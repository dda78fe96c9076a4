// Finding outputs again, by the names that were given to their files.

/// Local. The files that hold an output: `path` itself, the parts in the directory `path`, or
/// what `path` matches as a pattern, in the order of their records.
///
/// - Throws: ``ArrayFileError``; ``ArrayFileError/noParts(path:)`` for a directory without any.
public func outputFiles(at path: String) throws(ArrayFileError) -> [String] {
  if isPattern(path) { return try InputNames.expand(path) }
  guard let names = try directoryNames(path), !ZarrDirectory.isZarr(path) else { return [path] }
  let base = OutputName.withoutTrailingSlashes(path)
  let parts = names.filter { PartName.matches($0) }
    .sorted(by: NaturalOrder.precedes).map { "\(base)/\($0)" }
  guard !parts.isEmpty else { throw .noParts(path: path) }
  return parts
}

/// Local. The files that hold these fields in the directory `path`, each with its parts in the
/// order of their records; ready for ``RecordInput/open(fields:raw:)``.
///
/// - Throws: ``ArrayFileError``; ``ArrayFileError/noField(path:name:)`` for a field without any.
public func outputFiles(
  at path: String, fields: [String]
) throws(ArrayFileError) -> [RecordInput.NamedFiles] {
  let names = try directoryNames(path) ?? []
  let base = OutputName.withoutTrailingSlashes(path)
  var found: [String: [String]] = [:]
  for name in names {
    guard let field = PartName.field(of: name) else { continue }
    found[field, default: []].append("\(base)/\(name)")
  }
  var files: [RecordInput.NamedFiles] = []
  for field in fields {
    guard let paths = found[field] else { throw .noField(path: path, name: field) }
    files.append(RecordInput.NamedFiles(field, paths))
  }
  return files
}

/// Local. The fields that have files in the directory `path`, in the order of their names; none
/// for a file, and for a directory of one array's parts. Files that other outputs have put there
/// count too: who knows the fields names them.
public func outputFields(at path: String) throws(ArrayFileError) -> [String] {
  guard !isPattern(path), let names = try directoryNames(path),
    !names.contains(where: PartName.matches)
  else {
    return []
  }
  return Set(names.filter { !$0.hasPrefix(".") }.compactMap(PartName.field)).sorted()
}

/// Whether `path` is only there as a pattern of other names.
private func isPattern(_ path: String) -> Bool {
  InputNames.isPattern(path) && (try? FileStatus(of: path)) == nil
}

/// The names in a directory, sorted; nil for something else.
private func directoryNames(_ path: String) throws(ArrayFileError) -> [String]? {
  do throws(SystemError) {
    guard try FileStatus(of: path).kind == .directory else { return nil }
    return try System.names(in: path)
  } catch {
    throw InputFile.cannotOpen(path, error)
  }
}
