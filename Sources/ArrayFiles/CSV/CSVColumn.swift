import PruneKernels
package import ShardedArrays

/// What a column of text holds, over all of its values.
package enum CSVKind: Int, Comparable, Sendable {
  /// Whole numbers of 64 bits, none missing.
  case integers
  /// Numbers; a missing one is NaN.
  case floats
  case text

  package static func < (a: CSVKind, b: CSVKind) -> Bool { a.rawValue < b.rawValue }
}

/// One column of one rank's records: numbers as long as all values are numbers.
///
/// Starts as integers; a value that is none makes floats of all, and one that is no number ends
/// them. What the column is on all ranks together is the largest kind of any.
package final class CSVColumn {
  package private(set) var kind = CSVKind.integers
  /// Int64 or Double by `kind`, 8 bytes each; meaningless for text.
  package private(set) var values: RecordList
  /// Bytes of the longest value as it stands there.
  package private(set) var longest = 0
  /// Where the record starts that has the first text.
  package private(set) var firstText: Int?

  private let store: RecordStore?

  /// - Parameter store: Where full buffers go; nil where they stay in memory.
  package init(in store: RecordStore? = nil) {
    self.store = store
    values = RecordList(growingOfWidth: 8, in: store)
  }

  /// Local. Adds the values of some records.
  ///
  /// - Parameter base: Where the text starts in the whole input, for ``firstText``.
  func add(_ column: Int, of records: TextRecords, in text: Span<UInt8>, base: Int) {
    let count = records.count
    let (starts, places) = (records.starts.span.extracting(0..<count), records.places.span)
    let field = TextField(column, of: records.fields)
    var longest = self.longest
    var next = 0
    if kind == .integers {
      values.append(upTo: count) { target in
        target.withMutableElements(as: Int64.self) { numbers in
          while next < count {
            next = field.integers(
              in: text, starts: starts, places: places, from: next, into: &numbers,
              longest: &longest)
            guard next < count else { break }
            let range = records.range(next, column, text)
            guard let number = NumberText.integer(text, trimmed(range, text)) else { break }
            longest = Swift.max(longest, range.count)
            numbers[next] = number
            next += 1
          }
        }
        return next
      }
      if next < count { becomeFloats() }
    }
    if kind == .floats {
      // The room is for all records, so that each has its place in it; those that were taken as
      // integers leave theirs empty, at the end.
      let start = next
      values.append(upTo: count) { target in
        target.withMutableElements(as: Double.self) { numbers in
          while next < count {
            next = field.decimals(
              in: text, starts: starts, places: places, from: next, into: &numbers,
              longest: &longest)
            guard next < count else { break }
            let range = records.range(next, column, text)
            guard let number = Self.number(text, trimmed(range, text)) else { break }
            longest = Swift.max(longest, range.count)
            numbers[next] = number
            next += 1
          }
          if start > 0 { for index in start..<next { numbers[index - start] = numbers[index] } }
        }
        return next - start
      }
      if next < count {
        kind = .text
        firstText = base + Int(records.starts[next])
        values = RecordList(growingOfWidth: 8, in: store)
      }
    }
    if kind == .text {
      while next < count {
        longest = Swift.max(longest, records.range(next, column, text).count)
        next += 1
      }
    }
    self.longest = longest
  }

  /// Local. The column as `kind`, which all ranks together have.
  package func become(_ kind: CSVKind) {
    if kind == .floats, self.kind == .integers { becomeFloats() }
    self.kind = Swift.max(kind, self.kind)
  }

  private func becomeFloats() {
    var floats = RecordList(growingOfWidth: 8, in: store)
    values.forEachRun { run in
      run.withElements(as: Int64.self) { integers in
        floats.append(upTo: integers.count) { target in
          target.withMutableElements(as: Double.self) { numbers in
            for index in integers.indices { numbers[index] = Double(integers[index]) }
          }
          return integers.count
        }
      }
    }
    values = floats
    kind = .floats
  }

  @inline(__always)
  private static func number(_ text: Span<UInt8>, _ field: Range<Int>) -> Double? {
    if let number = NumberText.decimal(text, field) { return number }
    if isMissing(text, field) { return .nan }
    return NumberText.special(text, field)
  }

  /// What pandas' `read_csv` takes for a missing value, and blanks.
  private static func isMissing(_ text: Span<UInt8>, _ field: Range<Int>) -> Bool {
    if field.isEmpty { return true }
    guard field.count <= 8 else { return false }
    return missing.contains(NumberText.string(text, field))
  }

  private static let missing: Set<String> = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
  ]
}

/// A field without quotes around it and without blanks at either end.
@inline(__always)
private func trimmed(_ field: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
  // Nearly every number starts and ends with a digit, a sign or a point.
  if let last = field.last, text[field.lowerBound] > UInt8(ascii: "\""),
    text[last] > UInt8(ascii: "\"")
  {
    return field
  }
  var (start, end) = { ($0.lowerBound, $0.upperBound) }(unquotedRange(field, text))
  while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
  while start < end, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
  return start..<end
}

/// A field without quotes around it; doubled ones inside are left.
@inline(__always)
func unquotedRange(_ field: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
  guard field.count >= 2, text[field.lowerBound] == UInt8(ascii: "\"") else { return field }
  return field.lowerBound + 1..<field.upperBound - 1
}
