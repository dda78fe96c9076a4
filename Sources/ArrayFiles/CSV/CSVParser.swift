import PruneKernels
package import ShardedArrays

/// Local. Reads one rank's records of a ``CSVInput``.
///
/// The input is split by bytes: a rank has the records whose first byte is in its range, and reads
/// on to the end of the last one. Whether its range starts inside quotes follows from where the
/// rank before has stopped (``haveStartedRight(_:of:)``); else from the number of quotes before it
/// (``startsInQuotes(_:of:before:)``), as in text without mistakes quotes come in pairs. The first
/// mistake in order is met by the rank that has its record, which has started right.
package struct CSVParser {
  /// Longer lines are refused.
  package static let lineLimit = 8 << 20
  /// Read at a time; fits in a second-level cache together with the places of separators.
  private static let pieceBytes = 256 << 10

  package enum Work {
    /// Every line's place, and the values of these columns as numbers.
    case numbers(columns: [Int])
    /// The values of these columns as text of at most so many bytes.
    case texts([(column: Int, width: Int)])
    /// Only how many there are.
    case count
  }

  package let input: CSVInput
  private let store: RecordStore?
  private let lineLimit: Int
  private let columns: [Int]
  private let hasPlaces: Bool
  /// Records that were read of each file.
  package private(set) var recordCounts: [Int]
  /// Where the first record that was read starts, and where the one behind the last does, behind
  /// the headers; nil where there was none.
  package private(set) var first: Int?
  package private(set) var end: Int?
  /// As ``CSVInput/linePlaces`` says, for ``Work/numbers(columns:)``.
  package private(set) var lines: RecordList
  /// In the order asked for.
  package let numbers: [CSVColumn]
  /// In the order asked for; each record has its bytes, then a 1, then zeros: no two values are
  /// equal unless their bytes are.
  package private(set) var texts: [RecordList]

  /// - Parameters:
  ///   - store: Where full buffers go; nil where they stay in memory.
  ///   - lineLimit: Longer lines are refused, too.
  package init(
    _ input: CSVInput, _ work: Work, in store: RecordStore? = nil, lineLimit: Int = Self.lineLimit
  ) {
    self.input = input
    recordCounts = input.parts.map { _ in 0 }
    self.store = store
    self.lineLimit = Swift.min(lineLimit, Self.lineLimit)
    lines = RecordList(width: input.linePlaces.width, in: store)
    switch work {
    case .numbers(let columns):
      self.columns = columns
      numbers = columns.map { _ in CSVColumn(in: store) }
      texts = []
      hasPlaces = true
    case .texts(let wanted):
      columns = wanted.map(\.column)
      numbers = []
      texts = wanted.map { RecordList(width: $0.width + 1, in: store) }
      hasPlaces = false
    case .count:
      (columns, numbers, texts, hasPlaces) = ([], [], [], false)
    }
  }

  /// Local. Reads the records that start in `range`, counted behind the headers.
  ///
  /// - Parameter startsInQuotes: Of the first byte.
  /// - Throws: ``ArrayFileError``; for a line with a mistake, the first such record in the range.
  /// - Complexity: one read of the range; memory for the line places and values, about 1.5 MiB
  ///   besides, and where a line is longer than 256 KiB five times its length.
  package mutating func read(
    _ range: Range<Int>, startsInQuotes: Bool
  ) throws(ArrayFileError) {
    var inQuotes = startsInQuotes
    for (index, part) in input.partition.owners(of: range) {
      let first = input.partition.boundaries[index]
      let start = input.parts[index].dataStart
      try read(
        fileOf: index, part.lowerBound - first + start..<part.upperBound - first + start,
        inQuotes: inQuotes)
      inQuotes = false
    }
  }

  // MARK: one file

  private mutating func read(
    fileOf index: Int, _ range: Range<Int>, inQuotes: Bool
  ) throws(ArrayFileError) {
    let part = input.parts[index]
    let file = try InputFile(part.path)
    guard
      let base = try firstRecord(of: file, part, range, inQuotes: inQuotes)
    else { return }
    var window = TextWindow(delimiter: input.delimiter, base: base, lineLimit: lineLimit)
    // Global places count behind the headers.
    let shift = input.partition.boundaries[index] - part.dataStart
    if first == nil { first = base + shift }
    while window.base < range.upperBound {
      // Behind the range only the end of the last record is wanted.
      let isInside = window.base + window.count < range.upperBound
      let step = isInside ? Self.pieceBytes : 4096
      let end = Swift.min(window.base + window.count + step, part.size)
      try window.extend(to: end, of: file, isLast: end == part.size)
      let (done, problem) = take(
        &window, fileOf: index, before: range.upperBound - window.base, shift: shift)
      self.end = window.base + done + shift
      if let (problem, place) = problem {
        throw .text(
          path: part.path, line: try lineNumber(of: window.base + place, in: file), problem)
      }
      if end == part.size { return }
      window.drop(done)
      if window.count > lineLimit {
        throw .text(
          path: part.path, line: try lineNumber(of: window.base, in: file), .tooLong(lineLimit))
      }
      // Whoever gave the store looks what is wrong.
      if store?.failure != nil { return }
    }
  }

  /// Where the first record of the range starts; nil where none does.
  private func firstRecord(
    of file: borrowing InputFile, _ part: CSVInput.Part, _ range: Range<Int>, inQuotes: Bool
  ) throws(ArrayFileError) -> Int? {
    if range.lowerBound == part.dataStart { return range.lowerBound }
    var isQuoted = inQuotes
    var start = range.lowerBound - 1
    while start < range.upperBound {
      let bytes = try file.bytes(
        at: start, count: Swift.min(64 << 10, range.upperBound - start))
      for (index, byte) in bytes.enumerated() {
        let place = start + index
        // The quotes before the range are counted already.
        if byte == UInt8(ascii: "\""), place >= range.lowerBound { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n"), !isQuoted { return place + 1 }
      }
      start += bytes.count
    }
    return nil
  }

  /// - Complexity: reads the file up to there.
  private func lineNumber(
    of place: Int, in file: borrowing InputFile
  ) throws(ArrayFileError) -> Int {
    try 1 + count(UInt8(ascii: "\n"), in: file, 0..<place)
  }

  // MARK: many records

  /// Adds the complete records that start before `limit`. They are let go of here: the window
  /// changes the places that they share with it.
  private mutating func take(
    _ window: inout TextWindow, fileOf index: Int, before limit: Int, shift: Int
  ) -> (end: Int, problem: (TextProblem, place: Int)?) {
    let records = window.records(fields: input.names.count, startingBefore: limit)
    recordCounts[index] += records.count
    add(records, of: window, shift: shift)
    return (records.end, records.problem)
  }

  private mutating func add(_ records: TextRecords, of window: TextWindow, shift: Int) {
    guard records.count > 0 else { return }
    let base = window.base + shift
    if hasPlaces {
      let end = window.count
      let places = input.linePlaces
      lines.append(upTo: records.count) { target in
        target.withMutableElements(as: UInt64.self) { words in
          for record in 0..<records.count {
            let start = Int(records.starts[record])
            let last = Int(records.places[(record + 1) * records.fields - 1])
            places.set(
              record, of: &words, start: base + start, length: Swift.min(last + 1, end) - start)
          }
        }
        return records.count
      }
    }
    for (index, column) in columns.enumerated() {
      window.withText { text in
        if texts.isEmpty {
          numbers[index].add(column, of: records, in: text, base: base)
        } else {
          texts[index].appendKeys(column, of: records, in: text)
        }
      }
    }
  }
}

extension RecordList {
  /// Local. Adds one field of each record as text: its bytes, a 1, and zeros up to the width.
  fileprivate mutating func appendKeys(
    _ column: Int, of records: TextRecords, in text: Span<UInt8>
  ) {
    let width = self.width
    append(upTo: records.count) { target in
      target.withMutableElements(as: UInt8.self) { keys in
        for record in 0..<records.count {
          let whole = records.range(record, column, text)
          let field = unquotedRange(whole, text)
          let isQuoted = field.lowerBound > whole.lowerBound
          var next = record * width
          let end = next + width
          var isSecond = false
          for place in field where next < end - 1 {
            isSecond = isQuoted && text[place] == UInt8(ascii: "\"") && !isSecond
            if isSecond { continue }
            keys[next] = text[place]
            next += 1
          }
          keys[next] = 1
          next += 1
          while next < end {
            keys[next] = 0
            next += 1
          }
        }
      }
      return records.count
    }
  }
}

extension CSVInput {
  /// Local. That a column holds text, where numbers are wanted.
  ///
  /// - Parameter place: Of the record with the first text, behind the headers.
  /// - Complexity: one read of the file up to there.
  package func textColumn(_ name: String, firstText place: Int) -> ArrayFileError {
    var found: (index: Int, range: Range<Int>)?
    for (index, range) in partition.owners(of: place..<place + 1) { found = (index, range) }
    guard let found else { return .malformedMessage(what: "place of a line") }
    let part = parts[found.index]
    do throws(ArrayFileError) {
      let file = try InputFile(part.path)
      let end = place - partition.boundaries[found.index] + part.dataStart
      let line = 1 + (try count(UInt8(ascii: "\n"), in: file, 0..<end))
      return .textColumn(path: part.path, line: line, name: name)
    } catch {
      return error
    }
  }
}

/// Local. How many bytes in a range of a file are `byte`.
func count(
  _ byte: UInt8, in file: borrowing InputFile, _ range: Range<Int>
) throws(ArrayFileError) -> Int {
  let step = 256 << 10
  let buffer = RecordBuffer(byteCount: Swift.min(step, range.count))
  var found = 0
  for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
    let count = Swift.min(step, range.upperBound - start)
    try file.read(into: buffer, 0..<count, at: start)
    found += buffer.withBytes(0..<count) { countBytes(equalTo: byte, in: $0) }
  }
  return found
}
