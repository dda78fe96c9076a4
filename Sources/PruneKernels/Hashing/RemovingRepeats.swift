// Repeats among the entries of one part, small enough for a cache: an open-addressing table
// of their numbers, probed linearly from the hash's low bits (Knuth, "The Art of Computer
// Programming", vol. 3, section 6.4, algorithm L). The parts are made by the high bits, so that
// the low ones differ within a part.

/// How many slots the table for `count` entries has: a power of two, at most half of them taken.
public func slotCount(forEntries count: Int) -> Int {
  precondition(count < 1 << 31, "\(count) entries in one part")
  var slots = 16
  while slots < 2 * count { slots *= 2 }
  return slots
}

/// Room for a power of two of entries. Whoever has it is the only one to use it.
@safe public struct EntryChunk {
  public let start: UnsafeMutableRawPointer

  public init(_ start: UnsafeMutableRawPointer) { unsafe self.start = start }
}

/// The entries of a part, in chunks that are full up to the last.
@unsafe public struct ChunkedEntries {
  let chunks: UnsafePointer<EntryChunk>
  /// Of a chunk's number of entries.
  let shift: Int
  let stride: Int

  public init(chunks: UnsafePointer<EntryChunk>, shift: Int, stride: Int) {
    unsafe self.chunks = chunks
    unsafe self.shift = shift
    unsafe self.stride = stride
  }

  @inline(__always)
  func address(of number: Int) -> UnsafeMutableRawPointer {
    let inChunk = unsafe number & ((1 &<< shift) &- 1)
    return unsafe chunks[number &>> shift].start + inChunk &* stride
  }
}

/// Leaves one entry of each value, in the order of their first ones, at the start.
///
/// - Parameters:
///   - entries: `count` entries of `layout`.
///   - known: So many at the start are of different values.
///   - keepsLast: Whether the entry takes the highest identifier of its value, or the lowest. Counts
///     are added up.
///   - table: Room for ``slotCount(forEntries:)`` numbers, overwritten.
/// - Returns: How many entries are left.
/// - Complexity: O(1) probes per entry; random accesses only to the table and the entries.
@unsafe public func removeRepeats(
  _ entries: ChunkedEntries, count: Int, known: Int, layout: EntryLayout,
  keepsLast: Bool, table: UnsafeMutablePointer<UInt32>
) -> Int {
  if layout.identifierBytes == 4 {
    unsafe remove(UInt32.self, entries, count, known, layout, keepsLast, table)
  } else {
    unsafe remove(UInt64.self, entries, count, known, layout, keepsLast, table)
  }
}

// SAFETY: the chunks hold `count` entries; the kept ones are written no further than the one
// being read; a slot holds the number of a kept entry, or `free`; at most half of the slots are
// taken, so that every probe ends.
@inline(__always) @unsafe
private func remove<Identifier: FixedWidthInteger & BitwiseCopyable>(
  _ type: Identifier.Type, _ entries: ChunkedEntries, _ count: Int, _ known: Int,
  _ layout: EntryLayout, _ keepsLast: Bool, _ table: UnsafeMutablePointer<UInt32>
) -> Int {
  let isPlain = !layout.hasCount && layout.keyWords == 0
  let stride = layout.stride
  let free = UInt32.max
  let slots = slotCount(forEntries: count)
  unsafe table.update(repeating: free, count: slots)
  let mask = UInt64(slots - 1)

  for number in 0..<known {
    let hash = unsafe entries.address(of: number).loadUnaligned(as: UInt64.self)
    var slot = Int(truncatingIfNeeded: hash & mask)
    while unsafe table[slot] != free { slot = (slot &+ 1) & (slots &- 1) }
    unsafe table[slot] = UInt32(truncatingIfNeeded: number)
  }
  var kept = known
  for number in known..<count {
    let entry = unsafe entries.address(of: number)
    let hash = unsafe entry.loadUnaligned(as: UInt64.self)
    var slot = Int(truncatingIfNeeded: hash & mask)
    while true {
      let place = unsafe table[slot]
      if place == free {
        unsafe table[slot] = UInt32(truncatingIfNeeded: kept)
        let target = unsafe entries.address(of: kept)
        if isPlain {
          let identifier = unsafe entry.loadUnaligned(fromByteOffset: 8, as: Identifier.self)
          unsafe target.storeBytes(of: hash, as: UInt64.self)
          unsafe target.storeBytes(of: identifier, toByteOffset: 8, as: Identifier.self)
        } else if unsafe target != entry {
          unsafe target.copyMemory(from: entry, byteCount: stride)
        }
        kept &+= 1
        break
      }
      let other = unsafe entries.address(of: Int(place))
      if unsafe other.loadUnaligned(as: UInt64.self) == hash
        && (isPlain || (unsafe sameKey(entry, other, layout)))
      {
        unsafe merge(type, entry, into: other, layout, keepsLast, isPlain)
        break
      }
      slot = (slot &+ 1) & (slots &- 1)
    }
  }
  return kept
}

@inline(__always) @unsafe
private func sameKey(
  _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer, _ layout: EntryLayout
) -> Bool {
  let offset = layout.keyOffset
  for word in 0..<layout.keyWords {
    let place = offset &+ 8 &* word
    if unsafe a.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      != b.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    {
      return false
    }
  }
  return true
}

@inline(__always) @unsafe
private func merge<Identifier: FixedWidthInteger & BitwiseCopyable>(
  _ type: Identifier.Type, _ entry: UnsafeMutableRawPointer, into other: UnsafeMutableRawPointer,
  _ layout: EntryLayout, _ keepsLast: Bool, _ isPlain: Bool
) {
  let mine = unsafe entry.loadUnaligned(fromByteOffset: 8, as: Identifier.self)
  let theirs = unsafe other.loadUnaligned(fromByteOffset: 8, as: Identifier.self)
  let winner = keepsLast ? Swift.max(mine, theirs) : Swift.min(mine, theirs)
  unsafe other.storeBytes(of: winner, toByteOffset: 8, as: Identifier.self)
  guard !isPlain && layout.hasCount else { return }
  let place = layout.countOffset
  let sum =
    unsafe entry.loadUnaligned(fromByteOffset: place, as: Int64.self)
    &+ other.loadUnaligned(fromByteOffset: place, as: Int64.self)
  unsafe other.storeBytes(of: sum, toByteOffset: place, as: Int64.self)
}
