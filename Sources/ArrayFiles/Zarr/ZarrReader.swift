import ShardedArrays

/// Reads the bytes of a zarr array in C order, out of its chunks.
///
/// Chunks that are packed, or whose rows lie apart in the array, are decoded as a whole and kept
/// until a read asks for another row of chunks (along axis 0): whoever reads front to back decodes
/// each once. Of the others only the bytes asked for are read.
final class ZarrReader: PartReader {
  private let path: String
  private let layout: ZarrLayout
  private let grid: ChunkGrid
  private let isDecoded: Bool
  private let fillsZero: Bool

  /// Those that are decoded; nil for one that has no file.
  private var chunks = ChunkRow<RecordBuffer?>()
  private var packed = RecordBuffer(byteCount: 0)
  /// Of chunks that are not decoded, the last one that was read.
  private var open: (number: Int, file: OpenChunk?)?

  /// - Parameter path: The array's directory.
  init(_ path: String, _ layout: ZarrLayout) {
    self.path = path
    self.layout = layout
    grid = ChunkGrid(layout)
    isDecoded = layout.isDecoded
    fillsZero = layout.fill.allSatisfy { $0 == 0 }
  }

  func read(
    into buffer: UnsafeMutableRawBufferPointer, at start: Int
  ) throws(ArrayFileError) {
    for piece in grid.pieces(of: start..<start + buffer.count) {
      let range = piece.bytes.lowerBound - start..<piece.bytes.upperBound - start
      // SAFETY: the pieces together are the buffer's bytes.
      try unsafe read(
        piece.place, into: UnsafeMutableRawBufferPointer(rebasing: buffer[range]),
        phase: piece.bytes.lowerBound % layout.width)
    }
  }

  /// Fills `target` out of one chunk.
  private func read(
    _ place: ChunkGrid.Place, into target: UnsafeMutableRawBufferPointer, phase: Int
  ) throws(ArrayFileError) {
    if isDecoded {
      guard let chunk = try decoded(place) else {
        unsafe fill(target, phase: phase)
        return
      }
      chunk.withBytes(place.offset..<place.offset + target.count) { bytes in
        // SAFETY: the span has as many bytes as the target.
        unsafe bytes.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
      }
      return
    }
    if open?.number != place.number { open = (place.number, try OpenChunk(self, place)) }
    guard let file = open?.file else {
      unsafe fill(target, phase: phase)
      return
    }
    try unsafe file.file.read(into: target, at: place.offset)
  }

  /// Fills with the entry of a chunk without a file; the first byte is the entry's `phase`-th.
  private func fill(_ target: UnsafeMutableRawBufferPointer, phase: Int) {
    if fillsZero {
      // SAFETY: writes inside the target.
      unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
      return
    }
    // SAFETY: every index and slice is inside the target.
    var done = Swift.min(target.count, layout.width)
    for index in 0..<done {
      unsafe target[index] = layout.fill[(phase + index) % layout.width]
    }
    while done < target.count {
      let step = Swift.min(done, target.count - done)
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[done..<done + step])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: target[0..<step]))
      done += step
    }
  }

  // MARK: Chunks

  /// A chunk's file; a class so that it can be kept.
  private final class OpenChunk {
    let file: InputFile

    /// Nil where the chunk has no file.
    init?(_ reader: ZarrReader, _ place: ChunkGrid.Place) throws(ArrayFileError) {
      guard let file = try reader.openFile(place.index) else { return nil }
      let size = try file.size()
      guard size == reader.layout.chunkBytes else {
        throw .zarr(
          path: reader.path,
          .chunkSize(
            key: reader.key(place.index), needs: reader.layout.chunkBytes, holds: size))
      }
      self.file = file
    }
  }

  /// Axes that were taken together have one chunk each.
  private func key(_ index: [Int]) -> String {
    layout.key(
      index + repeatElement(0, count: Swift.max(0, layout.shape.count - index.count)))
  }

  private func openFile(_ index: [Int]) throws(ArrayFileError) -> InputFile? {
    do {
      return try InputFile("\(path)/\(key(index))")
    } catch {
      if case .notFound = error { return nil }
      throw error
    }
  }

  private func decoded(_ place: ChunkGrid.Place) throws(ArrayFileError) -> RecordBuffer? {
    try chunks.chunk(at: place) { (spare) throws(ArrayFileError) in
      guard let file = try openFile(place.index) else { return nil }
      let chunk = (spare ?? nil) ?? RecordBuffer(byteCount: layout.chunkBytes)
      try load(file, into: chunk, key: key(place.index))
      return chunk
    }
  }

  /// Reads and unpacks a chunk.
  private func load(
    _ file: borrowing InputFile, into chunk: RecordBuffer, key: String
  ) throws(ArrayFileError) {
    let needs = layout.chunkBytes
    let size = try file.size()
    if layout.codec == .none {
      guard size == needs else {
        throw .zarr(path: path, .chunkSize(key: key, needs: needs, holds: size))
      }
      try file.read(into: chunk, 0..<needs, at: 0)
      return
    }
    let limit = ChunkCodec.packedLimit(needs)
    guard size <= limit else {
      throw .zarr(path: path, .chunkPackedTooLarge(key: key, bytes: size, limit: limit))
    }
    if packed.byteCount < size { packed = RecordBuffer(byteCount: size) }
    try file.read(into: packed, 0..<size, at: 0)
    do throws(ChunkFault) {
      try unpack(size, into: chunk)
    } catch {
      throw switch error {
      case .damaged:
        .zarr(path: path, .chunkDamaged(key: key, codec: layout.codec.rawValue))
      case .size(let holds):
        .zarr(path: path, .chunkDecodesTo(key: key, needs: needs, holds: holds))
      }
    }
  }

  /// Unpacks the first bytes of `packed`.
  private func unpack(_ size: Int, into chunk: RecordBuffer) throws(ChunkFault) {
    let codec = layout.codec
    try packed.withBytes(0..<size) { (source) throws(ChunkFault) in
      try chunk.withMutableBytes(0..<layout.chunkBytes) { (target) throws(ChunkFault) in
        // SAFETY: both pointers cover the spans and stay in the closures.
        try unsafe source.withUnsafeBytes { source throws(ChunkFault) in
          try unsafe target.withUnsafeMutableBytes { target throws(ChunkFault) in
            try unsafe codec.decode(source, into: target)
          }
        }
      }
    }
  }
}
