import PruneKernels
import ShardedArrays

/// Where the elements of all keys go in one record's key bytes: each aligned to its width.
package struct KeyForm: Hashable {
  package struct Column: Hashable {
    package var elementType: ElementType
    package var length: Int
    package var offset: Int
  }

  package let columns: [Column]
  package let byteCount: Int

  package init(_ keys: [Key], in layout: RecordLayout) {
    self.init(
      keys.map { key in
        switch key {
        case .value(let expression): (expression.elementType, 1)
        case .field(let index): (layout.fields[index].elementType, layout.fields[index].count)
        }
      })
  }

  package init(_ elements: [(type: ElementType, length: Int)]) {
    var columns: [Column] = []
    var next = 0
    for (type, length) in elements {
      let width = type.byteCount
      next = (next + width - 1) / width * width
      columns.append(Column(elementType: type, length: length, offset: next))
      next += length * width
    }
    self.columns = columns
    byteCount = next
  }

  /// The hash stands for the key.
  package var isPacked: Bool { byteCount <= 8 }
  /// A table of all values there can be is small.
  package var isTabled: Bool { byteCount <= 2 }
  package var keyWords: Int { isPacked ? 0 : (byteCount + 7) / 8 }
  /// A hash, and the key where the hash does not stand for it.
  package var rowBytes: Int { 8 + 8 * keyWords }
  package var hasFloats: Bool { columns.contains { $0.elementType.isFloat } }
}

/// Local. Keys of a few records at a time as rows: the key's bits, then, in their place, its hash;
/// or the hash and the key behind it.
struct KeyRows {
  let form: KeyForm
  /// Records at a time: about half a first-level cache of rows.
  let capacity: Int
  private let rows: RecordBuffer
  private let flags: RecordBuffer

  init(_ form: KeyForm) {
    self.form = form
    capacity = Swift.max(16, Swift.min(2048, (16 << 10) / form.rowBytes))
    rows = RecordBuffer(byteCount: capacity * form.rowBytes)
    flags = RecordBuffer(byteCount: capacity)
  }

  static func byteCount(_ form: KeyForm) -> Int {
    let rows = KeyRows(form)
    return rows.rows.byteCount + rows.flags.byteCount
  }

  /// Local. Places the keys of `range` of the block's records, not hashed yet.
  ///
  /// - Returns: Whether a key has a NaN.
  func place(_ block: KeyBlock, _ range: Range<Int>) -> Bool {
    let count = range.count
    precondition(count <= capacity, "\(count) records in rows for \(capacity)")
    return rows.withMutableBytes(0..<count * form.rowBytes) { rows in
      // What lies between elements has to be zero; elements of 8 bytes leave nothing between.
      if form.byteCount % 8 != 0 || form.columns.count > 1 { rows.zero() }
      if form.byteCount == 0 { rows.zero() }
      return flags.withMutableBytes(0..<count) { flags in
        if form.hasFloats { flags.zero() }
        return flags.withMutableElements(as: UInt8.self) { flags in
          var found = false
          for index in form.columns.indices {
            if place(column: index, of: block, range, into: &rows, &flags) { found = true }
          }
          return found
        }
      }
    }
  }

  private func place(
    column index: Int, of block: KeyBlock, _ range: Range<Int>, into rows: inout MutableRawSpan,
    _ nan: inout MutableSpan<UInt8>
  ) -> Bool {
    let column = form.columns[index]
    precondition(
      block.columns[index].elementType == column.elementType
        && block.columns[index].length == column.length,
      "a key of \(block.columns[index].length) \(block.columns[index].elementType)")
    return switch column.elementType.byteCount {
    case 1: place(UInt8.self, index, block, range, &rows, &nan)
    case 2: place(UInt16.self, index, block, range, &rows, &nan)
    case 4: place(UInt32.self, index, block, range, &rows, &nan)
    default: place(UInt64.self, index, block, range, &rows, &nan)
    }
  }

  @inline(__always)
  private func place<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ type: Bits.Type, _ index: Int, _ block: KeyBlock, _ range: Range<Int>,
    _ rows: inout MutableRawSpan, _ nan: inout MutableSpan<UInt8>
  ) -> Bool {
    let column = form.columns[index]
    return block.withColumn(index, as: type) { values in
      placeKeys(
        values.extracting(range.lowerBound * column.length..<range.upperBound * column.length),
        length: column.length, areFloats: column.elementType.isFloat, into: &rows,
        stride: form.rowBytes, offset: column.offset + (form.isPacked ? 0 : 8), nan: &nan)
    }
  }

  /// Local. Hashes the first `count` rows.
  func hash(_ count: Int) {
    rows.withMutableBytes(0..<count * form.rowBytes) { rows in
      rows.withMutableElements(as: UInt64.self) { words in
        if form.isPacked {
          mixWords(&words)
        } else {
          hashRows(&words, wordCount: form.keyWords)
        }
      }
    }
  }

  /// Local. The stretches of the first `count` records that are without NaN, or all of them.
  func stretches(_ count: Int, withoutNaN: Bool) -> [Range<Int>] {
    guard withoutNaN else { return [0..<count] }
    return flags.withBytes(0..<count) { flags in
      flags.withElements(as: UInt8.self) { flags in
        var stretches: [Range<Int>] = []
        var start = 0
        for index in 0...count where index == count || flags[index] != 0 {
          if index > start { stretches.append(start..<index) }
          start = index + 1
        }
        return stretches
      }
    }
  }

  func withRows(_ range: Range<Int>, _ body: (RawSpan) -> Void) {
    rows.withBytes(range.lowerBound * form.rowBytes..<range.upperBound * form.rowBytes, body)
  }
}
