import PruneKernels
import ShardedArrays
import Stages
import Testing

/// What of the dedupe needs no ranks.
@Suite struct UniqueTests {
  /// Adds rows of a hash and key words in blocks, with identifiers from 0 on.
  func distinct(
    _ rows: [[UInt64]], counts: Bool, keepsLast: Bool, shares: Int = 1, identifiers: Int = 1000
  ) -> DistinctEntries {
    let layout = EntryLayout(
      identifiers: identifiers, hasCount: counts, keyWords: (rows.first?.count ?? 1) - 1)
    let entries = DistinctEntries(
      layout, keepsLast: keepsLast, held: 0..<shares, of: shares, expected: rows.count,
      pool: EntryPool(stride: layout.stride, expected: rows.count))
    for start in stride(from: 0, to: rows.count, by: 1000) {
      let block = Array(rows[start..<min(start + 1000, rows.count)])
      let words = Array(block.joined())
      // SAFETY: only read, as bytes.
      entries.add(
        unsafe words.span.bytes, count: block.count, hasCount: false, firstIdentifier: start)
    }
    entries.finish()
    return entries
  }

  /// Hash and key, identifier and count of all entries.
  func contents(_ entries: DistinctEntries) -> [[UInt64]: [Int]] {
    let width = entries.layout.packedStride
    var packed = [UInt64](repeating: 0, count: entries.count * width / 8)
    let survivors = UniqueSurvivors(all: entries)
    var reader = EntryReader(entries, share: 0, of: 1)
    var span = packed.mutableSpan
    // SAFETY: any 8 bytes are a UInt64.
    var bytes = unsafe span.mutableBytes
    reader.read(into: &bytes)
    var found: [[UInt64]: [Int]] = [:]
    let words = width / 8
    for (index, identifier) in survivors.identifiersInOrder.enumerated() {
      var entry = Array(packed[index * words..<(index + 1) * words])
      let count = entries.layout.hasCount ? Int(entry.remove(at: 1)) : 0
      #expect(found.updateValue([identifier, count], forKey: entry) == nil, "twice")
    }
    return found
  }

  @Test(
    "one entry of each value, against a dictionary",
    arguments: [0, 1, 7, 1000, 9000], [1, 10, 1_000_000])
  func againstDictionary(count: Int, values: Int) {
    let salt = mix64(UInt64(count * 31 + values))
    for keyWords in [0, 2] {
      let rows = (0..<count).map { index in
        let value = mix64(salt &+ UInt64(index)) % UInt64(values)
        // Where there are keys hashes are the same for many of them, as they may be.
        return keyWords == 0 ? [mix64(value)] : [mix64(value % 50 % 7), value, value / 2]
      }
      for keepsLast in [false, true] {
        for counts in [false, true] {
          var expected: [[UInt64]: [Int]] = [:]
          for (index, row) in rows.enumerated() {
            let old = expected[row]
            expected[row] = [
              old == nil || keepsLast ? index : (old?[0] ?? 0), counts ? (old?[1] ?? 0) + 1 : 0,
            ]
          }
          // Seven hashes for thousands of keys: right, but slow.
          if keyWords > 0 && values > 10 && count > 1000 { continue }
          for identifiers in [1000, 1 << 40] {
            let entries = distinct(
              rows, counts: counts, keepsLast: keepsLast, shares: 3, identifiers: identifiers)
            #expect(contents(entries) == expected, "salt \(salt), last \(keepsLast)")
          }
        }
      }
    }
  }

  @Test("at most 24 bytes for each different value, and two chunks for each part")
  func memory() {
    let count = 200_000
    for values in [1, 1000, 100_000, count] {
      let rows = (0..<count).map { [mix64(UInt64($0 * 7919 % values))] }
      let entries = distinct(rows, counts: false, keepsLast: false)
      #expect(entries.count == values)
      let chunks = entries.parts * 2 * entries.pool.chunkBytes
      let most = min(24 * values, 12 * count) + chunks + EntryPool.bufferBytes
      #expect(entries.pool.byteCount <= most, "\(entries.pool.byteCount) for \(values) values")
      let unique = Unique(by: [.field(0)], keyText: "x", last: false, counts: false, nan: .refuse)
      let stated = unique.memory(
        records: count, distinct: values, owned: values, ranks: 1,
        layout: RecordLayout(elements: .int64))
      #expect(entries.pool.byteCount + entries.workingBytes + 4 * values <= stated)
    }
  }

  @Test("keys are placed by their widths, and short ones are their hash")
  func forms() {
    let pair = KeyForm([(.uint8, 1), (.int32, 1)])
    #expect(pair.columns.map(\.offset) == [0, 4] && pair.byteCount == 8 && pair.isPacked)
    #expect(KeyForm([(.uint8, 2)]).isTabled && !KeyForm([(.uint8, 3)]).isTabled)
    let long = KeyForm([(.float64, 3), (.bool, 1)])
    #expect(!long.isPacked && long.byteCount == 25 && long.keyWords == 4 && long.rowBytes == 40)
    #expect(KeyForm([(.int64, 0)]).byteCount == 0)
  }

  @Test("set bits before a place, the end included")
  func ranks() {
    let words: [UInt64] = [0x8000_0000_0000_0001, 0, 0b110]
    let bits = RankedBits(words)
    for index in 0...192 {
      let expected = (0..<index).count { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
      #expect(bits.rank(of: index) == expected)
    }
  }

  @Test("identifiers at the owner go by rank, each rank's from a multiple of 8 on")
  func routes() {
    let routes = Routes(rank: 1, sent: [3, 2, 0], received: [9, 2, 8])
    #expect(routes.offsets == [0, 16, 24] && routes.identifiers == 32 && routes.peers == [0, 2])
  }
}
