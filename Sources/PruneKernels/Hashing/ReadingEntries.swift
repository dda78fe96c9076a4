// What is taken out of entries again.

/// Packs entries: all of them but the identifiers.
///
/// - Parameters:
///   - entries: `count` entries of `layout`.
///   - packed: Room for as many of ``EntryLayout/packedStride`` bytes.
@unsafe public func packEntries(
  _ entries: UnsafeRawPointer, count: Int, layout: EntryLayout, into packed: UnsafeMutableRawPointer
) {
  // SAFETY: the pointers cover `count` entries and packed entries.
  let (stride, packedStride, rest) = (layout.stride, layout.packedStride, layout.countOffset)
  for index in 0..<count {
    let entry = unsafe entries + index &* stride
    let target = unsafe packed + index &* packedStride
    unsafe target.storeBytes(of: entry.loadUnaligned(as: UInt64.self), as: UInt64.self)
    if packedStride > 8 {
      unsafe (target + 8).copyMemory(from: entry + rest, byteCount: packedStride - 8)
    }
  }
}

/// The identifier of an entry.
@inlinable @inline(__always) @unsafe
public func identifier(of entry: UnsafeRawPointer, layout: EntryLayout) -> Int {
  layout.identifierBytes == 4
    ? Int(unsafe entry.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    : Int(truncatingIfNeeded: unsafe entry.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
}

/// Copies the identifiers of entries to one place, each of ``EntryLayout/identifierBytes``.
///
/// - Parameter identifiers: Room for `count` of them.
@unsafe public func copyIdentifiers(
  _ entries: UnsafeRawPointer, count: Int, layout: EntryLayout,
  into identifiers: UnsafeMutableRawPointer
) {
  // SAFETY: the pointers cover `count` entries and identifiers.
  for index in 0..<count {
    let entry = unsafe entries + index &* layout.stride
    if layout.identifierBytes == 4 {
      unsafe identifiers.storeBytes(
        of: entry.loadUnaligned(fromByteOffset: 8, as: UInt32.self), toByteOffset: index &* 4,
        as: UInt32.self)
    } else {
      unsafe identifiers.storeBytes(
        of: entry.loadUnaligned(fromByteOffset: 8, as: UInt64.self), toByteOffset: index &* 8,
        as: UInt64.self)
    }
  }
}

/// Copies the counts of entries to one place.
///
/// - Precondition: the layout has counts; `counts` has room for `count` of them.
@unsafe public func copyCounts(
  _ entries: UnsafeRawPointer, count: Int, layout: EntryLayout,
  into counts: UnsafeMutablePointer<Int64>
) {
  precondition(layout.hasCount)
  // SAFETY: the pointers cover `count` entries and counts.
  for index in 0..<count {
    unsafe counts[index] = (entries + index * layout.stride)
      .loadUnaligned(fromByteOffset: layout.countOffset, as: Int64.self)
  }
}
