import Glibc

/// The names under which outputs are written before they are complete.
package enum OutputName {
  /// Different for every run: the time in seconds, the process and 64 random bits.
  package static func makeToken() -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return "\(String(time(nil), radix: 36))-\(getpid())-\(random)"
  }

  /// A hidden sibling in the same directory, `out/.jet.npy.<token>.prune-mpi-partial`: on the
  /// same file system, so that a rename suffices, and recognised when a killed run left it.
  /// A long name is cut to what file systems take.
  package static func partial(for path: String, token: String) -> String {
    let (prefix, name) = split(path)
    let suffix = ".\(token).prune-mpi-partial"
    var shortName = Substring(name)
    while shortName.utf8.count + suffix.utf8.count + 1 > Int(NAME_MAX) { shortName.removeLast() }
    return "\(prefix).\(shortName)\(suffix)"
  }

  /// What leads to the directory, empty or ending in a slash, and the last name; slashes at the
  /// end are dropped.
  static func split(_ path: String) -> (prefix: String, name: String) {
    let path = withoutTrailingSlashes(path)
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let nameStart = path.utf8.index(after: slash)
    return (String(path[..<nameStart]), String(path[nameStart...]))
  }

  static func withoutTrailingSlashes(_ path: String) -> String {
    let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
    return end.map { String(path[...$0]) } ?? String(path.prefix(1))
  }

  /// The directory that holds `path`.
  static func directory(of path: String) -> String {
    let prefix = split(path).prefix
    return prefix.isEmpty ? "." : withoutTrailingSlashes(prefix)
  }

  /// The path that writing to `path` would write to: symbolic links in the last place are
  /// followed, also to a file that does not exist yet, so that a link stays a link.
  static func followingLinks(_ path: String) throws(ArrayFileError) -> String {
    var current = withoutTrailingSlashes(path)
    for _ in 0..<40 {
      guard let target = System.linkTarget(current) else { return current }
      current = withoutTrailingSlashes(
        target.hasPrefix("/") ? target : split(current).prefix + target)
    }
    throw .cannotCreate(path: path, code: ELOOP)
  }
}
