import ArrayFiles
import PruneKernels
import ShardedArrays

/// Where one column of this rank's records goes: into an output, into the digest, or into both;
/// front to back.
final class ColumnSink {
  /// Bytes at a time: digested and handed to the system while they are in cache.
  private static let pieceBytes = 256 << 10

  let role: OutputOutcome.Role
  /// Which of the role's columns.
  let column: Int
  private var writer: ArrayWriter?
  /// In bytes of the whole column: what comes next, and behind this rank's last.
  private var next: Int
  private let end: Int
  /// Of the survivors: where the column begins in what is digested.
  private let digestedFrom: Int?
  private(set) var digest = DigestPart()
  /// Bytes that went into the output.
  private(set) var written = 0

  /// - Parameters:
  ///   - column: Of what a run holds for this role.
  ///   - array: nil where the records are only digested.
  ///   - arrayColumn: Of the array; `column` where it is not said.
  ///   - bytes: This rank's, in the whole column.
  init(
    _ role: OutputOutcome.Role, column: Int, of array: StagedArray?, arrayColumn: Int? = nil,
    bytes: Range<Int>, digestedFrom: Int?
  ) {
    self.role = role
    self.column = column
    if let array { writer = ArrayWriter(array, column: arrayColumn ?? column) }
    (next, end) = (bytes.lowerBound, bytes.upperBound)
    self.digestedFrom = digestedFrom
  }

  /// Local. Takes all records of `list`.
  func write(_ list: RecordList, _ agreement: Agreement) throws(PruningError) {
    try list.forEachRun { (run) throws(PruningError) in
      for start in stride(from: 0, to: run.byteCount, by: Self.pieceBytes) {
        let piece = run.extracting(start..<Swift.min(start + Self.pieceBytes, run.byteCount))
        precondition(piece.byteCount <= end - next, "\(role): more records than were counted")
        if let digestedFrom { digest.add(piece, at: digestedFrom + next) }
        if writer != nil {
          try file { () throws(ArrayFileError) in try writer?.write(piece, atByte: next) }
          written += piece.byteCount
        }
        next += piece.byteCount
        try agreement.throwIfInterrupted()
      }
    }
  }

  /// Local. What was written is then on the device.
  func finish() throws(PruningError) {
    if writer != nil { try file { () throws(ArrayFileError) in try writer?.finish() } }
  }
}
