package import ShardedArrays

// Whether a rank's range starts inside quotes: from where the rank before has stopped, or from the
// number of quotes before it.

// MARK: - Quotes

extension CSVParser {
  /// What one rank knows about the quotes in its range.
  package struct Quotes: Sendable, Hashable {
    /// The file in which the range ends; −1 for an empty range.
    package let file: Int
    /// Whether the range has all of this file before its end.
    package let isWhole: Bool
    /// Whether an odd number of quotes is in the range's part of this file.
    package let isOdd: Bool

    package init(file: Int, isWhole: Bool, isOdd: Bool) {
      (self.file, self.isWhole, self.isOdd) = (file, isWhole, isOdd)
    }
  }

  /// Local. Counts the quotes in the last file that `range` reaches.
  ///
  /// - Complexity: one read of that part.
  package static func quotes(
    in range: Range<Int>, of input: CSVInput
  ) throws(ArrayFileError) -> Quotes {
    var last: (Int, Range<Int>)?
    for (index, part) in input.partition.owners(of: range) { last = (index, part) }
    guard let (index, bytes) = last else { return Quotes(file: -1, isWhole: false, isOdd: false) }
    let part = input.parts[index]
    let first = input.partition.boundaries[index]
    let start = bytes.lowerBound - first + part.dataStart
    let isEnd = bytes.upperBound == input.partition.boundaries[index + 1]
    var number = 0
    // Behind the end of a file nobody asks.
    if !isEnd {
      let file = try InputFile(part.path)
      number = try count(UInt8(ascii: "\""), in: file, start..<start + bytes.count)
    }
    return Quotes(file: index, isWhole: bytes.lowerBound == first, isOdd: number % 2 == 1)
  }

  /// Pure. Whether a range starts inside quotes, from what the ranks before it have counted.
  package static func startsInQuotes(
    _ range: Range<Int>, of input: CSVInput, before: [Quotes]
  ) -> Bool {
    var file: Int?
    for (index, _) in input.partition.owners(of: range) where file == nil { file = index }
    guard let file, range.lowerBound > input.partition.boundaries[file] else { return false }
    var isOdd = false
    for quotes in before.reversed() where quotes.file >= 0 {
      if quotes.file != file { break }
      if quotes.isOdd { isOdd.toggle() }
      if quotes.isWhole { break }
    }
    return isOdd
  }
}

// MARK: - Ranges of several ranks

extension CSVParser {
  /// What one rank has met that took its range for one that does not start inside quotes.
  package struct Bounds: Sendable, Hashable {
    /// Where its first record starts, and the one behind its last; −1 where there was none.
    package let first: Int
    package let end: Int
    /// Whether it has met a mistake: where it would have gone on is not known.
    package let hasFailed: Bool

    package init(first: Int, end: Int, hasFailed: Bool) {
      (self.first, self.end, self.hasFailed) = (first, end, hasFailed)
    }
  }

  /// Pure. Whether all ranks have started where a record does, up to the first that has met a
  /// mistake: each one where the one before has stopped.
  package static func haveStartedRight(_ ranks: [Bounds], of partition: Partition) -> Bool {
    var next = 0
    for (rank, bounds) in ranks.enumerated() where !partition.range(of: rank).isEmpty {
      let expected = next < partition.boundaries[rank + 1] ? next : -1
      guard bounds.first == expected else { return false }
      if bounds.hasFailed { return true }
      if bounds.first >= 0 { next = bounds.end }
    }
    return true
  }
}
