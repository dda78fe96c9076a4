import PruneKernels
import ShardedArrays

/// Local. Takes the entries of a share out, packed, front to back, and gives their memory back
/// behind itself.
package struct EntryReader {
  private let entries: DistinctEntries
  private var parts: Range<Int>
  /// Entries of the first part that are taken.
  private var taken = 0

  package init(_ entries: DistinctEntries, share: Int, of shares: Int) {
    self.entries = entries
    let perShare = entries.parts / shares
    parts = share * perShare..<(share + 1) * perShare
  }

  /// Fills `target` with the next entries.
  ///
  /// - Precondition: `target` has room for whole entries, and so many are left.
  package mutating func read(into target: inout MutableRawSpan) {
    let width = entries.layout.packedStride
    var done = 0
    while done < target.byteCount, let part = parts.first {
      let step = Swift.min(entries.count(of: part) - taken, (target.byteCount - done) / width)
      entries.pack(taken..<taken + step, of: part, into: &target, at: done)
      done += step * width
      taken += step
      if taken == entries.count(of: part) {
        entries.release(part)
        parts.removeFirst()
        taken = 0
      }
    }
  }
}

extension DistinctEntries {
  /// Packs entries of a part.
  fileprivate func pack(
    _ range: Range<Int>, of part: Int, into target: inout MutableRawSpan, at offset: Int
  ) {
    let layout = layout
    precondition(target.byteCount - offset >= range.count * layout.packedStride)
    var first = 0
    // SAFETY: `wanted` lies inside the chunk's entries, and the target has room for all of them.
    unsafe target.withUnsafeMutableBytes { target in
      guard let start = target.baseAddress else { return }
      let base = unsafe start + offset
      unsafe forEachChunk(of: part) { chunk, count in
        let wanted = range.clamped(to: first..<first + count)
        if !wanted.isEmpty {
          unsafe packEntries(
            chunk + (wanted.lowerBound - first) * layout.stride, count: wanted.count,
            layout: layout,
            into: base + (wanted.lowerBound - range.lowerBound) * layout.packedStride)
        }
        first += count
      }
    }
  }

  /// The identifiers of all entries as bits.
  ///
  /// - Parameter limit: All are below it.
  func identifierBits(_ limit: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (limit + 63) / 64)
    var bits = words.mutableSpan
    // SAFETY: only entries of the chunk are read; the words are accessed with their bounds.
    for part in 0..<parts {
      unsafe forEachChunk(of: part) { chunk, count in
        for index in 0..<count {
          let place = unsafe identifier(of: chunk + index * layout.stride, layout: layout)
          bits[place >> 6] |= 1 << UInt64(place & 63)
        }
      }
    }
    return words
  }

  /// The counts of all entries, in the order of their identifiers.
  func numbers(by ranked: RankedBits) -> [Int64] {
    var numbers = [Int64](repeating: 0, count: count)
    var next = 0
    let inOrder = counts()
    for part in 0..<parts {
      unsafe forEachChunk(of: part) { chunk, count in
        for index in 0..<count {
          // SAFETY: an entry of the chunk.
          let place = unsafe identifier(of: chunk + index * layout.stride, layout: layout)
          numbers[ranked.rank(of: place)] = inOrder[next]
          next += 1
        }
      }
    }
    return numbers
  }
}
