/// Numbers the series in the order in which they first come: a dense index for each value.
///
/// A value is 64 bits: an integer's own, or those of a float with −0 as +0. Small ones are looked
/// up in a table, the others in a hash table with linear probing, at most half full.
///
/// Hash: multiplication by 2⁶⁴ ÷ the golden ratio (Knuth, The Art of Computer Programming,
/// volume 3, section 6.4).
@safe package final class SeriesIds {
  private struct Entry {
    var key: UInt64 = 0
    var id: Int32 = -1
  }

  private static let directCount = 1 << 16

  /// By index.
  package private(set) var keys: [UInt64] = []
  /// The last entry is for all that are not small.
  private let direct = SeriesMemory<Int32>(count: SeriesIds.directCount + 1, filledWith: -1)
  private var table = SeriesMemory<Entry>(count: 16, filledWith: Entry())
  private var shift: UInt64 = 60
  private var hashed = 0

  package init() {}

  package var count: Int { keys.count }

  /// Local. The index of a series, −1 where it has none.
  @inline(__always) package func find(_ key: UInt64) -> Int32 {
    // SAFETY: the direct table has an entry for each key below its size.
    if key < UInt64(Self.directCount) { return unsafe direct.base[Int(key)] }
    return unsafe table.base[place(of: key)].id
  }

  /// Local. The index of a series, a new one where it has none.
  @inline(__always) package func id(of key: UInt64) -> Int32 {
    let found = find(key)
    return found >= 0 ? found : insert(key)
  }

  /// Local. The indices of as many series, new ones where they have none.
  @inline(__always) @unsafe package func number<Element: FixedWidthInteger>(
    _ elements: Span<Element>, into series: UnsafeMutablePointer<Int32>
  ) {
    let direct = unsafe direct.base
    let last = UInt64(Self.directCount)
    // Without a branch, as if all were small and known; then again if they are not.
    var signs: Int32 = 0
    for index in elements.indices {
      let key = unsafe UInt64(truncatingIfNeeded: elements[unchecked: index])
      // SAFETY: the direct table has an entry for each key up to `last`; as many indices are
      // written as there are elements.
      let id = unsafe direct[Int(Swift.min(key, last))]
      unsafe series[index] = id
      signs |= id
    }
    if signs >= 0 { return }
    for index in elements.indices {
      unsafe series[index] = id(of: UInt64(truncatingIfNeeded: elements[index]))
    }
  }

  /// Where the key is in the hash table, or the free place for it.
  @inline(__always) private func place(of key: UInt64) -> Int {
    var place = Int(((key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    let last = table.count - 1
    // SAFETY: the place stays below the table's size, a power of two, of which half is free.
    while unsafe table.base[place].id >= 0 && table.base[place].key != key {
      place = (place + 1) & last
    }
    return place
  }

  @inline(never) private func insert(_ key: UInt64) -> Int32 {
    guard let id = Int32(exactly: keys.count) else { preconditionFailure("2³¹ series on a rank") }
    keys.append(key)
    guard key >= UInt64(Self.directCount) else {
      direct[Int(key)] = id
      return id
    }
    if 2 * (hashed + 1) > table.count {
      shift -= 1
      table = SeriesMemory(count: 2 * table.count, filledWith: Entry())
      for (id, key) in keys.dropLast().enumerated() where key >= UInt64(Self.directCount) {
        table[place(of: key)] = Entry(key: key, id: Int32(id))
      }
    }
    hashed += 1
    table[place(of: key)] = Entry(key: key, id: id)
    return id
  }
}
