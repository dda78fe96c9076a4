import PruneKernels
import ShardedArrays

/// Local. One entry of each value that was added, with the lowest (or highest) identifier and
/// how many records it stands for.
///
/// Entries are scattered by the high bits of their hash into parts, each in chunks of its own.
/// When a part holds as many entries that were not looked at as different ones, its repeats are
/// removed with a table that is made for it, in cache. So every entry is looked at about twice
/// however many come, memory is passed over in order, and no table has to be kept.
///
/// Memory: at most two entries for each different value, at most two chunks more for each part,
/// and a table for the largest part.
@safe package final class DistinctEntries {
  /// About so many bytes of entries in a part are dealt with in the second-level cache.
  private static let partBytes = 200 << 10
  /// More parts write into more places at a time than the caches hold.
  private static let maxParts = 4096

  package let layout: EntryLayout
  package let keepsLast: Bool
  package let pool: EntryPool
  /// Parts of all hashes, of which `parts` are held, from `firstPart` on.
  private let allParts: UInt64
  private let firstPart: Int
  package let parts: Int
  /// Where entries of shares go that are not held: one chunk, written over and over.
  private let others: EntryChunk?
  private let cursors: UnsafeMutablePointer<EntryCursor>
  private var chunks: [[EntryChunk]]
  /// So many entries at the start of each part are of different values.
  private var known: [Int]
  private var table = GrowingBuffer()

  /// - Parameters:
  ///   - held: Which of the equal shares of all hashes are held, and lie in their order; entries
  ///     of others are forgotten.
  ///   - expected: About how many entries come.
  package init(
    _ layout: EntryLayout, keepsLast: Bool, held: Range<Int>, of shares: Int, expected: Int,
    pool: EntryPool
  ) {
    self.layout = layout
    self.keepsLast = keepsLast
    self.pool = pool
    let perShare = Self.parts(expected: expected, shares: held.count, stride: layout.stride)
    parts = perShare * held.count
    allParts = UInt64(perShare * shares)
    firstPart = held.lowerBound * perShare
    others = held.count == shares ? nil : pool.take()
    chunks = Array(repeating: [], count: parts)
    known = Array(repeating: 0, count: parts)
    unsafe cursors = .allocate(capacity: parts + 1)
    // No room yet: any address will do.
    let none = unsafe UnsafeMutableRawPointer(cursors)
    unsafe cursors.initialize(repeating: EntryCursor(next: none, end: none), count: parts + 1)
  }

  deinit { unsafe cursors.deallocate() }

  /// Parts in each of `shares` that are held, for about so many entries.
  ///
  /// Repeats are looked for whenever a part has doubled, and at the end. So parts are made for
  /// four fifths of a power of two of chunks: just behind one, most entries would be looked at
  /// once more for little.
  package static func parts(expected: Int, shares: Int, stride: Int) -> Int {
    var entries = EntryPool.entriesPerChunk(stride: stride)
    while entries * stride * 2 <= partBytes || expected / (entries * 4 / 5) > maxParts {
      entries *= 2
    }
    entries = entries * 4 / 5
    return Swift.max(1, Swift.min((expected + entries - 1) / entries, maxParts) / shares)
  }

  package var workingBytes: Int { table.byteCount }

  /// Adds rows of a hash and a key, or packed entries.
  ///
  /// - Parameter hasCount: False for rows of records, which have no count.
  package func add(_ rows: RawSpan, count: Int, hasCount: Bool, firstIdentifier: Int) {
    let rowBytes = layout.packedStride - (layout.hasCount && !hasCount ? 8 : 0)
    precondition(rows.byteCount >= count * rowBytes, "\(rows.byteCount) bytes of \(count) rows")
    guard count > 0 else { return }
    // SAFETY: the rows are covered as checked; a cursor's room is the rest of its part's last
    // chunk; what is not held goes to the cursor behind the last.
    unsafe rows.withUnsafeBytes { rows in
      guard let start = rows.baseAddress else { return }
      let entries = unsafe PackedEntries(
        start: start, count: count, hasCount: hasCount, firstIdentifier: firstIdentifier)
      var done = 0
      while true {
        done = unsafe scatterEntries(
          entries, from: done, layout: layout, parts: allParts,
          held: firstPart..<firstPart + parts, into: cursors)
        if done == count { break }
        let hash = unsafe (start + done * rowBytes).loadUnaligned(as: UInt64.self)
        let part = PruneKernels.part(ofHash: hash, in: allParts) - firstPart
        if 0..<parts ~= part { makeRoom(in: part) } else { forgetOthers() }
      }
    }
  }

  /// Removes all repeats that are left. Afterwards entries are read; none may be added.
  package func finish() {
    for part in 0..<parts where count(of: part) > known[part] { removeRepeats(in: part) }
  }

  /// Different values in a part, once finished.
  package func count(of part: Int) -> Int {
    guard let last = chunks[part].last else { return 0 }
    let filled = unsafe (cursors[part].next - last.start) / layout.stride
    return (chunks[part].count - 1) * pool.entriesPerChunk + filled
  }

  package func count(of range: Range<Int>) -> Int { range.reduce(0) { $0 + count(of: $1) } }

  package var count: Int { count(of: 0..<parts) }

  /// Calls `body` with each stretch of a part's entries, in order.
  @unsafe func forEachChunk(
    of part: Int, _ body: (_ entries: UnsafeRawPointer, _ count: Int) -> Void
  ) {
    var left = count(of: part)
    for chunk in chunks[part] {
      unsafe body(chunk.start, Swift.min(left, pool.entriesPerChunk))
      left -= pool.entriesPerChunk
    }
  }

  /// Gives a part's memory back.
  package func release(_ part: Int) {
    for chunk in chunks[part] { pool.giveBack(chunk) }
    chunks[part] = []
    let none = unsafe UnsafeMutableRawPointer(cursors)
    unsafe cursors[part] = EntryCursor(next: none, end: none)
  }

  private func forgetOthers() {
    guard let others else { preconditionFailure("an entry of a share that nobody holds") }
    unsafe cursors[parts] = EntryCursor(next: others.start, end: others.start + pool.chunkBytes)
  }

  private func makeRoom(in part: Int) {
    let held = count(of: part)
    if held - known[part] >= Swift.max(known[part], pool.entriesPerChunk) {
      removeRepeats(in: part)
      if unsafe cursors[part].next != cursors[part].end { return }
    }
    let chunk = pool.take()
    chunks[part].append(chunk)
    unsafe cursors[part] = EntryCursor(next: chunk.start, end: chunk.start + pool.chunkBytes)
  }

  private func removeRepeats(in part: Int) {
    let held = count(of: part)
    let slotBytes = slotCount(forEntries: held) * MemoryLayout<UInt32>.stride
    // SAFETY: the chunks are this part's alone and full up to the last; the table has room for
    // its slots.
    let kept = table.bytes(slotBytes).withMutableBytes(0..<slotBytes) { table in
      table.withMutableElements(as: UInt32.self) { table in
        unsafe table.withUnsafeMutableBufferPointer { table in
          unsafe chunks[part].withUnsafeBufferPointer { chunks in
            guard let slots = table.baseAddress, let chunks = chunks.baseAddress else { return 0 }
            return unsafe PruneKernels.removeRepeats(
              ChunkedEntries(
                chunks: chunks, shift: pool.entriesPerChunk.trailingZeroBitCount,
                stride: layout.stride),
              count: held, known: known[part], layout: layout, keepsLast: keepsLast, table: slots)
          }
        }
      }
    }
    known[part] = kept
    let needed = (kept + pool.entriesPerChunk - 1) / pool.entriesPerChunk
    while chunks[part].count > needed { pool.giveBack(chunks[part].removeLast()) }
    guard let last = chunks[part].last else { return }
    let filled = kept - (needed - 1) * pool.entriesPerChunk
    unsafe cursors[part] = EntryCursor(
      next: last.start + filled * layout.stride, end: last.start + pool.chunkBytes)
  }
}
