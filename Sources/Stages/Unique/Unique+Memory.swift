import PruneKernels
public import ShardedArrays

extension Unique {
  /// Local. The most memory that the stage takes on a rank, besides the source's own, in bytes.
  ///
  /// An entry is 12 bytes: 8 for a key of at most 8 bytes and 4 for an identifier. While the rank's
  /// own repeats are removed there are at most two for each of its different values, 24 bytes,
  /// and never more than there are records. Then there is one for each, which leaves as it is
  /// sent, and at most two for each different value that the rank owns, never more than it is
  /// sent. The same memory serves both. Besides 4 bytes for each different value of the rank
  /// and some bits. Identifiers are 8 bytes from 2³² records of a rank on; a key longer than 8
  /// bytes is held besides its hash; counts are 8 bytes more in an entry and wherever they go.
  ///
  /// - Parameters:
  ///   - records: Of the rank with most.
  ///   - distinct: Different values of the rank with most; `records` where nothing is known.
  ///   - owned: Different values that one rank owns: all different values divided by the ranks, as
  ///     the hash spreads them; `distinct` where nothing is known.
  ///   - ranks: All of them.
  ///   - layout: What the source's records are made of.
  public func memory(
    records: Int, distinct: Int, owned: Int, ranks: Int, layout: RecordLayout
  ) -> Int {
    let form = KeyForm(keys, in: layout)
    // What a rank is sent: from each rank at most what this rank's share of its values is.
    let received = ranks == 1 ? 0 : Swift.max(distinct, owned)
    let entry = EntryMemory(
      records: records, received: received, counts: counts, keyWords: form.keyWords)
    // The pool keeps what it once had.
    let entries = Swift.max(
      Swift.min(records, 2 * distinct),
      ranks == 1 ? 0 : distinct + Swift.min(received, 2 * owned))
    // One of each record and each value, and of what is received; with counts their sums.
    let bits = (records + distinct + 2 * received) / 8 + (counts ? (records + received) / 4 : 0)
    let numbers = counts ? 8 * (4 * distinct + 2 * owned) : 0
    return entries * entry.stride + distinct * entry.identifierBytes + bits + numbers
      + fixedMemory(form, records: records, received: received, entry, ranks: ranks)
  }

  /// What is taken whatever the values are.
  private func fixedMemory(
    _ form: KeyForm, records: Int, received: Int, _ entry: EntryMemory, ranks: Int
  ) -> Int {
    let chunk = EntryPool.entriesPerChunk(stride: entry.stride) * entry.stride
    let expected = LocalRepeats.expectedEntries(form, records: records)
    let own =
      DistinctEntries.parts(expected: expected, shares: ranks, stride: entry.stride) * ranks
    let owner =
      ranks == 1
      ? 0 : DistinctEntries.parts(expected: received, shares: 1, stride: entry.stride)
    // Two chunks that each part may hold besides, and the pool's last buffer.
    let chunks = 2 * (own + owner) * (chunk + 64) + EntryPool.bufferBytes
    let part = 4 * (expected / own + received / Swift.max(1, owner) + 1)
    let table = 2 * 4 * slotCount(forEntries: part)
    let messages = ranks == 1 ? 0 : 2 * OwnerExchange.slots * OwnerExchange.pieceBytes
    return KeyRows.byteCount(form) + ValueTable.byteCount(form, counts: counts) + chunks + table
      + messages
  }
}

/// Bytes of an entry and of its identifier.
private struct EntryMemory {
  let stride: Int
  let identifierBytes: Int

  init(records: Int, received: Int, counts: Bool, keyWords: Int) {
    identifierBytes = Swift.max(records, received) <= 1 << 32 ? 4 : 8
    stride = 8 + identifierBytes + (counts ? 8 : 0) + 8 * keyWords
  }
}
