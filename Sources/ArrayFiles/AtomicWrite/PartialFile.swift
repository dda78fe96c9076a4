import Glibc

/// A file that is being written under its partial name, by one rank or by several at their own
/// offsets. Errors name the file as the user did.
package struct PartialFile: ~Copyable {
  private let name: String
  private var descriptor: CInt

  private init(name: String, descriptor: CInt) {
    self.name = name
    self.descriptor = descriptor
  }

  deinit {
    // Open only when an error is on its way already, or when nothing was written.
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
  }

  /// Local; on one rank. Creates the file, reserves its space and writes its first bytes.
  ///
  /// - Parameters:
  ///   - path: Must not exist.
  ///   - name: The file as the user named it.
  ///   - size: Bytes of the finished file, at least those of `header`.
  /// - Throws: ``ArrayFileError``; the file is then removed again.
  package static func create(
    _ path: String, as name: String, size: Int, header: [UInt8]
  ) throws(ArrayFileError) -> PartialFile {
    let file: PartialFile
    do {
      file = PartialFile(name: name, descriptor: try System.create(path))
    } catch {
      throw .cannotCreate(path: name, code: error.code)
    }
    do throws(ArrayFileError) {
      try file.reserve(size, in: OutputName.directory(of: path))
      // SAFETY: a byte has no padding.
      try file.write(unsafe header.span.bytes, at: 0)
      return file
    } catch {
      try? System.unlink(path)
      throw error
    }
  }

  /// Local; on one rank. Takes over a file that a library has made, and reserves its space.
  ///
  /// - Throws: ``ArrayFileError``; the file is then removed.
  static func adopt(_ path: String, as name: String) throws(ArrayFileError) -> PartialFile {
    do throws(ArrayFileError) {
      let file = try openExisting(path, as: name)
      try file.reserve(try file.size(), in: OutputName.directory(of: path))
      return file
    } catch {
      try? System.unlink(path)
      throw error
    }
  }

  /// Local. Bytes.
  func size() throws(ArrayFileError) -> Int {
    do {
      return try FileStatus(of: descriptor).size
    } catch {
      throw .failed(path: name, action: "asking for the size", code: error.code)
    }
  }

  /// Local; on the other ranks. Opens the file that one rank has created.
  package static func openExisting(
    _ path: String, as name: String
  ) throws(ArrayFileError) -> PartialFile {
    do {
      return PartialFile(name: name, descriptor: try System.open(path, O_WRONLY))
    } catch {
      throw error.code == ENOENT
        ? .notShared(path: name) : .cannotCreate(path: name, code: error.code)
    }
  }

  /// Local. Writes all of `bytes` at `offset`, both in bytes; one `pwrite` a GiB.
  package func write(_ bytes: RawSpan, at offset: Int) throws(ArrayFileError) {
    // SAFETY: the pointer stays in this closure; `done` is smaller than the buffer's length.
    try unsafe bytes.withUnsafeBytes { buffer throws(ArrayFileError) in
      var done = 0
      while done < buffer.count {
        do throws(SystemError) {
          let count = try unsafe System.write(
            descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]), at: offset + done)
          if count == 0 { throw SystemError(code: EIO) }
          done += count
        } catch {
          throw .failed(path: name, action: "writing", code: error.code)
        }
      }
    }
  }

  /// Local. Has the device start on bytes that were written; does not wait.
  package func startWriteback(_ range: Range<Int>) {
    System.startWriteback(descriptor, range)
  }

  /// Local. Returns when what was written is on the device.
  package func flush() throws(ArrayFileError) {
    do {
      try System.flushData(descriptor)
    } catch {
      throw .failed(path: name, action: "flushing", code: error.code)
    }
  }

  /// Local. Closes the file; a network file system may report here what could not be written.
  package mutating func close() throws(ArrayFileError) {
    let closing = descriptor
    descriptor = -1
    do {
      try System.close(closing)
    } catch {
      throw .failed(path: name, action: "closing", code: error.code)
    }
  }

  /// Gives the file its size, with space on the device where the file system can promise that.
  private func reserve(_ size: Int, in directory: String) throws(ArrayFileError) {
    if size == 0 { return }
    do {
      try System.reserve(descriptor, size: size)
    } catch {
      switch error.code {
      case ENOSPC:
        try setSize(0)
        throw .noSpace(path: name, needs: size, available: try available(in: directory) ?? 0)
      case EOPNOTSUPP, EINVAL:
        if let available = try available(in: directory), available < size {
          throw .noSpace(path: name, needs: size, available: available)
        }
        try setSize(size)
      default:
        throw .failed(path: name, action: "reserving \(size) bytes", code: error.code)
      }
    }
  }

  private func setSize(_ size: Int) throws(ArrayFileError) {
    do {
      try System.truncate(descriptor, to: size)
    } catch {
      throw .failed(path: name, action: "setting the size to \(size) bytes", code: error.code)
    }
  }

  private func available(in directory: String) throws(ArrayFileError) -> Int? {
    do {
      return try System.availableBytes(in: directory)
    } catch {
      throw .failed(path: name, action: "asking for free space", code: error.code)
    }
  }
}
