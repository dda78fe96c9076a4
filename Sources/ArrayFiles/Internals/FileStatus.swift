import Glibc

/// What `stat` says about a file.
struct FileStatus {
  enum Kind { case regular, directory, other }

  /// Which file it is, whatever its name: links to one file are equal.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  /// Differs where a file was replaced or written to, but within the clock's grain.
  struct Stamp: Hashable {
    let identity: Identity
    let size: Int
    /// Of the last change of its bytes.
    let seconds: Int
    let nanoseconds: Int
  }

  let kind: Kind
  let stamp: Stamp
  let identity: Identity
  /// Bytes.
  let size: Int
  /// Permission bits.
  let permissions: mode_t

  /// Follows symbolic links.
  init(of path: String) throws(SystemError) {
    try self.init { facts in unsafe stat(path, &facts) }
  }

  init(of descriptor: CInt) throws(SystemError) {
    try self.init { facts in unsafe fstat(descriptor, &facts) }
  }

  private init(_ call: (inout stat) -> CInt) throws(SystemError) {
    var facts = stat()
    while call(&facts) == -1 {
      if errno != EINTR { throw SystemError(code: errno) }
    }
    kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .other
      }
    identity = Identity(device: facts.st_dev, inode: facts.st_ino)
    size = facts.st_size
    permissions = facts.st_mode & 0o7777
    stamp = Stamp(
      identity: identity, size: size, seconds: facts.st_mtim.tv_sec,
      nanoseconds: facts.st_mtim.tv_nsec)
  }

  /// The status of `path`, or nil when there is no such file.
  static func ifExists(_ path: String) throws(SystemError) -> FileStatus? {
    do {
      return try FileStatus(of: path)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }
}
