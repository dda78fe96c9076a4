// Records per rank before pruning, after it, and after balancing: where the work lies.

extension TextReport {
  /// Above this many ranks the spread is shown instead of each rank.
  private static let mostRows = 16

  /// Nothing where it would say nothing: on one rank, or without survivors.
  var perRank: [String] {
    guard isParallel, survived > 0 else { return [] }
    let ranks = report.effect.perRank
    let columns = [ranks.map(\.before), ranks.map(\.pruned), ranks.map(\.balanced)]
    let isShort = ranks.count <= Self.mostRows
    let labels =
      isShort
      ? ranks.map { "rank \($0.rank)" }
      : ["largest", "third quartile", "median", "first quartile", "smallest"]
    let shown = isShort ? columns : columns.map(quartiles)
    return [
      "Records per rank (imbalance = largest / mean; bars of pruned and balanced share one scale)"
    ]
      + table(isShort ? "" : "of \(words.count(ranks.count)) ranks", labels, shown)
      + (isShort ? [] : extremes(columns[1]))
  }

  private func table(_ title: String, _ labels: [String], _ columns: [[Int]]) -> [String] {
    let imbalance = report.imbalance
    let figures = [imbalance.before, imbalance.pruned, imbalance.balanced].map {
      $0.map(words.ratio) ?? ""
    }
    let header = [title, "before", "", "pruned", "", "balanced", ""]
    let footer = ["imbalance", figures[0], "", figures[1], "", figures[2]]

    let texts = columns.map { $0.map(words.count) }
    let fixed =
      2 + (labels + [footer[0]]).map(\.count).reduce(0, max) + 6 * 2
      + texts.map { $0.map(\.count).reduce(8, max) }.reduce(0, +)
    let width = min(max((Layout.width - fixed) / 3, 4), 20)

    let survivors = (columns[1] + columns[2]).max() ?? 0
    let scales = [columns[0].max() ?? 0, survivors, survivors]
    let rows = labels.indices.map { row in
      [labels[row]]
        + columns.indices.flatMap { column in
          let value = Double(columns[column][row])
          return [
            texts[column][row],
            Layout.padded(
              words.bar(value, of: Double(scales[column]), width: width), .left, width),
          ]
        }
    }
    return Layout.table(
      [header] + rows + [footer],
      [.left, .right, .left, .right, .left, .right, .left])
  }

  /// Largest, upper quartile, median, lower quartile, smallest: each the count of some rank.
  private func quartiles(_ counts: [Int]) -> [Int] {
    let sorted = counts.sorted(by: >)
    return (0...4).map { sorted[$0 * (sorted.count - 1) / 4] }
  }

  /// Where the survivors were found, in one line.
  private func extremes(_ pruned: [Int]) -> [String] {
    let most = pruned.max() ?? 0
    let fullest = pruned.firstIndex(of: most) ?? 0
    let without = pruned.count { $0 == 0 }
    let nowhere = without == 0 ? "" : "; \(words.count(without, "rank")) found none"
    return ["  rank \(fullest) found the most survivors, \(words.count(most))\(nowhere)"]
  }
}
