import Pruning
import ShardedArrays

/// The report as a page for people: at most ``Layout/width`` columns, some 45 lines, no color.
///
/// It words the figures of ``JSONReport`` and computes none of its own, so the two agree.
public struct TextReport {
  let report: JSONReport
  let words: Wording

  /// - Parameter unicode: Whether bars, `µ` and `×` can be shown; if not, ASCII stands in.
  public init(_ outcome: RunOutcome, unicode: Bool) {
    self.init(JSONReport(outcome), unicode: unicode)
  }

  package init(_ report: JSONReport, unicode: Bool) {
    self.report = report
    words = Wording(unicode: unicode)
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    [whatRan, keptAndDropped, phases, perRank, effect, balance, costs, written]
      .filter { !$0.isEmpty }
      .map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  var survived: Int { report.records.survived }
  var isParallel: Bool { report.ranks > 1 }
}

// What ran, and what it kept.
extension TextReport {
  private var whatRan: [String] {
    let ranks = words.count(report.ranks, "rank")
    let title = "prune-mpi \(words.visible(report.version)) \(words.dot) \(ranks) on \(hosts)"
    var rows: [[String]] = []
    let room = Layout.width - 11
    if !report.command.isEmpty {
      rows.append(["command", words.shortened(words.command(report.command), to: room)])
    }
    rows.append(["input", words.paths(report.input.paths, to: room)])
    rows.append([
      report.input.text == nil ? "array" : "text",
      words.shortened(words.array(report.input), to: room),
    ])
    return [words.shortened(title, to: Layout.width)] + Layout.table(rows, [.left, .left])
  }

  private var hosts: String {
    let names = report.hosts.map(words.visible)
    guard let first = names.first, let last = names.last else { return "unnamed hosts" }
    if names.count == 1 { return first }
    let named = names.count <= 4 ? names.joined(separator: ", ") : "\(first) to \(last)"
    return "\(names.count) hosts (\(named))"
  }

  private var keptAndDropped: [String] {
    let records = report.records
    let read = words.count(records.read, "record")
    let title =
      if records.read == 0 {
        "Nothing was read: the input holds no records"
      } else if survived == 0 {
        "Kept none of \(read): nothing survived"
      } else if records.dropped == 0 {
        "Kept all \(read): nothing was dropped"
      } else {
        "Kept \(words.count(survived)) of \(read) (\(words.percent(survived, of: records.read)))"
          + ", dropped \(words.count(records.dropped))"
      }
    guard records.read > 0, !report.stages.isEmpty else { return [title] }
    return [title] + stageTable
  }

  private var stageTable: [String] {
    let shown = report.stages.prefix(10)
    let rows = shown.map { stage in
      [
        words.shortened(words.stage(stage), to: 40),
        words.count(stage.read), words.count(stage.survived),
        words.percent(stage.survived, of: stage.read), words.count(stage.dropped),
        words.percent(stage.dropped, of: stage.read),
      ]
    }
    let header = ["stage", "read", "kept", "", "dropped", ""]
    let hidden = report.stages.count - shown.count
    return Layout.table([header] + rows, [.left, .right, .right, .right, .right, .right])
      + facts(of: shown)
      + (hidden > 0 ? ["  and \(words.count(hidden, "more stage")), listed by --report"] : [])
  }
}

extension TextReport {
  /// What the stages found out, in as many lines as that takes.
  private func facts(of stages: ArraySlice<JSONReport.Stage>) -> [String] {
    stages.flatMap { stage -> [String] in
      var lines: [String] = []
      for fact in (stage.facts ?? []).map({ $0.words(words) }) {
        let fact = words.shortened(fact, to: Layout.width - 6)
        if let last = lines.last, last.count + 2 + fact.count <= Layout.width {
          lines[lines.count - 1] = "\(last), \(fact)"
        } else {
          lines.append(lines.isEmpty ? "  \(words.visible(stage.kind)): \(fact)" : "    \(fact)")
        }
      }
      return lines
    }
  }
}

extension Wording {
  /// As typed, without dashes.
  func stage(_ stage: JSONReport.Stage) -> String {
    visible(stage.expression.isEmpty ? stage.kind : "\(stage.kind) \(stage.expression)")
  }

  /// `float64, shape (4, 120, 1446), 694,080 records, 5.30 MiB`
  func array(_ input: JSONReport.Input) -> String {
    if let text = input.text {
      let read = (input.fields ?? []).map { field in
        visible(field.name) + " " + (field.shape.isEmpty ? field.elementType.rawValue : "text")
      }.joined(separator: ", ")
      return (read.isEmpty ? "none" : read) + " of \(count(text.columns, "column")), "
        + "\(count(input.records, "record")), \(bytes(input.bytes))"
    }
    return "\(type(of: input)), shape \(shape(input.shape)), "
      + "\(count(input.records, "record")), \(bytes(input.bytes))"
  }

  /// `float64`, or `t int64, v float64 (big-endian)`.
  private func type(of input: JSONReport.Input) -> String {
    func words(_ type: ElementType, _ order: ByteOrder) -> String {
      let plain = order == .native || type.byteCount == 1
      return type.rawValue + (plain ? "" : " (\(order.rawValue)-endian)")
    }
    if let type = input.elementType, let order = input.byteOrder {
      return words(type, order)
    }
    return (input.fields ?? []).map { field in
      "\(visible(field.name)) \(words(field.elementType, field.byteOrder))"
        + (field.shape.isEmpty ? "" : " \(shape(field.shape))")
    }.joined(separator: ", ")
  }

  /// Some names, or the first and the last of many.
  func paths(_ paths: [String], to width: Int) -> String {
    let names = paths.map(visible)
    guard let first = names.first, let last = names.last else { return "made-up data" }
    let all = names.joined(separator: ", ")
    if all.count <= width || names.count == 1 { return shortened(all, to: width) }
    let number = "\(count(names.count, "file")), "
    let half = max((width - number.count - 4) / 2, 8)
    return number + shortened(first, to: half) + " to " + shortened(last, to: half)
  }

  /// One file, or the directory that holds many.
  func place(_ paths: [String]) -> String {
    let directories = Set(paths.map { $0.prefix(through: $0.lastIndex(of: "/") ?? $0.startIndex) })
    if paths.count > 1, let directory = directories.first, directories.count == 1 {
      let number = count(paths.count, directory.contains(":/") ? "dataset" : "file")
      return "\(number) in \(shortened(visible(String(directory)), to: 48))"
    }
    return self.paths(paths, to: 60)
  }
}
