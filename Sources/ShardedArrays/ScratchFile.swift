internal import Glibc

/// Why records could not be put aside.
public struct ScratchError: Error, Equatable, CustomStringConvertible {
  public enum Step: String, Sendable {
    case make = "make a scratch file in"
    case write = "write to the scratch file in"
    case map = "map the scratch file in"
  }

  public var step: Step
  public var directory: String
  /// Bytes in question; 0 where none are.
  public var byteCount: Int
  /// errno.
  public var code: Int32

  /// Lower case, no full stop; the next step on a second line.
  public var description: String {
    let bytes = byteCount > 0 ? " \(byteCount) bytes more:" : ""
    let reason = unsafe String(cString: strerror(code)).lowercased()
    return "cannot \(step.rawValue) \(directory):\(bytes) \(reason)"
      + "\ntry: --scratch with a directory that has room, or --memory with more"
  }
}

/// A file without a name, which is gone when the process is.
final class ScratchFile {
  private let descriptor: Int32
  let directory: String
  private var size = 0

  /// Local. The name is removed before anything is written.
  init(in directory: String) throws(ScratchError) {
    self.directory = directory
    var name = Array("\(directory)/prune-mpi-XXXXXX".utf8CString)
    // SAFETY: `mkstemp` replaces the six last characters of the zero-terminated name.
    descriptor = unsafe name.withUnsafeMutableBufferPointer { name in
      let made = unsafe mkstemp(name.baseAddress.unsafelyUnwrapped)
      if made >= 0 { _ = unsafe unlink(name.baseAddress.unsafelyUnwrapped) }
      return made
    }
    guard descriptor >= 0 else {
      throw ScratchError(step: .make, directory: directory, byteCount: 0, code: errno)
    }
  }

  deinit { close(descriptor) }

  /// Local. Writes behind what was written before.
  ///
  /// - Returns: Where in the file.
  func append(_ bytes: UnsafeRawBufferPointer) throws(ScratchError) -> Int {
    let start = size
    var done = 0
    while done < bytes.count {
      let written = unsafe pwrite(
        descriptor, bytes.baseAddress.unsafelyUnwrapped + done, bytes.count - done,
        off_t(start + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw ScratchError(
          step: .write, directory: directory, byteCount: bytes.count,
          code: written < 0 ? errno : ENOSPC)
      }
      done += written
    }
    size += done
    return start
  }

  /// Local. Replaces memory by the part of the file that holds the same bytes, to be read only.
  ///
  /// - Parameter memory: Whole pages.
  func map(_ memory: UnsafeMutableRawBufferPointer, from offset: Int) throws(ScratchError) {
    // SAFETY: the pages are the caller's own; they stay readable at the same address.
    let mapped = unsafe mmap(
      memory.baseAddress, memory.count, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor,
      off_t(offset))
    guard unsafe mapped != MAP_FAILED else {
      throw ScratchError(step: .map, directory: directory, byteCount: 0, code: errno)
    }
  }
}
