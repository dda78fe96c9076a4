import Pruning

/// The page of `prune-mpi effect`: performances measured elsewhere, and what their ratio means.
public struct EffectText {
  private let before: [Double]
  private let after: [Double]
  private let ratio: PerformanceRatio
  private let words = Wording(unicode: false)

  /// - Precondition: one value per node in both lists, at least one node, and the mean before
  ///   is not zero.
  public init(before: [Double], after: [Double]) {
    precondition(before.count == after.count, "\(before.count) nodes before, \(after.count) after")
    self.before = before
    self.after = after
    ratio = PerformanceRatio(before: before, after: after)
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    let nodes = before.indices.prefix(16).map { node in
      [String(node + 1), words.precise(before[node]), words.precise(after[node])]
    }
    let hidden = before.count - nodes.count
    let more = hidden > 0 ? [["and \(words.count(hidden)) more", "", ""]] : []
    let mean = ["mean", words.precise(ratio.p0), words.precise(ratio.p1)]
    let table = Layout.table(
      [["node", "before", "after"]] + nodes + more + [mean], [.right, .right, .right])
    let figures = Layout.table(
      [
        ["P0", words.precise(ratio.p0), "mean performance of the nodes before"],
        ["P1", words.precise(ratio.p1), "mean performance after"],
        ["P", words.precise(ratio.p), "P1 / P0: \(meaning)"],
      ], [.left, .left, .left])
    return (table + [""] + figures).joined(separator: "\n")
  }

  private var meaning: String {
    let p = words.precise(ratio.p)
    if p == "1" { return "the nodes work as well as before" }
    return "the nodes get \(p) times as much done as before"
  }
}
