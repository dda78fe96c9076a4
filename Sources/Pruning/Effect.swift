/// What pruning bought, from counts: the mean node performance after over before.
///
/// For rank *i* of *N*: `before[i]` records, `pruned[i]` survivors found, `balanced[i]`
/// survivors held after balancing. A parallel step takes as long as its slowest rank, so a
/// node's performance is the share of the step in which it does useful work:
/// `pruned[i] / max before` before and `balanced[i] / max balanced` after. `P` is the ratio of
/// the means, `max before / max balanced`: the speed-up of the next step over this data.
public struct Effect: Sendable, Equatable {
  public let before: [Int]
  public let pruned: [Int]
  public let balanced: [Int]

  /// - Precondition: the three have one entry per rank, and `pruned` and `balanced` have the
  ///   same sum.
  public init(before: [Int], pruned: [Int], balanced: [Int]) {
    precondition(
      before.count == pruned.count && pruned.count == balanced.count,
      "effect: \(before.count), \(pruned.count) and \(balanced.count) ranks")
    precondition(
      pruned.reduce(0, +) == balanced.reduce(0, +),
      "effect: balancing changed the number of survivors")
    self.before = before
    self.pruned = pruned
    self.balanced = balanced
  }

  public var survivors: Int { pruned.reduce(0, +) }

  /// Mean performance before; nil when nothing survived (it would be 0) or nothing was read.
  public var p0: Double? {
    guard survivors > 0, let largest = before.max(), largest > 0 else { return nil }
    return Double(survivors) / Double(largest) / Double(before.count)
  }

  /// Mean performance after; nil when nothing survived.
  public var p1: Double? {
    guard survivors > 0, let largest = balanced.max() else { return nil }
    return Double(survivors) / Double(largest) / Double(balanced.count)
  }

  /// `max before / max balanced`; nil when nothing survived: the next step has no work at all.
  public var p: Double? {
    guard survivors > 0, let largest = balanced.max(), let shard = before.max() else { return nil }
    return Double(shard) / Double(largest)
  }

  /// `max before / max pruned`: what pruning alone gives, without balancing.
  public var pruningAlone: Double? {
    guard survivors > 0, let largest = pruned.max(), let shard = before.max() else { return nil }
    return Double(shard) / Double(largest)
  }

  /// Performance of each rank before and after; empty when nothing survived.
  public var performanceBefore: [Double] {
    guard survivors > 0, let largest = before.max() else { return [] }
    return pruned.map { Double($0) / Double(largest) }
  }

  public var performanceAfter: [Double] {
    guard survivors > 0, let largest = balanced.max() else { return [] }
    return balanced.map { Double($0) / Double(largest) }
  }

  /// Largest over mean, at least 1; 1 where there is nothing to be uneven.
  public static func imbalance(_ counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0, let largest = counts.max() else { return 1 }
    return Double(largest) * Double(counts.count) / Double(total)
  }
}

/// The same ratio from performances measured elsewhere, one value per node.
public struct PerformanceRatio: Sendable, Equatable {
  /// Mean before, mean after, and their ratio.
  public let p0: Double
  public let p1: Double
  public let p: Double

  /// - Precondition: neither list is empty and the mean before is not zero.
  public init(before: [Double], after: [Double]) {
    precondition(!before.isEmpty && !after.isEmpty, "performance ratio of no nodes")
    p0 = before.reduce(0, +) / Double(before.count)
    p1 = after.reduce(0, +) / Double(after.count)
    p = p1 / p0
  }
}
