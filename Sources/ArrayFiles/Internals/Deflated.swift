import CDeflate

/// Deflated data as a whole, in memory: the unpacker and the packer of all formats whose chunks have
/// a bounded size. libdeflate takes about half of zlib's time for it; only a stream without such a
/// bound needs zlib (``DeflatedStream``).
enum Deflated {
  /// What stands around the deflated bytes.
  enum Wrapper {
    /// RFC 1950.
    case zlib
    /// RFC 1952; a gzip file may have several members.
    case gzip
  }

  /// Local. Unpacks `packed`, which must fill `target` exactly.
  ///
  /// - Parameter allowsMore: Whether bytes behind the data's end are left alone, as zlib does.
  /// - Throws: ``ChunkFault``; parts of `target` may have been filled.
  /// - Complexity: the bytes of both; holds the library's tables of some 10 KiB besides.
  static func unpack(
    _ packed: UnsafeRawBufferPointer, _ wrapper: Wrapper, allowsMore: Bool = false,
    into target: UnsafeMutableRawBufferPointer
  ) throws(ChunkFault) {
    guard let unpacker = unsafe libdeflate_alloc_decompressor() else { throw .damaged }
    defer { unsafe libdeflate_free_decompressor(unpacker) }
    var (taken, made) = (0, 0)
    repeat {
      var (read, written) = (0, 0)
      // SAFETY: both slices lie inside their buffers, and the library stays inside the bytes it is
      // told of.
      let source = unsafe UnsafeRawBufferPointer(rebasing: packed[taken...])
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[made...])
      let result =
        switch wrapper {
        case .zlib:
          unsafe libdeflate_zlib_decompress_ex(
            unpacker, source.baseAddress, source.count, rest.baseAddress, rest.count, &read,
            &written)
        case .gzip:
          unsafe libdeflate_gzip_decompress_ex(
            unpacker, source.baseAddress, source.count, rest.baseAddress, rest.count, &read,
            &written)
        }
      switch result {
      case LIBDEFLATE_SUCCESS: break
      case LIBDEFLATE_INSUFFICIENT_SPACE: throw .size(nil)
      default: throw .damaged
      }
      taken += read
      made += written
    } while wrapper == .gzip && taken < packed.count
    guard taken == packed.count || allowsMore else { throw .damaged }
    guard made == target.count else { throw .size(made) }
  }
}

extension Deflated {
  /// Packs chunk after chunk.
  @safe final class Packer {
    // SAFETY: made by the library, used by this object alone and given back once.
    private let packer: OpaquePointer?

    /// - Parameter level: 1 to 12, as the library counts them.
    init(level: Int) { unsafe packer = libdeflate_alloc_compressor(CInt(level)) }

    deinit { unsafe libdeflate_free_compressor(packer) }

    /// Local. Packs `bytes`, as RFC 1950 says.
    ///
    /// - Returns: Bytes of `target` that were filled; nil where it would need more of them, and
    ///   where there is no memory for the packer's tables.
    func pack(_ bytes: RawSpan, into target: inout MutableRawSpan) -> Int? {
      guard let packer = unsafe packer else { return nil }
      // SAFETY: the library stays inside both buffers, whose lengths it is told.
      let size = unsafe bytes.withUnsafeBytes { source in
        unsafe target.withUnsafeMutableBytes { target in
          unsafe libdeflate_zlib_compress(
            packer, source.baseAddress, source.count, target.baseAddress, target.count)
        }
      }
      return size == 0 ? nil : size
    }
  }
}
