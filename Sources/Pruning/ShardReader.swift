import Planning
import ShardedArrays

/// Local. Reads a rank's part of the input piece by piece, column by column.
///
/// Columns that nobody asks for are not read.
final class ShardReader {
  private let source: any RecordSource
  private let widths: [Int]
  /// For each column, the piece that is being looked at.
  private var buffers: [RecordBuffer?]
  /// What reading has taken and brought so far.
  private(set) var seconds = 0.0
  private(set) var bytes = 0

  init(_ source: any RecordSource, layout: RecordLayout) {
    self.source = source
    widths = layout.widths
    buffers = Array(repeating: nil, count: widths.count)
  }

  /// Local. Calls `body` with pieces of the records in `ranges`, ascending global positions.
  ///
  /// - Parameters:
  ///   - columns: What each piece brings.
  ///   - most: Records of a piece, at most.
  ///   - goesOn: Asked before each piece; no more are read where it says no.
  ///   - body: May read other columns of its piece by ``load(_:first:count:)``.
  func forEachPiece(
    of ranges: [Range<Int>], columns: [Int], atMost most: Int = .max,
    while goesOn: () -> Bool = { true },
    _ body: (RecordBlock) throws(PruningError) -> Void
  ) throws(PruningError) {
    let width = columns.reduce(0) { $0 + widths[$1] }
    let pieceRecords = Swift.min(most, Swift.max(1, Plan.pieceBytes / Swift.max(1, width)))
    for range in ranges {
      for first in stride(from: range.lowerBound, to: range.upperBound, by: pieceRecords) {
        if !goesOn() { return }
        let count = Swift.min(pieceRecords, range.upperBound - first)
        var piece = [RecordBlock.Column?](repeating: nil, count: widths.count)
        for column in columns {
          piece[column] = try load(column, first: first, count: count)
        }
        try body(RecordBlock(count: count, columns: piece, positions: .from(first)))
      }
    }
  }

  /// Local. One column of some records; valid until the next call for the same column.
  func load(_ column: Int, first: Int, count: Int) throws(PruningError) -> RecordBlock.Column {
    let byteCount = count * widths[column]
    let buffer: RecordBuffer
    if let held = buffers[column], held.byteCount >= byteCount {
      buffer = held
    } else {
      buffer = RecordBuffer(byteCount: Swift.max(byteCount, Plan.pieceBytes))
    }
    buffers[column] = buffer
    let watch = Stopwatch()
    try buffer.withMutableBytes(0..<byteCount) { (bytes) throws(PruningError) in
      try source.read(column: column, first: first, count: count, into: &bytes)
    }
    seconds += watch.seconds
    bytes += byteCount
    return RecordBlock.Column(buffer)
  }
}
