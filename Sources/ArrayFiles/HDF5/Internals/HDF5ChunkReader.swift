#if HDF5
  internal import CHDF5
  import PruneKernels
  import ShardedArrays

  /// Reads a dataset whose chunks are deflated or shuffled or both: the library finds a chunk and
  /// reads it as it is, unpacking is ours. Through the library, which unpacks with zlib and moves the
  /// bytes twice more, it takes two to four times as long.
  ///
  /// Unpacked chunks are kept until a read asks for another row of chunks (along axis 0). They stay
  /// shuffled: a read puts back the bytes it asks for, on their way.
  final class HDF5ChunkReader: PartReader {
    private let path: String
    /// For chunks that were never written, and for reads of parts of entries.
    private let library: HDF5Reader
    private let filters: HDF5Filters
    private let chunkShape: [Int]
    private let chunkBytes: Int
    private let grid: ChunkGrid
    private var chunks = ChunkRow<Chunk>()
    private var packed = RecordBuffer(byteCount: 0)

    private struct Chunk {
      let bytes: RecordBuffer
      /// Nil: in order.
      var shuffleWidth: Int?
      /// Whether the file has it.
      var isThere = true
    }

    /// Nil where the library has to unpack.
    init?(_ library: HDF5Reader, _ path: String) throws(ArrayFileError) {
      let found = try HDF5Library.using(path) { () throws(HDF5Problem) in
        try library.chunks()
      }
      guard let (filters, shape) = found,
        let bytes = byteCountStrictly(of: shape, each: library.entryBytes), bytes > 0
      else { return nil }
      self.path = path
      self.library = library
      self.filters = filters
      (chunkShape, chunkBytes) = (shape, bytes)
      grid = ChunkGrid(shape: library.shape, chunk: shape, width: library.entryBytes)
    }

    func read(
      into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(ArrayFileError) {
      let width = library.entryBytes
      guard offset.isMultiple(of: width), buffer.count.isMultiple(of: width) else {
        return try unsafe library.read(into: buffer, at: offset)
      }
      for piece in grid.pieces(of: offset..<offset + buffer.count) {
        let range = piece.bytes.lowerBound - offset..<piece.bytes.upperBound - offset
        // SAFETY: the pieces together are the buffer's bytes.
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[range])
        let chunk = try chunks.chunk(at: piece.place) { (spare) throws(ArrayFileError) in
          try load(piece.place.index, into: spare?.bytes ?? RecordBuffer(byteCount: chunkBytes))
        }
        guard chunk.isThere else {
          try unsafe library.read(into: target, at: piece.bytes.lowerBound)
          continue
        }
        unsafe copy(chunk, from: piece.place.offset, into: target)
      }
    }

    /// Fills `target` with the bytes of a chunk from `offset` on, in their right order.
    private func copy(
      _ chunk: Chunk, from offset: Int, into target: UnsafeMutableRawBufferPointer
    ) {
      guard let width = chunk.shuffleWidth else {
        chunk.bytes.withBytes(offset..<offset + target.count) { bytes in
          // SAFETY: the span has as many bytes as the target.
          unsafe bytes.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
        }
        return
      }
      chunk.bytes.withBytes(0..<chunkBytes) { bytes in
        // SAFETY: the span covers the target, which outlives it.
        var target = unsafe target.mutableBytes
        unshuffle(bytes, width: width, from: offset, into: &target)
      }
    }

    /// Reads and unpacks one chunk.
    private func load(_ index: [Int], into buffer: RecordBuffer) throws(ArrayFileError) -> Chunk {
      // Axes that were taken together have one chunk each.
      let start = chunkShape.indices.map { $0 < index.count ? index[$0] * chunkShape[$0] : 0 }
      let found = try HDF5Library.using(path) { () throws(HDF5Problem) in
        try readPacked(start)
      }
      guard let (size, mask) = found else { return Chunk(bytes: buffer, isThere: false) }
      do throws(ChunkFault) {
        try unpack(size, isDeflated: filters.isDeflated(mask), into: buffer)
      } catch {
        let problem: HDF5Problem =
          switch error {
          case .damaged: .chunkDamaged(dataset: library.name, start: start)
          case .size(let holds):
            .chunkSize(dataset: library.name, start: start, needs: chunkBytes, holds: holds)
          }
        throw .hdf5(path: path, problem)
      }
      return Chunk(bytes: buffer, shuffleWidth: filters.shuffleWidth(mask))
    }

    /// Reads a chunk as the file has it into `packed`; nil where it has none.
    private func readPacked(_ start: [Int]) throws(HDF5Problem) -> (size: Int, mask: UInt32)? {
      guard let size = library.storedBytes(ofChunkAt: start) else { return nil }
      let limit = ChunkCodec.packedLimit(chunkBytes)
      guard size <= limit else {
        throw .chunkPackedTooLarge(
          dataset: library.name, start: start, bytes: size, limit: limit)
      }
      if packed.byteCount < size { packed = RecordBuffer(byteCount: size) }
      let mask = try packed.withMutableBytes(0..<size) { (bytes) throws(HDF5Problem) in
        // SAFETY: the pointer covers the span and stays in the closure.
        try unsafe bytes.withUnsafeMutableBytes { bytes throws(HDF5Problem) in
          try unsafe library.readChunk(at: start, into: bytes)
        }
      }
      return (size, mask)
    }

    /// Unpacks the first bytes of `packed`.
    private func unpack(
      _ size: Int, isDeflated: Bool, into buffer: RecordBuffer
    ) throws(ChunkFault) {
      guard isDeflated || size == chunkBytes else { throw .size(size) }
      try packed.withBytes(0..<size) { (source) throws(ChunkFault) in
        try buffer.withMutableBytes(0..<chunkBytes) { (target) throws(ChunkFault) in
          // SAFETY: both pointers cover the spans and stay in the closures; they have the same
          // length where bytes are copied.
          try unsafe source.withUnsafeBytes { source throws(ChunkFault) in
            try unsafe target.withUnsafeMutableBytes { target throws(ChunkFault) in
              guard isDeflated else { return unsafe target.copyMemory(from: source) }
              try unsafe Deflated.unpack(source, .zlib, allowsMore: true, into: target)
            }
          }
        }
      }
    }
  }
#endif
