/// The axes of a chunked array, as far as chunks cut them: those behind that every chunk has whole
/// are part of the axis before. The last one is counted in bytes.
struct ChunkGrid {
  struct Axis {
    var length: Int
    /// Of a chunk.
    var chunk: Int
    var chunkCount: Int { length == 0 ? 0 : (length - 1) / chunk + 1 }
  }

  /// Where a byte of the array lies.
  struct Place {
    /// The chunk, along every axis, and counted in C order.
    var index: [Int]
    var number: Int
    /// In the chunk's bytes.
    var offset: Int
  }

  private(set) var axes: [Axis]

  /// - Parameters:
  ///   - shape: Of the array; `[]` for a single value.
  ///   - chunk: As many lengths, none 0.
  ///   - width: Bytes of an entry.
  /// - Precondition: neither the array nor a chunk has more than 2⁶³ − 1 bytes.
  init(shape: [Int], chunk: [Int], width: Int) {
    axes = zip(shape, chunk).map { Axis(length: $0, chunk: $1) }
    // A single value is one chunk.
    if axes.isEmpty { axes = [Axis(length: 1, chunk: 1)] }
    axes[axes.count - 1].length *= width
    axes[axes.count - 1].chunk *= width
    while axes.count > 1, let last = axes.last, last.length == last.chunk {
      axes.removeLast()
      axes[axes.count - 1].length *= last.length
      axes[axes.count - 1].chunk *= last.length
    }
  }

  /// The parts of a range of the array's bytes, in order: each lies in one chunk without gaps.
  ///
  /// - Complexity: one part for each chunk, and where chunks cut more than one axis for each line.
  func pieces(
    of range: Range<Int>
  ) -> some Sequence<(place: Place, bytes: Range<Int>)> {
    sequence(state: range.lowerBound) { start in
      guard start < range.upperBound, let last = axes.last else { return nil }
      let (line, byte) = start.quotientAndRemainder(dividingBy: last.length)
      let end = Swift.min((byte / last.chunk + 1) * last.chunk, last.length)
      let bytes = start..<start + Swift.min(range.upperBound - start, end - byte)
      start = bytes.upperBound
      return (place(line: line, byte: byte), bytes)
    }
  }

  private func place(line: Int, byte: Int) -> Place {
    var place = Place(index: [Int](repeating: 0, count: axes.count), number: 0, offset: 0)
    var (rest, position) = (line, byte)
    var (chunkStride, byteStride) = (1, 1)
    for axis in axes.indices.reversed() {
      if axis < axes.count - 1 {
        (rest, position) = rest.quotientAndRemainder(dividingBy: axes[axis].length)
      }
      let (chunk, inside) = position.quotientAndRemainder(dividingBy: axes[axis].chunk)
      place.index[axis] = chunk
      place.number += chunk * chunkStride
      place.offset += inside * byteStride
      chunkStride *= axes[axis].chunkCount
      byteStride *= axes[axis].chunk
    }
    return place
  }
}

/// The decoded chunks of one row of chunks (along axis 0): whoever reads front to back decodes each
/// once. Those of the row before are given out again, for their memory.
struct ChunkRow<Chunk> {
  /// By number.
  private var chunks: [Int: Chunk] = [:]
  private var row = -1
  private var spare: [Chunk] = []

  /// The chunk at `place`.
  ///
  /// - Parameter load: Makes one that is not here, out of one that is not needed any more.
  mutating func chunk(
    at place: ChunkGrid.Place, load: (Chunk?) throws(ArrayFileError) -> Chunk
  ) throws(ArrayFileError) -> Chunk {
    if place.index[0] != row {
      spare += chunks.values
      chunks.removeAll(keepingCapacity: true)
      row = place.index[0]
    }
    if let known = chunks[place.number] { return known }
    let chunk = try load(spare.popLast())
    chunks[place.number] = chunk
    return chunk
  }
}
