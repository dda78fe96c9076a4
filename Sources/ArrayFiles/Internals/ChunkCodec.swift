import CBlosc
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
  ///   takes from the data: libdeflate's tables, blosc's block of at most the chunk's size.
  func decode(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    switch self {
    case .none: preconditionFailure("decoding what is not packed")
    case .zlib: try unsafe Deflated.unpack(packed, .zlib, into: target)
    case .gzip: try unsafe Deflated.unpack(packed, .gzip, into: target)
    case .zstd: try unsafe decodeZstd(packed, into: target)
    case .blosc: try unsafe decodeBlosc(packed, into: target)
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
