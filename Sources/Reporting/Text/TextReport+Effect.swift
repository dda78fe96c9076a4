// What the pruning bought, in one sentence and with its figures.

extension TextReport {
  var effect: [String] {
    let lines = Layout.wrapped("Effect: " + sentence, indent: 8)
    guard let p = report.effect.p, let p0 = report.effect.p0, let p1 = report.effect.p1 else {
      return lines
    }
    let rows = [
      ["P modelled", words.ratio(p), "from counts: P1 / P0"],
      [
        "P measured", report.effect.measured.p.map(words.ratio) ?? "none",
        measured ?? "the passes were too short to time",
      ],
      [
        "P0", words.ratio(p0),
        "before: the part of a step that ranks spend on survivors, on average",
      ],
      ["P1", words.ratio(p1), "after: the same"],
    ]
    return lines + Layout.table(rows, [.left, .right, .left])
  }

  private var measured: String? {
    guard let before = report.effect.measured.secondsBefore,
      let after = report.effect.measured.secondsAfter
    else { return nil }
    let slowest = isParallel ? " (slowest rank)" : ""
    return
      "from times: one pass took \(words.seconds(before)) before, \(words.seconds(after)) after"
      + slowest
  }

  private var sentence: String {
    guard report.records.read > 0 else { return "none, there was nothing to prune" }
    guard let p = report.effect.p, survived > 0 else {
      return "nothing is left for the next step to do, so its speed-up has no number"
    }
    let step = "the next step over this data"
    let speed =
      report.records.dropped == 0 && p == 1
      ? "none, \(step) takes as long as before"
      : p < 1.005
        ? "\(step) takes about as long as before" : "\(step) runs \(words.ratio(p)) times as fast"
    return speed + origin(of: p)
  }

  /// How much of P is pruning and how much balancing.
  private func origin(of p: Double) -> String {
    guard isParallel, let alone = report.effect.pruningAlone, alone > 0 else { return "" }
    switch report.balance.decision {
    case .moved:
      return " (pruning \(words.ratio(alone)) \(words.times) "
        + "balancing \(words.ratio(p / alone)))"
    case .stayed, .notHeld:
      return " (pruning alone; \(words.ratio(whenEven)) if spread evenly)"
    case .even:
      return p < 1.005 ? "" : " (pruning alone)"
    }
  }

  /// P if the survivors were spread evenly.
  private var whenEven: Double {
    let largest = report.effect.perRank.map(\.before).max() ?? 0
    let share = survived / report.ranks + (survived % report.ranks == 0 ? 0 : 1)
    return Double(largest) / Double(max(share, 1))
  }
}
