import Glibc

// The POSIX calls of this target, each wrapped once: the return code is checked, an interrupted
// call is repeated, and a failure is thrown as its `errno`. The callers know the file and what
// they were doing with it, and make an ``ArrayFileError`` of it.

/// A system call that failed.
struct SystemError: Error {
  /// `errno`.
  let code: CInt
}

/// Repeats `call` while a signal interrupts it; throws when it returns −1.
@discardableResult
private func checked<Result: FixedWidthInteger & SignedInteger>(
  _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw SystemError(code: code) }
  }
}

enum System {
  /// One `pread` or `pwrite` moves less than 2 GiB: Linux stops there in any case.
  static let largestTransfer = 1 << 30

  static func open(_ path: String, _ flags: CInt) throws(SystemError) -> CInt {
    try checked { unsafe Glibc.open(path, flags | O_CLOEXEC) }
  }

  /// Creates a file that must not exist yet, open for writing, with permissions by the umask.
  static func create(_ path: String) throws(SystemError) -> CInt {
    try checked { unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
  }

  /// The descriptor is gone even when this throws.
  static func close(_ descriptor: CInt) throws(SystemError) {
    // Linux closes an interrupted descriptor; a second close could hit another thread's file.
    if Glibc.close(descriptor) == -1, errno != EINTR { throw SystemError(code: errno) }
  }

  static func read(
    _ descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    // SAFETY: the length never exceeds the buffer's.
    try checked {
      unsafe pread(descriptor, buffer.baseAddress, min(buffer.count, largestTransfer), offset)
    }
  }

  static func write(
    _ descriptor: CInt, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    // SAFETY: the length never exceeds the buffer's.
    try checked {
      unsafe pwrite(descriptor, bytes.baseAddress, min(bytes.count, largestTransfer), offset)
    }
  }

  static func truncate(_ descriptor: CInt, to size: Int) throws(SystemError) {
    try checked { ftruncate(descriptor, size) }
  }

  /// Writes data, and as much of the metadata as reading them back needs, to the device.
  static func flushData(_ descriptor: CInt) throws(SystemError) {
    try checked { fdatasync(descriptor) }
  }

  /// Makes a rename in this directory durable, where that can be asked for: a directory that
  /// may be written but not read cannot be opened, and some file systems say `EINVAL`.
  static func flushDirectory(_ path: String) throws(SystemError) {
    let descriptor: CInt
    do {
      descriptor = try open(path, O_RDONLY | O_DIRECTORY)
    } catch {
      if error.code == EACCES { return }
      throw error
    }
    defer { _ = Glibc.close(descriptor) }
    do throws(SystemError) {
      try checked { fsync(descriptor) }
    } catch {
      if error.code != EINVAL { throw error }
    }
  }

  /// A hint that the file is read front to back; nothing is lost where it is not understood.
  static func adviseSequential(_ descriptor: CInt) {
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// How often this thread has slept until something came; 0 where that is not counted.
  static var waits: Int {
    var usage = rusage()
    // RUSAGE_THREAD of getrusage(2), which the Glibc module does not declare.
    let isKnown = unsafe getrusage(1, &usage) == 0
    return isKnown ? usage.ru_nvcsw : 0
  }

  /// A hint that these bytes are read soon; does not wait for them.
  static func adviseNeed(_ descriptor: CInt, _ range: Range<Int>) {
    _ = posix_fadvise(descriptor, range.lowerBound, range.count, POSIX_FADV_WILLNEED)
  }

  static func link(_ path: String, as newPath: String) throws(SystemError) {
    try checked { unsafe Glibc.link(path, newPath) }
  }

  static func unlink(_ path: String) throws(SystemError) {
    try checked { unsafe Glibc.unlink(path) }
  }

  static func rename(_ path: String, to newPath: String) throws(SystemError) {
    try checked { unsafe Glibc.rename(path, newPath) }
  }

  static func makeDirectory(_ path: String) throws(SystemError) {
    try checked { unsafe mkdir(path, 0o777) }
  }

  static func removeDirectory(_ path: String) throws(SystemError) {
    try checked { unsafe rmdir(path) }
  }

  static func setPermissions(_ path: String, _ mode: mode_t) throws(SystemError) {
    try checked { unsafe chmod(path, mode) }
  }

  /// Throws unless files can be created in this directory: `EACCES`, `EROFS`.
  static func checkWritable(directory: String) throws(SystemError) {
    try checked { unsafe access(directory, W_OK | X_OK) }
  }

  /// Bytes that this process may still write on the file system of `directory`; nil where the
  /// file system does not count them.
  static func availableBytes(in directory: String) throws(SystemError) -> Int? {
    var facts = statvfs()
    try checked { unsafe statvfs(directory, &facts) }
    if facts.f_blocks == 0 { return nil }
    let product = Int(clamping: facts.f_bavail)
      .multipliedReportingOverflow(by: Int(clamping: facts.f_frsize))
    return product.overflow ? Int.max : product.partialValue
  }

  /// The path a symbolic link holds, or nil when `path` is not one, or not there.
  static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // SAFETY: `readlink` writes at most `count` bytes and returns how many.
    let length = unsafe readlink(path, &buffer, buffer.count)
    if length < 0 { return nil }
    return String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The names in a directory, sorted, without `.` and `..`.
  static func names(in directory: String) throws(SystemError) -> [String] {
    try entries(in: directory).map(\.name).sorted()
  }

  /// A name in a directory; nil where only `stat` can say whether it is a directory.
  struct DirectoryEntry {
    var name: String
    var isDirectory: Bool?
  }

  /// What is in a directory, in no order, without `.` and `..`.
  static func entries(in directory: String) throws(SystemError) -> [DirectoryEntry] {
    guard let stream = unsafe opendir(directory) else { throw SystemError(code: errno) }
    defer { _ = unsafe closedir(stream) }
    var entries: [DirectoryEntry] = []
    errno = 0
    while let entry = unsafe readdir(stream) {
      // SAFETY: `d_name` is a terminated string inside the entry, copied before the next call.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let kind = unsafe Int(entry.pointee.d_type)
      if name != ".", name != ".." {
        let isKnown = kind != Int(DT_UNKNOWN) && kind != Int(DT_LNK)
        entries.append(
          DirectoryEntry(name: name, isDirectory: isKnown ? kind == Int(DT_DIR) : nil))
      }
      errno = 0
    }
    if errno != 0 { throw SystemError(code: errno) }
    return entries
  }
}
