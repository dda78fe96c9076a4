/// Which files an input names: itself, those of a folder, or those that a pattern matches.
package enum InputNames {
  /// Local; on one rank. The files that `argument` stands for.
  ///
  /// - A name of something that exists and is no folder stands for itself, whatever is in it.
  /// - A folder stands for the `.npy` files in it, or the `.csv` and `.tsv` files where text is
  ///   read; not those in folders below. Hidden ones, such as outputs that are not complete, are
  ///   left out.
  /// - A zarr directory, which has metadata of zarr's or a name that ends in `.zarr`, stands for
  ///   itself, also where a pattern matches it.
  /// - A file's name, a colon and more names something in that file, and stands for itself. The
  ///   file may be a pattern: `run-*.h5:/wind` is `/wind` in each file that matches.
  /// - Else a name with `*`, `?` or `[...]` stands for what it matches (``NamePattern``), in each
  ///   place between slashes; a folder that matches, for its files.
  ///
  /// Files of a folder or a pattern come in natural order (``NaturalOrder``).
  ///
  /// - Parameter content: What files are; where they have no header a folder is refused.
  /// - Throws: ``ArrayFileError`` when a folder or a pattern gives no files, or a folder on the
  ///   way cannot be read. A name that is not there is no error here: opening it says so.
  /// - Complexity: reads every directory that the pattern reaches, once.
  package static func expand(
    _ argument: String, as content: Content = .arrays
  ) throws(ArrayFileError) -> [String] {
    let status: FileStatus?
    do throws(SystemError) { status = try FileStatus(of: argument) } catch { status = nil }
    if let status {
      guard status.kind == .directory else { return [argument] }
      guard content != .raw else { throw .folderWithoutHeaders(path: argument) }
      if content == .arrays, ZarrDirectory.isZarr(argument) { return [argument] }
      let files = try self.files(content, in: argument)
      guard !files.isEmpty else {
        throw content == .text ? .noText(path: argument) : .noArrays(path: argument)
      }
      return files
    }
    guard isPattern(argument), !isInsideFile(argument) else { return [argument] }
    if content == .arrays, let (pattern, object) = InputPlace.split(argument), isPattern(pattern) {
      let files = try matches(pattern).filter { !$0.isDirectory }.map(\.path)
      if !files.isEmpty {
        return files.sorted(by: NaturalOrder.precedes).map { "\($0):\(object)" }
      }
    }
    var files: [String] = []
    for match in try matches(argument) {
      if !match.isDirectory {
        files.append(match.path)
      } else if content == .arrays, ZarrDirectory.isZarr(match.path) {
        files.append(match.path)
      } else if content != .raw {
        files += try self.files(content, in: match.path)
      }
    }
    guard !files.isEmpty else { throw .noMatch(pattern: argument) }
    return files.sorted(by: NaturalOrder.precedes)
  }

  /// Whether an input may stand for several files, as typed.
  package static func isPattern(_ argument: String) -> Bool {
    argument.split(separator: "/").contains { NamePattern.isPattern($0) }
  }

  /// Whether what stands before a colon is a file: `data.h5:/particles/*`.
  private static func isInsideFile(_ argument: String) -> Bool {
    argument.indices.contains { index in
      argument[index] == ":"
        && (try? FileStatus(of: String(argument[..<index])))?.kind == .regular
    }
  }

  /// What the files of an input are.
  package enum Content {
    case arrays, text
    /// Without a header.
    case raw

    var suffixes: [String] {
      switch self {
      case .arrays: [".npy"]
      case .text: [".csv", ".tsv"]
      case .raw: []
      }
    }
  }

  /// The visible files in a directory whose names say that they are such, in natural order.
  private static func files(
    _ content: Content, in directory: String
  ) throws(ArrayFileError) -> [String] {
    let base = OutputName.withoutTrailingSlashes(directory)
    let prefix = base.hasSuffix("/") ? base : base + "/"
    return try entries(directory).map(\.name)
      .filter { name in
        !name.hasPrefix(".") && content.suffixes.contains { name.hasSuffix($0) }
      }
      .sorted(by: NaturalOrder.precedes).map { prefix + $0 }
  }

  private struct Match {
    var path: String
    var isDirectory: Bool
  }

  private static func matches(_ pattern: String) throws(ArrayFileError) -> [Match] {
    // What leads to the next name: empty, or up to and with a slash.
    var found = [Match(path: pattern.hasPrefix("/") ? "/" : "", isDirectory: true)]
    for name in pattern.split(separator: "/") {
      var next: [Match] = []
      guard NamePattern.isPattern(name) else {
        for match in found where match.isDirectory {
          let path = joined(match.path, String(name))
          guard let status = try? FileStatus(of: path) else { continue }
          next.append(Match(path: path, isDirectory: status.kind == .directory))
        }
        found = next
        continue
      }
      let compiled = NamePattern(name)
      for match in found where match.isDirectory {
        for entry in try entries(match.path.isEmpty ? "." : match.path)
        where compiled.matches(entry.name) {
          let path = joined(match.path, entry.name)
          let isDirectory =
            entry.isDirectory ?? ((try? FileStatus(of: path))?.kind == .directory)
          next.append(Match(path: path, isDirectory: isDirectory))
        }
      }
      found = next
    }
    return found
  }

  private static func joined(_ prefix: String, _ name: String) -> String {
    prefix.isEmpty || prefix.hasSuffix("/") ? prefix + name : "\(prefix)/\(name)"
  }

  private static func entries(
    _ directory: String
  ) throws(ArrayFileError) -> [System.DirectoryEntry] {
    do {
      return try System.entries(in: directory)
    } catch {
      throw InputFile.cannotOpen(directory, error)
    }
  }
}
