#if canImport(Glibc)
  import Glibc
#endif

/// The limit: reads every byte of a rank's range with `pread` and writes as many bytes as
/// survive with `pwrite`, and nothing else. No program that reads the input from a file and
/// writes the survivors to another can be faster on the same machine.
@safe struct MinimalLoop {
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  let piece = 1 << 20
  private let buffer: UnsafeMutableRawBufferPointer

  init() {
    unsafe buffer = .allocate(byteCount: 1 << 20, alignment: 4096)
    // Mapped before it is timed, as a program's buffer is after its first piece.
    _ = unsafe buffer.initializeMemory(as: UInt8.self, repeating: 1)
  }

  func free() { unsafe buffer.deallocate() }

  /// Local. Reads `range` of the file at `path`.
  func read(_ path: String, _ range: Range<Int>) throws {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else { throw Failed(description: "cannot open \(path)") }
    defer { close(file) }
    var next = range.lowerBound
    while next < range.upperBound {
      let count = unsafe pread(file, buffer.baseAddress, min(piece, range.upperBound - next), next)
      guard count > 0 else { throw Failed(description: "cannot read \(path) at \(next)") }
      next += count
    }
  }

  /// Local. Writes `range` of the existing file at `path`; `flush` waits for the device.
  func write(_ path: String, _ range: Range<Int>, flush: Bool) throws {
    let file = unsafe open(path, O_WRONLY)
    guard file >= 0 else { throw Failed(description: "cannot open \(path)") }
    defer { close(file) }
    var next = range.lowerBound
    while next < range.upperBound {
      let count = unsafe pwrite(file, buffer.baseAddress, min(piece, range.upperBound - next), next)
      guard count > 0 else { throw Failed(description: "cannot write \(path) at \(next)") }
      next += count
    }
    guard !flush || fdatasync(file) == 0 else {
      throw Failed(description: "cannot flush \(path)")
    }
  }

  /// Local. An empty file under this name.
  static func create(_ path: String) throws {
    let file = unsafe open(path, O_CREAT | O_TRUNC | O_WRONLY, 0o644)
    guard file >= 0 else { throw Failed(description: "cannot create \(path)") }
    close(file)
  }
}
