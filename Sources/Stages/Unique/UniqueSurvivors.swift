import PruneKernels
import ShardedArrays

/// Local. What is left of a rank's records: identifiers of its different values, which of these
/// stay, and how many records each of them stands for.
@safe package final class UniqueSurvivors {
  /// Of entries, in their order.
  private let identifiers: RecordBuffer
  private let identifierBytes: Int
  /// Which entries stay, by stretches: a byte holds bits of one stretch only.
  package private(set) var kept: [(count: Int, kept: Int, bits: [UInt8])] = []
  /// Of the entries that stay, in their order; empty where counts are not wanted.
  private var numbers: [Int64] = []
  /// Entries that stay.
  package var count: Int { kept.reduce(0) { $0 + $1.kept } }

  /// The identifiers of all entries; none stays yet.
  package init(identifiersOf entries: DistinctEntries) {
    let layout = entries.layout
    identifierBytes = layout.identifierBytes
    identifiers = RecordBuffer(byteCount: entries.count * identifierBytes)
    // SAFETY: as many identifiers are written as there is room for.
    identifiers.withMutableBytes(0..<identifiers.byteCount) { bytes in
      unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        var done = 0
        for part in 0..<entries.parts {
          unsafe entries.forEachChunk(of: part) { chunk, count in
            unsafe copyIdentifiers(
              chunk, count: count, layout: layout, into: base + done * identifierBytes)
            done += count
          }
        }
      }
    }
  }

  /// All entries stay: there is no other rank.
  package convenience init(all entries: DistinctEntries) {
    self.init(identifiersOf: entries)
    let count = entries.count
    if entries.layout.hasCount { numbers = entries.counts() }
    keep([UInt8](repeating: 0xFF, count: (count + 7) / 8), of: count)
  }

  /// Says which of the next `entries` stay; bits behind them do not count.
  package func keep(_ bits: [UInt8], of entries: Int) {
    var staying = 0
    for index in bits.indices {
      let behind = Swift.max(0, (index + 1) * 8 - entries)
      staying += (bits[index] & (0xFF >> UInt8(behind))).nonzeroBitCount
    }
    kept.append((entries, staying, bits))
  }

  /// Adds the counts of the next entries that stay: Int64 in native byte order.
  package func append(numbers bytes: [UInt8]) {
    // SAFETY: any 8 bytes are an Int64, and the loads are checked to lie in the bytes.
    let bytes = unsafe bytes.span.bytes
    numbers.reserveCapacity(numbers.count + bytes.byteCount / 8)
    for start in stride(from: 0, to: bytes.byteCount, by: 8) {
      numbers.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: Int64.self))
    }
  }

  package var mostFrequent: Int { Int(numbers.max() ?? 0) }

  /// Calls `body` with the identifier of each entry that stays, in their order.
  @inline(__always)
  private func forEachKept(_ body: (Int) -> Void) {
    identifiers.withBytes(0..<identifiers.byteCount) { bytes in
      if identifierBytes == 4 {
        bytes.withElements(as: UInt32.self) { forEachKept($0, body) }
      } else {
        bytes.withElements(as: UInt64.self) { forEachKept($0, body) }
      }
    }
  }

  @inline(__always)
  private func forEachKept<Identifier: FixedWidthInteger>(
    _ identifiers: Span<Identifier>, _ body: (Int) -> Void
  ) {
    var next = 0
    for (count, _, bits) in kept {
      let bits = bits.span
      for index in 0..<count where bits[index >> 3] >> UInt8(index & 7) & 1 == 1 {
        body(Int(truncatingIfNeeded: identifiers[next + index]))
      }
      next += count
    }
  }

  package var identifiersInOrder: [Int] {
    var all: [Int] = []
    forEachKept { all.append($0) }
    return all
  }

  /// Local. The bits of this rank's records.
  package func keepBits(of recordCount: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (recordCount + 63) / 64)
    var span = words.mutableSpan
    forEachKept { span[$0 >> 6] |= 1 << UInt64($0 & 63) }
    return words
  }

  /// Local. The counts in the order of this rank's records.
  package func attached(to bits: [UInt64]) -> RecordList {
    let bits = RankedBits(bits)
    var sorted = [Int64](repeating: 0, count: count)
    var next = 0
    forEachKept { identifier in
      sorted[bits.rank(of: identifier)] = numbers[next]
      next += 1
    }
    var list = RecordList(width: 8)
    // SAFETY: only read, as bytes.
    list.append(copying: unsafe sorted.span.bytes)
    return list
  }
}

/// Local. Bits, and how many are set before each.
package struct RankedBits {
  package let words: [UInt64]
  /// Set bits before each word, and in all.
  private let before: [Int]

  package init(_ words: [UInt64]) {
    self.words = words
    before = words.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.nonzeroBitCount) }
  }

  /// How many bits before this one are set; it may be the one behind the last.
  package func rank(of index: Int) -> Int {
    guard index & 63 != 0 else { return before[index >> 6] }
    let lower = words[index >> 6] & ((1 << UInt64(index & 63)) - 1)
    return before[index >> 6] + lower.nonzeroBitCount
  }
}

extension DistinctEntries {
  /// The counts of all entries, in their order.
  func counts() -> [Int64] {
    let total = count
    return unsafe Array(unsafeUninitializedCapacity: total) { storage, initialized in
      // SAFETY: the storage has room for the counts of all entries, and all are written.
      if let base = storage.baseAddress {
        for part in 0..<parts {
          unsafe forEachChunk(of: part) { chunk, count in
            unsafe copyCounts(chunk, count: count, layout: layout, into: base + initialized)
            initialized += count
          }
        }
      }
    }
  }
}
