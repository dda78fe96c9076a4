import PruneKernels
import ShardedArrays

/// Local. Takes this rank's records block by block and leaves one of each value.
final class LocalRepeats {
  let entries: DistinctEntries
  /// Records that are worked on, and those that have a NaN in a key and are not.
  private(set) var recordCount = 0
  private(set) var nanCount = 0
  private let rows: KeyRows
  private let keepsNaN: Bool
  private var table: ValueTable?

  /// - Parameters:
  ///   - held: Which of so many equal shares of all hashes; entries lie in order of them.
  ///   - count: Records that come.
  init(
    _ form: KeyForm, keepsLast: Bool, counts: Bool, keepsNaN: Bool,
    held: Range<Int>, of shares: Int, count: Int
  ) {
    rows = KeyRows(form)
    self.keepsNaN = keepsNaN
    table = form.isTabled ? ValueTable(form, keepsLast: keepsLast, counts: counts) : nil
    let layout = EntryLayout(identifiers: count, hasCount: counts, keyWords: form.keyWords)
    let expected = Self.expectedEntries(form, records: count)
    entries = DistinctEntries(
      layout, keepsLast: keepsLast, held: held, of: shares,
      expected: expected / (shares / held.count),
      pool: EntryPool(stride: layout.stride, expected: expected / (shares / held.count)))
  }

  /// The most entries that are added for so many records.
  static func expectedEntries(_ form: KeyForm, records: Int) -> Int {
    form.isTabled ? Swift.min(records, ValueTable.slots(form)) : records
  }

  func add(_ block: KeyBlock) {
    for start in stride(from: 0, to: block.count, by: rows.capacity) {
      let range = start..<Swift.min(start + rows.capacity, block.count)
      let hasNaN = rows.place(block, range)
      if table == nil { rows.hash(range.count) }
      let stretches = rows.stretches(range.count, withoutNaN: hasNaN && !keepsNaN)
      var taken = 0
      for stretch in stretches {
        let first = block.first + range.lowerBound + stretch.lowerBound
        rows.withRows(stretch) { rows in
          if table != nil {
            table?.add(rows, firstIdentifier: first)
          } else {
            entries.add(rows, count: stretch.count, hasCount: false, firstIdentifier: first)
          }
        }
        taken += stretch.count
      }
      recordCount += taken
      nanCount += range.count - taken
    }
  }

  /// Afterwards ``entries`` has one entry of each value.
  func finish() {
    table?.empty(into: entries)
    table = nil
    entries.finish()
  }
}

/// Local. All values that a key of one or two bytes can have.
struct ValueTable {
  private let form: KeyForm
  private let keepsLast: Bool
  private let counts: Bool
  /// The record of each value, -1 for none, and how many it stands for.
  private var identifiers: [Int]
  private var numbers: [Int64]

  static func slots(_ form: KeyForm) -> Int { form.byteCount <= 1 ? 1 << 8 : 1 << 16 }

  static func byteCount(_ form: KeyForm, counts: Bool) -> Int {
    form.isTabled ? slots(form) * (counts ? 16 : 8) : 0
  }

  init(_ form: KeyForm, keepsLast: Bool, counts: Bool) {
    self.form = form
    self.keepsLast = keepsLast
    self.counts = counts
    identifiers = Array(repeating: -1, count: Self.slots(form))
    numbers = counts ? Array(repeating: 0, count: Self.slots(form)) : []
  }

  mutating func add(_ rows: RawSpan, firstIdentifier: Int) {
    let (keepsLast, counts) = (keepsLast, counts)
    rows.withElements(as: UInt64.self) { words in
      var found = identifiers.mutableSpan
      for index in words.indices {
        let value = Int(truncatingIfNeeded: UInt64(littleEndian: words[index]))
        if keepsLast || found[value] < 0 { found[value] = firstIdentifier + index }
      }
      guard counts else { return }
      var numbers = numbers.mutableSpan
      for index in words.indices {
        numbers[Int(truncatingIfNeeded: UInt64(littleEndian: words[index]))] += 1
      }
    }
  }

  /// Adds the values that occurred.
  func empty(into entries: DistinctEntries) {
    for value in identifiers.indices where identifiers[value] >= 0 {
      let hash = mix64(UInt64(value).littleEndian)
      let row = counts ? [hash, UInt64(bitPattern: numbers[value])] : [hash]
      // SAFETY: only read, as bytes.
      entries.add(
        unsafe row.span.bytes, count: 1, hasCount: counts, firstIdentifier: identifiers[value])
    }
  }
}
