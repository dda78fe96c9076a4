import Glibc

/// A regular file open for reading; closed at the end of its life.
struct InputFile: ~Copyable {
  let path: String
  private let descriptor: CInt
  private let ahead = ReadAhead()

  init(_ path: String) throws(ArrayFileError) {
    self.path = path
    let kind: FileStatus.Kind
    do {
      kind = try FileStatus(of: path).kind
    } catch {
      throw Self.cannotOpen(path, error)
    }
    // Decided before the file is opened: opening a named pipe waits for a writer, and opening a
    // device may do anything.
    switch kind {
    case .regular: break
    case .directory: throw .isDirectory(path: path)
    case .other: throw .notRegular(path: path)
    }
    do {
      descriptor = try System.open(path, O_RDONLY)
    } catch {
      throw Self.cannotOpen(path, error)
    }
    System.adviseSequential(descriptor)
  }

  deinit {
    // Nothing was written: a failing close loses nothing.
    _ = Glibc.close(descriptor)
  }

  static func cannotOpen(_ path: String, _ error: SystemError) -> ArrayFileError {
    error.code == ENOENT ? .notFound(path: path) : .cannotOpen(path: path, code: error.code)
  }

  /// Bytes now. Asked of the open file: over a network, the size by name may be an old one.
  func size() throws(ArrayFileError) -> Int {
    do {
      return try FileStatus(of: descriptor).size
    } catch {
      throw .failed(path: path, action: "asking for the size", code: error.code)
    }
  }

  /// Fills `buffer` with the bytes at `offset`; throws when the file ends before. Where reads go
  /// front to back and wait for the device, it works on what follows meanwhile.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ArrayFileError) {
    let waits = System.waits
    defer {
      ahead.wasRead(
        offset..<offset + buffer.count, slept: System.waits > waits, descriptor)
    }
    var done = 0
    while done < buffer.count {
      let count: Int
      do {
        // SAFETY: `done` is smaller than the buffer's length.
        count = try unsafe System.read(
          descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]),
          at: offset + done)
      } catch {
        throw .failed(path: path, action: "reading", code: error.code)
      }
      guard count > 0 else {
        throw .becameShorter(path: path, needs: offset + buffer.count, holds: offset + done)
      }
      done += count
    }
  }

  /// The `count` bytes at `offset`; the caller has bounded `count`.
  func bytes(at offset: Int, count: Int) throws(ArrayFileError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    var span = result.mutableSpan
    // SAFETY: the pointer covers the array and does not leave the closure.
    try unsafe span.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
      try unsafe read(into: bytes, at: offset)
    }
    return result
  }
}
