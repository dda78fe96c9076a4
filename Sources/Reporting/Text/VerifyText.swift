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
    let words = Wording(unicode: false)
    self.init(
      type: found.layout.map { words.type($0.fields.map(JSONReport.Field.init)) }
        ?? words.type(report.input), records: found.records,
      digest: found.digest, files: found.files.map { ($0.path, $0.records) }, report: report)
  }

  package init(
    elementType: ElementType, byteOrder: ByteOrder, records: Int, digest: String,
    files: [(path: String, records: Int)], report: JSONReport
  ) {
    self.init(
      type: Wording(unicode: false).type(elementType, byteOrder), records: records,
      digest: digest, files: files, report: report)
  }

  /// - Parameter files: Path and number of records, in the order of the records.
  private init(
    type: String, records: Int, digest: String, files: [(path: String, records: Int)],
    report: JSONReport
  ) {
    let words = Wording(unicode: false)
    self.words = words
    self.records = records
    self.digest = digest
    // The columns of an HDF5 file are in one.
    paths = files.map(\.path).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }

    let reported = report.output.files.filter { $0.role == .survivors }
    var pairs = [
      ("type", words.type(report.input), type),
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

  /// Of a reported input; reports from before 0.2 have no fields.
  func type(_ input: JSONReport.Input) -> String {
    if let fields = input.fields { return type(fields) }
    guard let type = input.elementType, let order = input.byteOrder else { return "unknown" }
    return self.type(type, order)
  }

  /// As ``type(_:_:)`` for a plain array; `t int64, little-endian; v float64, little-endian`.
  func type(_ fields: [JSONReport.Field]) -> String {
    let types = fields.map { field in
      type(field.elementType, field.byteOrder)
        + (field.shape.isEmpty ? "" : ", shape \(shape(field.shape))")
    }
    if fields.count == 1 { return types[0] }
    return zip(fields, types).map { "\(visible($0.name)) \($1)" }.joined(separator: "; ")
  }

  func records(_ value: Int) -> String { count(value, "record") }
}
