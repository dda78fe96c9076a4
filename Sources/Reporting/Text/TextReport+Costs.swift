import Pruning

// What the run cost and what it left: phases, memory, messages, files.

extension TextReport {
  var phases: [String] {
    let total = report.phases.reduce(0) { $0 + ($1.seconds ?? 0) }
    let rows = report.phases.map { phase in
      let seconds = phase.seconds ?? 0
      return [
        phase.phase.rawValue, phase.phase.summary, words.seconds(seconds),
        words.bytes(phase.bytes), words.bar(seconds, of: total, width: 30),
      ]
    }
    return ["Phases, \(words.seconds(total)) in all"]
      + Layout.table(rows, [.left, .left, .right, .right, .left])
  }

  var costs: [String] {
    let memory = report.memory
    let messages = report.communication
    let longest = messages.byCall.max { ($0.seconds ?? 0) < ($1.seconds ?? 0) }
    let slow = longest.map {
      ", longest in \(words.visible($0.name)): \(words.seconds($0.seconds ?? 0))"
    }
    let pairs = messages.byPair ?? []
    let busiest = pairs.max { $0.bytes < $1.bytes }.map { most in
      [
        "busiest",
        "rank \(most.from) to \(most.to): \(words.count(most.messages, "message")), "
          + words.bytes(most.bytes),
      ]
    }
    return [isParallel ? "Memory of the largest rank, messages of all" : "Memory and messages"]
      + Layout.table(
        [
          ["peak", peak],
          [
            "data",
            "\(words.bytes(memory.shardBefore)) before \(words.arrow) "
              + "\(words.bytes(memory.shardAfter)) after",
          ],
        ] + scratch + [
          [
            "messages",
            "\(words.count(messages.calls, "MPI call")), "
              + "\(words.bytes(messages.bytes))\(slow ?? "")",
          ]
        ] + (busiest.map { [$0] } ?? []), [.left, .left])
  }

  /// What had no room in memory, and why it was dealt with as it was.
  private var scratch: [[String]] {
    let memory = report.memory
    var rows: [[String]] = []
    if let bytes = memory.scratchBytes, bytes > 0, let place = memory.scratch {
      rows.append(
        ["scratch", "\(words.bytes(bytes)) of records put into files in \(words.visible(place))"])
    }
    if let bytes = memory.rereadBytes, bytes > 0 {
      rows.append(["read again", "\(words.bytes(bytes)), for survivors that had no room"])
    }
    if !rows.isEmpty, let spill = memory.spill { rows.append(["", spill.reason(words)]) }
    return rows
  }

  private var peak: String {
    let (peak, predicted) = (report.memory.peak, report.memory.predictedPeak)
    let comparison =
      peak <= predicted
      ? "within the \(words.bytes(predicted)) predicted at most"
      : "more than the \(words.bytes(predicted)) predicted"
    return "\(words.bytes(peak)), \(comparison)"
  }

  var written: [String] {
    let files = report.output.files
    let rows = [OutputOutcome.Role.survivors, .index, .rejects, .counts].compactMap { role in
      row(files.filter { $0.role == role }, role)
    }
    let digest = [
      "digest", report.output.digest, "of the survivors, the same on any number of ranks",
    ]
    return [files.isEmpty ? "Nothing written: no output was named (-o FILE)" : "Written"]
      + Layout.table(rows, [.left, .left])
      + (report.output.notes ?? []).map {
        words.shortened("  note: \(words.visible($0))", to: Layout.width)
      }
      + Layout.table([digest], [.left, .left, .left])
  }

  private func row(_ files: [JSONReport.File], _ role: OutputOutcome.Role) -> [String]? {
    guard !files.isEmpty else { return nil }
    // Fields in files of their own hold each record once each.
    let copies = role == .survivors || role == .rejects ? report.input.columns ?? 1 : 1
    let records = files.reduce(0) { $0.addingClamped($1.records) } / max(1, copies)
    let bytes = files.reduce(0) { $0.addingClamped($1.bytes) }
    let noun =
      switch role {
      case .survivors: words.count(records, "survivor")
      case .index: words.count(records, "position")
      case .rejects: words.count(records, "reject")
      case .counts: words.count(records, "count")
      }
    return [words.place(files.map(\.path)), "\(noun), \(words.bytes(bytes))"]
  }
}

extension PhaseOutcome.Phase {
  /// What happens in it, in two or three words.
  var summary: String {
    switch self {
    case .initialise: "open, split, plan"
    case .analyse: "read blocks"
    case .prune: "test, keep"
    case .optimise: "balance, write"
    case .evaluate: "gather, check"
    }
  }
}
