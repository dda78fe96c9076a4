import CBlosc
import CZlib
import CZstd

/// How the bytes of a chunk are packed.
enum ChunkCodec: String, Sendable, Hashable {
  case none, zlib, gzip, zstd, blosc
}

/// Why a packed chunk is not what it should be.
enum ChunkFault: Error {
  case damaged
  /// It unpacks to another number of bytes; nil where that is only known to be more.
  case size(Int?)
}

extension ChunkCodec {
  /// The most bytes that a chunk has when it is packed, with room to spare: every library stores
  /// what it cannot shorten, with less than this around it.
  static func packedLimit(_ byteCount: Int) -> Int { byteCount + byteCount / 8 + (64 << 10) }

  /// Local. Unpacks a chunk, which must fill `target` exactly.
  ///
  /// - Precondition: both have less than 2³¹ bytes times 9/8 and `target` at least one; the codec
  ///   is not ``none``.
  /// - Complexity: the bytes of both; holds what the library needs besides, which none of them
  ///   takes from the data: zlib's window, blosc's block of at most the chunk's size.
  func decode(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    switch self {
    case .none: preconditionFailure("decoding what is not packed")
    case .zlib, .gzip: try unsafe inflateAll(packed, into: target)
    case .zstd: try unsafe decodeZstd(packed, into: target)
    case .blosc: try unsafe decodeBlosc(packed, into: target)
    }
  }

  /// zlib's `inflate`; a gzip file may have several members.
  private func inflateAll(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    var stream = unsafe z_stream()
    let started =
      switch self {
      case .gzip: unsafe prune_inflate_start_gzip(&stream)
      default: unsafe prune_inflate_start_zlib(&stream)
      }
    guard started == Z_OK else { throw .damaged }
    defer { _ = unsafe inflateEnd(&stream) }
    // SAFETY: zlib reads and writes as many bytes as it is told, which the buffers have, and
    // writes nothing through `next_in`.
    unsafe stream.next_in = UnsafeMutableRawBufferPointer(mutating: packed).baseAddress?
      .assumingMemoryBound(to: UInt8.self)
    unsafe stream.avail_in = UInt32(packed.count)
    unsafe stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.avail_out = UInt32(target.count)
    while true {
      let code = unsafe inflate(&stream, Z_FINISH)
      if code == Z_STREAM_END, self == .gzip, unsafe stream.avail_in > 0 {
        guard unsafe inflateReset(&stream) == Z_OK else { throw .damaged }
        continue
      }
      let left = unsafe Int(stream.avail_out)
      if code == Z_STREAM_END {
        guard unsafe stream.avail_in == 0 else { throw .damaged }
        guard left == 0 else { throw .size(target.count - left) }
        return
      }
      // The room ran out before the data, or the data before their end.
      let isMore = unsafe code == Z_BUF_ERROR && left == 0 && stream.avail_in > 0
      throw isMore ? .size(nil) : .damaged
    }
  }

  private func decodeZstd(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    // SAFETY: the library stays inside both buffers, whose lengths it is told.
    let result = unsafe ZSTD_decompress(
      target.baseAddress, target.count, packed.baseAddress, packed.count)
    if ZSTD_isError(result) == 0 {
      guard result == target.count else { throw .size(result) }
      return
    }
    let said = unsafe ZSTD_getFrameContentSize(packed.baseAddress, packed.count)
    // The two largest numbers mean unknown and damaged.
    if said < UInt64.max - 1, said != target.count { throw .size(Int(clamping: said)) }
    throw .damaged
  }

  private func decodeBlosc(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    var said = 0
    // SAFETY: the library stays inside both buffers, whose lengths it is told; the header, which
    // has its own, is held against them first.
    guard packed.count >= Int(BLOSC_MIN_HEADER_LENGTH),
      unsafe blosc_cbuffer_validate(packed.baseAddress, packed.count, &said) == 0
    else { throw .damaged }
    guard said == target.count else { throw .size(said) }
    let result = unsafe blosc_decompress_ctx(
      packed.baseAddress, target.baseAddress, target.count, 1)
    guard Int(result) == target.count else { throw .damaged }
  }
}
