import PruneKernels
import ShardedArrays

/// Local. Memory for entries in chunks of one size, which are given back and taken again.
@safe package final class EntryPool {
  /// Two huge pages: that many parts write into few pages, so that the processor keeps their
  /// addresses.
  package static let bufferBytes = 4 << 20
  /// About so much of each part is held before its repeats are looked for.
  private static let chunkBytes = 6144

  package let entriesPerChunk: Int
  package let chunkBytes: Int
  private var buffers: [RecordBuffer] = []
  private var free: [EntryChunk] = []

  /// Bytes of one buffer.
  private let step: Int

  /// - Parameter expected: About how many entries there will be: for few, less is taken.
  package init(stride: Int, expected: Int) {
    entriesPerChunk = Self.entriesPerChunk(stride: stride)
    chunkBytes = entriesPerChunk * stride
    step = Swift.max(chunkBytes, Swift.min(Self.bufferBytes, 2 * expected * stride))
  }

  /// A power of two.
  package static func entriesPerChunk(stride: Int) -> Int {
    1 << (Int.bitWidth - 1 - Swift.max(8, chunkBytes / stride).leadingZeroBitCount)
  }

  /// What it holds from the operating system; it does not shrink.
  package var byteCount: Int { buffers.reduce(0) { $0 + $1.byteCount } }

  /// A chunk that nobody else has.
  package func take() -> EntryChunk {
    if free.isEmpty { addBuffer() }
    return free.removeLast()
  }

  package func giveBack(_ chunk: EntryChunk) { free.append(chunk) }

  private func addBuffer() {
    let byteCount = step
    let buffer = RecordBuffer(byteCount: byteCount)
    buffers.append(buffer)
    // SAFETY: the mapping stays where it is as long as the buffer lives, which is as long as the
    // pool, and nothing else refers to it.
    buffer.withMutableBytes(0..<byteCount) { bytes in
      unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        for number in (0..<byteCount / chunkBytes).reversed() {
          unsafe free.append(EntryChunk(base + number * chunkBytes))
        }
      }
    }
  }
}

/// Local. Working memory that grows to the largest use.
struct GrowingBuffer {
  private var buffer = RecordBuffer(byteCount: 4096)

  var byteCount: Int { buffer.byteCount }

  /// At least `byteCount` bytes, with unspecified content.
  mutating func bytes(_ byteCount: Int) -> RecordBuffer {
    if buffer.byteCount < byteCount {
      buffer = RecordBuffer(byteCount: Swift.max(byteCount, 2 * buffer.byteCount))
    }
    return buffer
  }
}
