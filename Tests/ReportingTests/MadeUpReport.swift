import Reporting

/// A report as JSON text, made up from counts; everything else has a plain default.
///
/// The effect is computed here by its definition, sharing no code with the package.
struct MadeUpReport {
  var command = ["prune-mpi", "era-u.npy", "--keep", "abs(x) > 20", "-o", "jet.npy"]
  var hosts = ["node01"]
  var paths = ["era-u.npy"]
  var elementType = "float64"
  var byteOrder = "little"
  var before: [Int]
  var pruned: [Int]
  var balanced: [Int]
  var stages: [(kind: String, expression: String, kept: Int)]?
  var policy = "auto"
  var decision = "moved"
  var reuse = "100"
  var bandwidth = "1288490188.8"
  var moveSeconds = "0.0012"
  var predictedMove = "0.00041"
  var predictedGain = "0.0023"
  var measured: (before: String, after: String, p: String)? = ("0.034", "0.0059", "5.7627")
  var peak = 47_400_000
  var predictedPeak = 54_600_000
  var files: String?
  var digest = "0123456789abcdef0123456789abcdef"

  var read: Int { before.reduce(0, +) }
  var survived: Int { pruned.reduce(0, +) }

  private static func largest(_ counts: [Int]) -> Double { Double(counts.max() ?? 0) }

  private static func imbalance(_ counts: [Int]) -> String {
    let sum = counts.reduce(0, +)
    return sum == 0 ? "1" : "\(largest(counts) / (Double(sum) / Double(counts.count)))"
  }

  private static func quoted(_ texts: [String]) -> String {
    "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  private var effect: String {
    guard survived > 0 else {
      return #""P": null, "P0": null, "P1": null, "pruningAlone": null, "before": [], "after": []"#
    }
    let performance = pruned.map { Double($0) / Self.largest(before) }
    let after = balanced.map { Double($0) / Self.largest(balanced) }
    let (p0, p1) = (
      performance.reduce(0, +) / Double(before.count), after.reduce(0, +) / Double(before.count)
    )
    return """
      "P": \(p1 / p0), "P0": \(p0), "P1": \(p1),
      "pruningAlone": \(Self.largest(before) / Self.largest(pruned)),
      "before": \(performance), "after": \(after)
      """
  }

  private var perRank: String {
    before.indices.map { rank in
      """
      {"rank": \(rank), "host": "\(hosts[rank % hosts.count])", "before": \(before[rank]),
       "pruned": \(pruned[rank]), "balanced": \(balanced[rank]), "kernelSecondsBefore": 0.03,
       "kernelSecondsAfter": 0.005, "readBytes": 8000, "writtenBytes": 800, "sentBytes": 80,
       "peakMemoryBytes": \(peak)}
      """
    }.joined(separator: ",\n")
  }

  private var stageList: String {
    var left = read
    let list = stages ?? [("keep", "abs(x) > 20", survived)]
    return list.map { kind, expression, kept in
      defer { left = kept }
      return """
        {"kind": "\(kind)", "expression": "\(expression)", "evaluated": "\(expression)",
         "kernel": "compare", "read": \(left), "survived": \(kept), "dropped": \(left - kept)}
        """
    }.joined(separator: ",")
  }

  var json: String {
    let times = measured ?? ("null", "null", "null")
    let share = (survived + before.count - 1) / before.count
    let surplus = pruned.reduce(0) { $0 + max($1 - share, 0) }
    let moved = decision == "moved" ? surplus : 0
    let shard = before.max() ?? 0
    let file = """
      {"path": "jet.npy", "role": "survivors", "records": \(survived),
       "bytes": \(8 * survived + 128)}
      """
    return """
      {"version": "0.1.0", "command": \(Self.quoted(command)), "ranks": \(before.count),
       "hosts": \(Self.quoted(hosts)),
       "input": {"paths": \(Self.quoted(paths)), "elementType": "\(elementType)",
                 "byteOrder": "\(byteOrder)", "shape": [\(read)], "records": \(read),
                 "bytes": \(8 * read)},
       "records": {"read": \(read), "survived": \(survived), "dropped": \(read - survived)},
       "stages": [\(stageList)],
       "phases": [{"phase": "initialise", "seconds": 0.0012, "bytes": 128},
                  {"phase": "analyse", "seconds": 0.034, "bytes": \(8 * read)},
                  {"phase": "prune", "seconds": 0.0051, "bytes": 0},
                  {"phase": "optimise", "seconds": 0.0098, "bytes": \(8 * survived)},
                  {"phase": "evaluate", "seconds": 0.0004, "bytes": 2048}],
       "effect": {\(effect),
                  "measured": {"P": \(times.2), "P0": null, "P1": null,
                               "secondsBefore": \(times.0), "secondsAfter": \(times.1)},
                  "perRank": [\(perRank)]},
       "imbalance": {"before": \(Self.imbalance(before)), "pruned": \(Self.imbalance(pruned)),
                     "balanced": \(Self.imbalance(balanced))},
       "balance": {"policy": "\(policy)", "decision": "\(decision)", "movedRecords": \(moved),
                   "movedBytes": \(8 * moved), "surplusRecords": \(surplus),
                   "surplusBytes": \(8 * surplus), "reuse": \(reuse), "bandwidth": \(bandwidth),
                   "secondsPerRecord": 1e-9, "predictedMoveSeconds": \(predictedMove),
                   "predictedGainSeconds": \(predictedGain), "moveSeconds": \(moveSeconds)},
       "memory": {"predictedPeak": \(predictedPeak), "peak": \(peak), "shardBefore": \(8 * shard),
                  "shardAfter": \(8 * (balanced.max() ?? 0))},
       "communication": {"calls": 312, "bytes": 1363149,
         "byCall": [{"name": "MPI_Allgather", "calls": 8, "bytes": 64, "seconds": 0.0001},
                    {"name": "MPI_Allreduce", "calls": 304, "bytes": 1363085, "seconds": 0.0023}]},
       "output": {"files": [\(files ?? file)], "digest": "\(digest)"}}
      """
  }

  func report() throws -> JSONReport {
    try JSONReport(decoding: Array(json.utf8), path: "made-up")
  }

  func page(unicode: Bool = true) throws -> String {
    TextReport(try report(), unicode: unicode).page
  }
}

extension MadeUpReport {
  /// Eight ranks, the survivors on the first three.
  static var skewed: MadeUpReport {
    MadeUpReport(
      before: Array(repeating: 86_760, count: 8),
      pruned: [45_000, 31_000, 15_000, 778, 0, 0, 0, 0],
      balanced: [11_473, 11_473] + Array(repeating: 11_472, count: 6))
  }

  static var oneRank: MadeUpReport {
    MadeUpReport(before: [694_080], pruned: [91_778], balanced: [91_778], decision: "even")
  }

  /// Rank `r` of a hundred finds `r` · 10 survivors, but none below rank 40.
  static var hundred: MadeUpReport {
    let pruned = (0..<100).map { $0 < 40 ? 0 : $0 * 10 }
    let total = pruned.reduce(0, +)
    return MadeUpReport(
      hosts: (1...10).map { "node\($0)" }, before: Array(repeating: 1_000_000, count: 100),
      pruned: pruned,
      balanced: (0..<100).map { total / 100 + ($0 < total % 100 ? 1 : 0) })
  }

  static var noSurvivors: MadeUpReport {
    var report = MadeUpReport(
      before: [10, 10, 9], pruned: [0, 0, 0], balanced: [0, 0, 0], decision: "even",
      measured: nil)
    report.files = ""
    return report
  }

  static var nothingRead: MadeUpReport {
    MadeUpReport(
      before: [0, 0, 0], pruned: [0, 0, 0], balanced: [0, 0, 0], decision: "even", measured: nil)
  }
}
