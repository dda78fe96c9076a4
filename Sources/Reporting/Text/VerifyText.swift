import Pruning
import ShardedArrays

/// The page of `prune-mpi verify`: an output compared with the report of the run that wrote it.
public struct VerifyText {
  /// One figure that is not as reported.
  private struct Difference {
    var what: String
    var expected: String
    var found: String
  }

  private let paths: [String]
  private let records: Int
  private let digest: String
  private let differences: [Difference]
  private let words: Wording

  /// Whether the output is what its report says.
  public var matches: Bool { differences.isEmpty }

  public init(_ found: Verification, report: JSONReport) {
    self.init(
      elementType: found.elementType, byteOrder: found.byteOrder, records: found.records,
      digest: found.digest, files: found.files.map { ($0.path, $0.records) }, report: report)
  }

  /// - Parameter files: Path and number of records, in the order of the records.
  package init(
    elementType: ElementType, byteOrder: ByteOrder, records: Int, digest: String,
    files: [(path: String, records: Int)], report: JSONReport
  ) {
    let words = Wording(unicode: false)
    self.words = words
    self.records = records
    self.digest = digest
    paths = files.map(\.path)

    let reported = report.output.files.filter { $0.role == .survivors }
    var pairs = [
      (
        "type", words.type(report.input.elementType, report.input.byteOrder),
        words.type(elementType, byteOrder)
      ),
      ("records", words.count(report.records.survived), words.count(records)),
      ("digest", report.output.digest, digest),
      ("files", words.count(reported.count), words.count(files.count)),
    ]
    if reported.count == files.count && files.count > 1 {
      pairs += zip(reported, files).map { expected, found in
        (words.visible(found.path), words.records(expected.records), words.records(found.records))
      }
    }
    differences = pairs.filter { $0.1 != $0.2 }
      .map { Difference(what: $0.0, expected: $0.1, found: $0.2) }
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    let place = words.place(paths)
    guard !matches else {
      return "\(place): as reported, \(words.records(records)), digest \(digest)"
    }
    let shown = differences.prefix(12)
    let rows = shown.map { [$0.what, $0.expected, $0.found] }
    let hidden = differences.count - shown.count
    let lines =
      ["\(place): not as reported"]
      + Layout.table([["", "expected", "found"]] + rows, [.left, .left, .left])
      + (hidden > 0 ? ["  and \(words.count(hidden, "more file"))"] : [])
    return lines.joined(separator: "\n")
  }
}

extension Wording {
  /// `float64, little-endian`; a type of one byte has no order.
  func type(_ type: ElementType, _ order: ByteOrder) -> String {
    type.rawValue + (type.byteCount > 1 ? ", \(order.rawValue)-endian" : "")
  }

  func records(_ value: Int) -> String { count(value, "record") }
}
