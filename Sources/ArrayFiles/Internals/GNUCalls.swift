import Glibc

// Three Linux calls that the Glibc module does not declare, found by name when first used.
//
// `posix_fallocate` is no substitute for the first: where the file system cannot reserve space
// it writes into every block, one system call each.

extension System {
  private typealias Fallocate = @convention(c) (CInt, CInt, off_t, off_t) -> CInt
  private typealias Renameat2 =
    @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt

  private typealias SyncFileRange = @convention(c) (CInt, off_t, off_t, CUnsignedInt) -> CInt

  // SAFETY: the types are those of fallocate(2), rename(2) and sync_file_range(2); a symbol that
  // is missing stays nil.
  private static let fallocate =
    unsafe unsafeBitCast(dlsym(nil, "fallocate"), to: Fallocate?.self)
  private static let renameat2 =
    unsafe unsafeBitCast(dlsym(nil, "renameat2"), to: Renameat2?.self)

  private static let syncFileRange =
    unsafe unsafeBitCast(dlsym(nil, "sync_file_range"), to: SyncFileRange?.self)

  /// Has the device start on these bytes now, so that a later flush waits for less. A hint: what
  /// fails here fails again, and is reported, when the file is flushed.
  static func startWriteback(_ descriptor: CInt, _ range: Range<Int>) {
    let write: CUnsignedInt = 2
    _ = syncFileRange?(descriptor, range.lowerBound, range.count, write)
  }

  /// Reserves the bytes `0..<size`, which read as zero afterwards. `EOPNOTSUPP` where the file
  /// system cannot. `size` is positive.
  static func reserve(_ descriptor: CInt, size: Int) throws(SystemError) {
    guard let fallocate else { throw SystemError(code: EOPNOTSUPP) }
    while fallocate(descriptor, 0, 0, size) == -1 {
      let code = errno
      if code != EINTR { throw SystemError(code: code == ENOSYS ? EOPNOTSUPP : code) }
    }
  }

  /// Renames only where `newPath` does not exist (`EEXIST`); `EINVAL` where the file system
  /// cannot promise that.
  static func renameUnlessExists(_ path: String, to newPath: String) throws(SystemError) {
    guard let renameat2 = unsafe renameat2 else { throw SystemError(code: EINVAL) }
    let noReplace: CUnsignedInt = 1
    while unsafe renameat2(AT_FDCWD, path, AT_FDCWD, newPath, noReplace) == -1 {
      let code = errno
      if code != EINTR { throw SystemError(code: code == ENOSYS ? EINVAL : code) }
    }
  }
}
