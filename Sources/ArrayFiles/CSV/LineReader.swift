import PruneKernels
package import ShardedArrays

/// Reads lines of a ``CSVInput`` by their places, many at a time, for them to be written again.
package final class LineReader {
  private let reader: PartsReader
  private let places: LinePlaces
  /// What is read at once, and what has been gathered of it.
  private let window = RecordBuffer(byteCount: windowBytes)
  private let gathered = RecordBuffer(byteCount: gatheredBytes)
  private var gatheredCount = 0

  private static let windowBytes = 1 << 20
  /// A call for a line by itself costs as much as the copy of so many bytes before it.
  private static let gapBytes = 16 << 10
  private static let gatheredBytes = 256 << 10

  package init(_ input: CSVInput) {
    places = input.linePlaces
    reader = PartsReader(
      input.parts.map {
        .init(
          path: $0.path, storage: .plain(offset: $0.dataStart), byteCount: $0.size - $0.dataStart)
      })
  }

  /// Local. Calls `body` with the bytes of these lines, in order, in pieces.
  ///
  /// - Parameters:
  ///   - lines: Their places, ascending, as ``CSVInput/linePlaces`` says.
  ///   - body: Gets pieces of any length.
  ///   - fail: Makes a failure of one to read.
  /// - Complexity: Lines that lie close together are read together with what is between them, where
  ///   that is at most 16 KiB; one `pread` each of the others.
  package func read<Failure: Error>(
    _ lines: RecordList, fail: (ArrayFileError) -> Failure,
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    var ahead = LinesAhead()
    try places.forEach(in: lines) { (start, length) throws(Failure) in
      if !ahead.takes(start, length, within: Self.windowBytes, gap: Self.gapBytes) {
        try flush(&ahead, fail, body)
      }
      ahead.add(start, length)
    }
    try flush(&ahead, fail, body)
    try emit(body)
  }

  /// Local. Calls `body` with the bytes of the input in `range`, in order, in pieces.
  package func readAll<Failure: Error>(
    _ range: Range<Int>, fail: (ArrayFileError) -> Failure,
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.windowBytes) {
      let piece = start..<Swift.min(start + Self.windowBytes, range.upperBound)
      try fill(piece, fail)
      try window.withBytes(0..<piece.count, body)
    }
  }

  private func flush<Failure: Error>(
    _ ahead: inout LinesAhead, _ fail: (ArrayFileError) -> Failure,
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    guard let span = ahead.span else { return }
    if span.count <= Self.windowBytes {
      try fill(span, fail)
      for line in ahead.lines {
        try window.withBytes(
          line.lowerBound - span.lowerBound..<line.upperBound - span.lowerBound
        ) { (bytes) throws(Failure) in try gather(bytes, body) }
      }
    } else {
      for line in ahead.lines {
        for start in stride(from: line.lowerBound, to: line.upperBound, by: Self.windowBytes) {
          let piece = start..<Swift.min(start + Self.windowBytes, line.upperBound)
          try fill(piece, fail)
          try window.withBytes(0..<piece.count) { (bytes) throws(Failure) in
            try gather(bytes, body)
          }
        }
      }
    }
    ahead = LinesAhead()
  }

  private func fill<Failure: Error>(
    _ range: Range<Int>, _ fail: (ArrayFileError) -> Failure
  ) throws(Failure) {
    do throws(ArrayFileError) {
      try window.withMutableBytes(0..<range.count) {
        (bytes) throws(ArrayFileError) in try reader.read(range, into: &bytes)
      }
    } catch {
      throw fail(error)
    }
  }

  /// Puts bytes behind those that wait to be given away.
  private func gather<Failure: Error>(
    _ bytes: RawSpan, _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    if gatheredCount + bytes.byteCount > Self.gatheredBytes { try emit(body) }
    if bytes.byteCount > Self.gatheredBytes { return try body(bytes) }
    gathered.withMutableBytes(gatheredCount..<gatheredCount + bytes.byteCount) {
      $0.copyBytes(from: bytes)
    }
    gatheredCount += bytes.byteCount
  }

  private func emit<Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    guard gatheredCount > 0 else { return }
    try gathered.withBytes(0..<gatheredCount, body)
    gatheredCount = 0
  }
}

/// Lines that will be read together.
private struct LinesAhead {
  /// Neighbours as one.
  private(set) var lines: [Range<Int>] = []

  var span: Range<Int>? {
    lines.first.map { $0.lowerBound..<lines[lines.count - 1].upperBound }
  }

  /// Whether a line may join: all stay within so many bytes of the input, and it is near the last.
  func takes(_ start: Int, _ length: Int, within limit: Int, gap: Int) -> Bool {
    span.map { start + length - $0.lowerBound <= limit && start - $0.upperBound <= gap } ?? true
  }

  mutating func add(_ start: Int, _ length: Int) {
    if let last = lines.last, last.upperBound == start {
      lines[lines.count - 1] = last.lowerBound..<start + length
    } else {
      lines.append(start..<start + length)
    }
  }
}
