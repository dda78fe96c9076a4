import PruneKernels
import ShardedArrays

/// Complete records at the start of a ``TextWindow``.
struct TextRecords {
  /// Bytes, counted from the start of the window, after each field of each record; at the end of a
  /// file whose last line has no end, one stands behind the text.
  var places: [UInt32] = []
  /// Where each record starts.
  var starts: [UInt32] = []
  /// How many records.
  var count = 0
  /// Of each.
  var fields = 1
  /// Where what follows them starts.
  var end = 0
  /// What is wrong with the record behind them, and where.
  var problem: (TextProblem, place: Int)?

  /// The field of a record; without the carriage return of its line's end.
  @inline(__always)
  func range(_ record: Int, _ column: Int, _ text: Span<UInt8>) -> Range<Int> {
    let place = record * fields + column
    let start = column == 0 ? Int(starts[record]) : Int(places[place - 1]) + 1
    var end = Int(places[place])
    if column == fields - 1, end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }
}

/// A stretch of a text file that starts with a record, with the places of its separators.
struct TextWindow {
  /// Where it starts in the file.
  private(set) var base: Int
  /// Bytes in it.
  private(set) var count = 0
  private var places: [UInt32] = []
  private var placeCount = 0
  private var buffer = RecordBuffer(byteCount: 0)
  private var separators: TextSeparators
  private var mistake: (TextSeparators.Mistake, place: Int)?
  /// Places that end a line.
  private var lineCount = 0
  private var isAtEnd = false
  private let lineLimit: Int

  init(delimiter: UInt8, base: Int, lineLimit: Int) {
    self.lineLimit = lineLimit
    separators = TextSeparators(delimiter: delimiter)
    self.base = base
  }

  func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    buffer.withBytes(0..<count) { $0.withElements(as: UInt8.self, body) }
  }

  /// Reads on.
  ///
  /// - Parameter isLast: The file ends at `end`.
  mutating func extend(
    to end: Int, of file: borrowing InputFile, isLast: Bool
  ) throws(ArrayFileError) {
    let start = count
    let wanted = end - base
    if buffer.byteCount < wanted {
      let larger = RecordBuffer(byteCount: start == 0 ? wanted : 2 * wanted)
      buffer.withBytes(0..<start) { old in
        larger.withMutableBytes(0..<start) { $0.copyBytes(from: old) }
      }
      buffer = larger
    }
    try file.read(into: buffer, start..<wanted, at: base + start)
    count = wanted
    // Room for a separator in every byte, and one behind the last.
    let room = placeCount + (wanted - start) + 1
    if places.count < room { places += repeatElement(0, count: room - places.count) }
    var found = placeCount
    var separators = self.separators
    let buffer = self.buffer
    var span = places.mutableSpan
    mistake = buffer.withBytes(0..<wanted) { text in
      separators.find(start..<wanted, of: text, into: &span, count: &found)
    }
    self.separators = separators
    lineCount += separators.lines
    isAtEnd = isLast
    let isEnded = withText { text in
      wanted == 0
        || (text[wanted - 1] == UInt8(ascii: "\n") && found > 0
          && Int(places[found - 1]) == wanted - 1)
    }
    if isLast, mistake == nil, separators.end != .inQuotes, !isEnded {
      places[found] = UInt32(wanted)
      found += 1
      lineCount += 1
    }
    placeCount = found
  }

  /// Finds the records that are complete. Empty lines are left out.
  ///
  /// - Parameters:
  ///   - fields: Of every record.
  ///   - limit: Records from here on are none of ours, and so are their mistakes.
  mutating func records(fields: Int, startingBefore limit: Int) -> TextRecords {
    var records =
      evenRecords(fields, before: limit) ?? recordsOneByOne(fields, before: limit)
    if records.problem == nil, records.end < limit {
      if let (mistake, place) = mistake {
        records.problem = (TextProblem(mistake), place)
      } else if isAtEnd, separators.end == .inQuotes {
        records.problem = (.openQuote, records.end)
      }
    }
    return records
  }

  /// Where every record has its fields, their places need only be counted; nil where that is not
  /// so.
  private func evenRecords(_ fields: Int, before limit: Int) -> TextRecords? {
    // One field may be an empty line. Longer lines than allowed are found one by one.
    guard fields > 1, placeCount >= lineCount * fields, placeCount < (lineCount + 1) * fields,
      count <= lineLimit
    else { return nil }
    let places = self.places
    let lineCount = self.lineCount
    // As many line ends as records, each at the end of one: none is in the middle.
    let starts = withText {
      PruneKernels.evenRecords($0, places: places.span, fields: fields, lines: lineCount)
    }
    guard let starts else { return nil }
    var records = TextRecords()
    records.fields = fields
    records.places = places
    records.count = starts.partitioningIndex { $0 >= limit }
    records.starts = starts
    if records.count > 0 {
      records.end = Swift.min(Int(places[records.count * fields - 1]) + 1, count)
    }
    return records
  }

  private func recordsOneByOne(_ fields: Int, before limit: Int) -> TextRecords {
    var records = TextRecords()
    records.fields = fields
    withText { text in
      var next = 0
      var start = 0
      while start < limit, start < count {
        var last = next
        while last < placeCount, Int(places[last]) != count,
          text[Int(places[last])] != UInt8(ascii: "\n")
        {
          last += 1
        }
        guard last < placeCount else { return }
        let end = Int(places[last])
        if end - start >= lineLimit {
          records.problem = (.tooLong(lineLimit), start)
          return
        }
        let found = last - next + 1
        let isEmpty =
          found == 1
          && (end == start || (end == start + 1 && text[start] == UInt8(ascii: "\r")))
        if !isEmpty {
          guard found == fields else {
            records.problem = (.fieldCount(found: found, expected: fields), start)
            return
          }
          records.starts.append(UInt32(start))
          records.places += places[next...last]
          records.count += 1
        }
        start = Swift.min(end + 1, count)
        records.end = start
        next = last + 1
      }
    }
    return records
  }

  /// Lets go of what lies before `end`, where records end.
  mutating func drop(_ end: Int) {
    guard end > 0 else { return }
    let left = count - end
    buffer.withMutableBytes(0..<count) { bytes in
      // SAFETY: both ranges lie inside the buffer; `copyMemory` takes ranges that overlap.
      unsafe bytes.withUnsafeMutableBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[end...])
        unsafe bytes.copyMemory(from: rest)
      }
    }
    base += end
    count = left
    // Separators of the record that has begun.
    var first = placeCount
    while first > 0, Int(places[first - 1]) >= end { first -= 1 }
    for index in first..<placeCount { places[index - first] = places[index] - UInt32(end) }
    placeCount -= first
    lineCount = 0
  }
}

extension [UInt32] {
  /// The first index whose element, and all behind it, are in `isBehind`.
  fileprivate func partitioningIndex(_ isBehind: (UInt32) -> Bool) -> Int {
    guard let last, isBehind(last) else { return count }
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension InputFile {
  /// Fills a part of a buffer with the bytes at `offset`.
  func read(
    into buffer: RecordBuffer, _ range: Range<Int>, at offset: Int
  ) throws(ArrayFileError) {
    try buffer.withMutableBytes(range) { (bytes) throws(ArrayFileError) in
      // SAFETY: the pointer covers the span and stays in the closure.
      try unsafe bytes.withUnsafeMutableBytes { bytes throws(ArrayFileError) in
        try unsafe read(into: bytes, at: offset)
      }
    }
  }
}
