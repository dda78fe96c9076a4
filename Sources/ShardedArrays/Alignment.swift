/// Where a sequence of records may be cut: anywhere, or only after every so many.
public struct Alignment: Hashable, Sendable {
  /// From record `first` on, up to the next run: cuts at `first` and after every `grain` records.
  public struct Run: Hashable, Sendable {
    public let first: Int
    /// Positive.
    public let grain: Int

    public init(first: Int, grain: Int) {
      precondition(first >= 0 && grain > 0, "cuts after \(grain) records from \(first) on")
      self.first = first
      self.grain = grain
    }
  }

  /// Ascending; none: cuts are free.
  public let runs: [Run]

  /// - Precondition: the runs' first records ascend.
  public init(_ runs: [Run] = []) {
    precondition(
      zip(runs, runs.dropFirst()).allSatisfy { $0.first <= $1.first }, "runs that go backwards")
    self.runs = runs
  }

  /// The place nearest to `index` where records may be cut; of two equally near the lower one.
  ///
  /// - Parameter total: All records; cutting after the last one is always allowed.
  /// - Complexity: O(runs).
  public func cut(nearest index: Int, of total: Int) -> Int {
    guard let number = runs.lastIndex(where: { $0.first <= index }) else { return index }
    let run = runs[number]
    let end = Swift.min(total, number + 1 < runs.count ? runs[number + 1].first : total)
    let below = index - (index - run.first) % run.grain
    let above = below > end - run.grain ? end : below + run.grain
    return index - below <= above - index ? below : above
  }
}

extension Partition {
  /// The even partition, each boundary moved to the nearest place where records may be cut: sizes
  /// differ by about one grain. With more ranks than pieces some ranks own nothing.
  public init(even total: Int, over ranks: Int, aligned alignment: Alignment) {
    let even = Partition(even: total, over: ranks)
    guard !alignment.runs.isEmpty else {
      self = even
      return
    }
    let boundaries = even.boundaries.map { alignment.cut(nearest: $0, of: total) }
    var counts: [Int] = []
    var last = 0
    for boundary in boundaries.dropFirst().dropLast() + [total] {
      counts.append(boundary - last)
      last = boundary
    }
    self.init(counts: counts)
  }
}
