/// Where the next entry of a part goes, and where its room ends.
@unsafe public struct EntryCursor {
  public var next: UnsafeMutableRawPointer
  public var end: UnsafeMutableRawPointer

  public init(next: UnsafeMutableRawPointer, end: UnsafeMutableRawPointer) {
    unsafe self.next = next
    unsafe self.end = end
  }
}

/// Packed entries, or rows of a hash and a key, that are to be scattered.
@unsafe public struct PackedEntries {
  public var start: UnsafeRawPointer
  public var count: Int
  /// False for rows of records, which have no count and stand for one record each.
  public var hasCount: Bool
  /// Of the first; the others follow.
  public var firstIdentifier: Int

  public init(start: UnsafeRawPointer, count: Int, hasCount: Bool, firstIdentifier: Int) {
    unsafe self.start = start
    unsafe self.count = count
    unsafe self.hasCount = hasCount
    unsafe self.firstIdentifier = firstIdentifier
  }
}

/// Writes entries behind those of their parts, up to the first whose part has no room left.
///
/// - Parameters:
///   - entries: What is scattered; a row has ``EntryLayout/packedStride`` bytes, less the count
///     where it has none.
///   - from: The first of them to write.
///   - parts: Into how many parts all hashes are divided.
///   - firstPart: The part of the first cursor.
///   - cursors: One for every part that a hash can fall into.
/// - Returns: How many of the entries are written by now; all, or the number of the one whose part
///   is full.
@unsafe public func scatterEntries(
  _ entries: PackedEntries, from: Int, layout: EntryLayout, parts: UInt64, held: Range<Int>,
  into cursors: UnsafeMutablePointer<EntryCursor>
) -> Int {
  if layout.identifierBytes == 4 {
    unsafe scatter(UInt32.self, entries, from, layout, parts, held, cursors)
  } else {
    unsafe scatter(UInt64.self, entries, from, layout, parts, held, cursors)
  }
}

// SAFETY of both: a cursor's room holds a whole number of entries and is tested before each is
// written; `entries` covers its count of rows, and `cursors` the parts of all their hashes.

@inline(__always) @unsafe
private func scatter<Identifier: FixedWidthInteger & BitwiseCopyable>(
  _ type: Identifier.Type, _ entries: PackedEntries, _ from: Int, _ layout: EntryLayout,
  _ parts: UInt64, _ held: Range<Int>, _ cursors: UnsafeMutablePointer<EntryCursor>
) -> Int {
  if layout.hasCount || layout.keyWords > 0 {
    return unsafe scatterLong(type, entries, from, layout, parts, held, cursors)
  }
  let hashes = unsafe entries.start.assumingMemoryBound(to: UInt64.self)
  let stride = 8 + MemoryLayout<Identifier>.size
  var index = from
  let count = unsafe entries.count
  var identifier = unsafe Identifier(truncatingIfNeeded: entries.firstIdentifier + from)
  let (first, others) = (held.lowerBound, UInt(held.count))
  while index < count {
    let hash = unsafe hashes[index]
    // Below the first it is a large number.
    let place = UInt(bitPattern: part(ofHash: hash, in: parts) &- first)
    let cursor = unsafe cursors + Int(bitPattern: Swift.min(place, others))
    let next = unsafe cursor.pointee.next
    if unsafe next == cursor.pointee.end { break }
    unsafe next.storeBytes(of: hash, as: UInt64.self)
    unsafe next.storeBytes(of: identifier, toByteOffset: 8, as: Identifier.self)
    unsafe cursor.pointee.next = next + stride
    index &+= 1
    identifier &+= 1
  }
  return index
}

@inline(__always) @unsafe
private func scatterLong<Identifier: FixedWidthInteger & BitwiseCopyable>(
  _ type: Identifier.Type, _ entries: PackedEntries, _ from: Int, _ layout: EntryLayout,
  _ parts: UInt64, _ held: Range<Int>, _ cursors: UnsafeMutablePointer<EntryCursor>
) -> Int {
  let (stride, keyOffset, keyBytes) = (layout.stride, layout.keyOffset, 8 * layout.keyWords)
  let isCounted = unsafe entries.hasCount
  let head = isCounted ? 16 : 8
  let (first, others) = (held.lowerBound, UInt(held.count))
  for index in unsafe from..<entries.count {
    let row = unsafe entries.start + index * (head + keyBytes)
    let hash = unsafe row.loadUnaligned(as: UInt64.self)
    // Below the first it is a large number.
    let place = UInt(bitPattern: part(ofHash: hash, in: parts) &- first)
    let cursor = unsafe cursors + Int(bitPattern: Swift.min(place, others))
    let next = unsafe cursor.pointee.next
    if unsafe next == cursor.pointee.end { return index }
    unsafe next.storeBytes(of: hash, as: UInt64.self)
    unsafe next.storeBytes(
      of: Identifier(truncatingIfNeeded: entries.firstIdentifier + index), toByteOffset: 8,
      as: Identifier.self)
    if layout.hasCount {
      let count = unsafe isCounted ? row.loadUnaligned(fromByteOffset: 8, as: Int64.self) : 1
      unsafe next.storeBytes(of: count, toByteOffset: layout.countOffset, as: Int64.self)
    }
    unsafe (next + keyOffset).copyMemory(from: row + head, byteCount: keyBytes)
    unsafe cursor.pointee.next = next + stride
  }
  return unsafe entries.count
}
