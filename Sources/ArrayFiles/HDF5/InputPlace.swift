/// What an input's text names: a file, or something in an HDF5 file.
enum InputPlace: Hashable {
  case file(String)
  /// The object, or nil where the file alone is named.
  case hdf5(path: String, object: String?)

  /// The first bytes of an HDF5 file: at its start, or at 512, 1024, 2048, … where a program has
  /// put something of its own in front (HDF5 file format, section II.A).
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Local. A file with exactly this name comes first, whatever colons it has; then every colon
  /// is tried for the end of a file's name.
  ///
  /// - Complexity: a few system calls, for a file of another format one small read for each
  ///   doubling of its size.
  init(_ text: String) throws(ArrayFileError) {
    if (try? FileStatus.ifExists(text)) != nil {
      self = try Self.isHDF5(text) ? .hdf5(path: text, object: nil) : .file(text)
      return
    }
    for colon in text.indices where text[colon] == ":" {
      let (path, object) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
      guard let status = try? FileStatus(of: path), status.kind == .regular else { continue }
      guard try Self.isHDF5(path) else { throw .hdf5(path: path, .notHDF5(object: object)) }
      self = .hdf5(path: path, object: Self.absolute(object))
      return
    }
    if let split = Self.split(text) { throw .notFound(path: split.path) }
    self = .file(text)
  }

  /// `out.h5:/wind` as `out.h5` and `/wind`; nil without `:/`.
  static func split(_ text: String) -> (path: String, object: String)? {
    let characters = Array(text)
    guard
      let colon = characters.indices.dropFirst().first(where: {
        characters[$0] == ":" && $0 + 1 < characters.count && characters[$0 + 1] == "/"
      })
    else { return nil }
    return (String(characters[..<colon]), absolute(String(characters[(colon + 1)...])))
  }

  /// With one slash before every name, and none at the end.
  private static func absolute(_ object: String) -> String {
    "/" + object.split(separator: "/").joined(separator: "/")
  }

  /// The file on disk.
  var path: String {
    switch self {
    case .file(let path), .hdf5(let path, _): path
    }
  }

  private static func isHDF5(_ path: String) throws(ArrayFileError) -> Bool {
    guard let status = try? FileStatus(of: path), status.kind == .regular,
      status.size >= signature.count
    else { return false }
    let file = try InputFile(path)
    let size = try file.size()
    var offset = 0
    while offset <= size - signature.count {
      let start = try file.bytes(at: offset, count: signature.count)
      if start == signature { return true }
      if offset == 0, start.starts(with: NPYHeader.magic) { return false }
      offset = offset == 0 ? 512 : 2 * offset
    }
    return false
  }
}
