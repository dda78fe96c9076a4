import CZlib
import ShardedArrays

/// Deflated bytes of a file, unpacked front to back.
///
/// A stream has no places to start from but its beginning: what lies before the bytes asked for is
/// unpacked and dropped, and a read behind the last one's start begins anew. Whoever reads the last
/// byte has unpacked all of them, and compares their checksum. Holds one piece of packed and one of
/// unpacked bytes, and zlib's window of 32 KiB.
@safe final class DeflatedStream: PartReader {
  private let file: InputFile
  private let path: String
  private let member: DeflatedMember

  private static let pieceBytes = 128 << 10
  /// What one stream holds: its pieces, and zlib's window and state.
  static let byteCount = 2 * pieceBytes + (48 << 10)
  private let packed = RecordBuffer(byteCount: pieceBytes)
  private let dropped = RecordBuffer(byteCount: pieceBytes)
  private var stream = unsafe z_stream()
  private var isOpen = false
  /// Packed bytes that were read from the file, and the part of them in the buffer that zlib has
  /// not taken.
  private var taken = 0
  private var waiting = 0..<0
  /// Unpacked bytes so far.
  private var position = 0
  /// Of the unpacked bytes so far.
  private var checksum: UInt = 0

  init(
    _ file: consuming InputFile, path: String, _ member: DeflatedMember
  ) throws(ArrayFileError) {
    self.file = file
    (self.path, self.member) = (path, member)
    try restart()
  }

  deinit { if isOpen { _ = unsafe inflateEnd(&stream) } }

  private var damaged: ArrayFileError { .archive(path: path, .badData(member: member.name)) }

  private func restart() throws(ArrayFileError) {
    if isOpen { _ = unsafe inflateEnd(&stream) }
    unsafe stream = z_stream()
    isOpen = unsafe prune_inflate_start(&stream) == Z_OK
    guard isOpen else { throw .failed(path: path, action: "unpacking", code: 12) }
    (taken, waiting, position, checksum) = (0, 0..<0, 0, 0)
  }

  func read(
    into buffer: UnsafeMutableRawBufferPointer, at start: Int
  ) throws(ArrayFileError) {
    let wanted = member.skip + start
    if wanted < position { try restart() }
    while position < wanted {
      let step = Swift.min(wanted - position, Self.pieceBytes)
      try dropped.withMutableBytes(0..<step) { (bytes) throws(ArrayFileError) in
        // SAFETY: the pointer covers the span and stays in the closure.
        try unsafe bytes.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
          try unsafe unpack(into: bytes)
        }
      }
    }
    // zlib counts in 32 bits.
    var done = 0
    while done < buffer.count {
      let step = Swift.min(buffer.count - done, 1 << 30)
      // SAFETY: both ends lie inside the buffer.
      try unsafe unpack(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + step]))
      done += step
    }
  }

  /// Fills `buffer` with the next bytes.
  private func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(ArrayFileError) {
    var done = 0
    while done < buffer.count {
      if waiting.isEmpty { try readPacked() }
      // SAFETY: the rest of the buffer, which is not empty.
      let (found, code) = unsafe step(
        UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      // SAFETY: what was just unpacked into the buffer.
      checksum = unsafe crc32(
        checksum, buffer.baseAddress?.advanced(by: done).assumingMemoryBound(to: UInt8.self),
        UInt32(found))
      done += found
      position += found
      if position == member.size, checksum != UInt(member.checksum) {
        throw .archive(path: path, .checksum(member: member.name))
      }
      if code == Z_STREAM_END, done < buffer.count { throw damaged }
      guard code == Z_OK || code == Z_STREAM_END || (code == Z_BUF_ERROR && waiting.isEmpty)
      else { throw damaged }
    }
  }

  private func readPacked() throws(ArrayFileError) {
    let count = Swift.min(member.packedSize - taken, Self.pieceBytes)
    guard count > 0 else { throw damaged }
    try file.read(into: packed, 0..<count, at: member.offset + taken)
    taken += count
    waiting = 0..<count
  }

  /// One call of zlib.
  private func step(_ target: UnsafeMutableRawBufferPointer) -> (found: Int, code: CInt) {
    let range = waiting
    let before = target.count
    // SAFETY: zlib reads the waiting bytes and writes into the target, as many as it is told; it
    // keeps neither pointer for a later call, each of which sets both.
    let code = packed.withMutableBytes(range) { bytes in
      unsafe bytes.withUnsafeMutableBytes { source in
        unsafe stream.next_in = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.avail_out = UInt32(before)
        return unsafe inflate(&stream, Z_NO_FLUSH)
      }
    }
    waiting = range.upperBound - Int(unsafe stream.avail_in)..<range.upperBound
    return (before - Int(unsafe stream.avail_out), code)
  }
}
