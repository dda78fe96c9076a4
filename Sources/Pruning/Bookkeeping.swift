import Planning
import ShardedArrays

/// The promise that nothing is lost, checked with counts that were made apart from each other:
/// records passed over against bytes read; survivors compacted against records that the last
/// stage's mask or counting kernel left; records held after moving, which are counted as they
/// arrive, or compacted on a second read, against records found; bytes written against both.
struct Bookkeeping {
  let plan: Plan
  let outcome: RunOutcome
  let ranks: [RankFigures]
  /// Of all outputs, counted before they were written.
  let writtenBytes: Int

  /// - Throws: ``PruningError/miscounted(what:expected:found:)`` with the first mismatch.
  func check() throws(PruningError) {
    for (rank, figures) in ranks.enumerated() {
      let shard = plan.partition.count(of: rank)
      try expect("records read by rank \(rank)", shard, figures.before)
      // Files of fields are read as far as they are needed, and global stages read again.
      if plan.isFiltersOnly && plan.input.layout.widths.count == 1 {
        try expect(
          "bytes read by rank \(rank)",
          (shard + figures.rereadRecords) * plan.input.recordBytes, figures.readBytes)
      }
      try expect(
        "survivors on rank \(rank)", figures.keptCounts.last ?? shard, figures.pruned)
    }
    var alive = plan.input.count
    for stage in outcome.stages {
      guard stage.survived <= alive else {
        throw .miscounted(
          what: "survivors of '\(stage.text)'", expected: alive, found: stage.survived)
      }
      alive = stage.survived
    }
    let found = ranks.reduce(0) { $0 + $1.pruned }
    try expect("survivors after balancing", found, ranks.reduce(0) { $0 + $1.balanced })
    for role in [OutputOutcome.Role.survivors, .index, .rejects, .counts] {
      let files = outcome.output.files.filter { $0.role == role }
      guard !files.isEmpty else { continue }
      let expected = role == .rejects ? plan.input.count - found : found
      // Fields in files of their own hold each record once each, and so do several counts.
      let copies =
        role == .counts
        ? plan.output.counts.count
        : role == .index ? 1 : outcome.input.fieldFiles
      try expect(
        "records in the output of \(role)", expected * copies, files.reduce(0) { $0 + $1.records })
    }
    let written = ranks.reduce(0) { $0 + $1.writtenBytes }
    try expect(
      "bytes written", writtenBytes, written)
  }

  private func expect(_ what: String, _ expected: Int, _ found: Int) throws(PruningError) {
    guard expected == found else {
      throw .miscounted(what: what, expected: expected, found: found)
    }
  }
}
