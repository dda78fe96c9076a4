/// Who owns which records: contiguous ranges in rank order, some of them possibly empty.
///
/// Pure arithmetic; one array of `ranks + 1` counters is all that grows with the ranks.
public struct Partition: Hashable, Sendable {
  /// Rank `r` owns `boundaries[r] ..< boundaries[r + 1]`.
  public let boundaries: [Int]

  /// The partition in which rank `r` owns `counts[r]` records.
  ///
  /// - Precondition: there is at least one rank and no count is negative.
  public init(counts: [Int]) {
    precondition(!counts.isEmpty, "a partition over no ranks")
    var boundaries = [0]
    boundaries.reserveCapacity(counts.count + 1)
    var next = 0
    for count in counts {
      precondition(count >= 0, "a rank with \(count) records")
      next += count
      boundaries.append(next)
    }
    self.boundaries = boundaries
  }

  /// The even partition: sizes differ by at most one, the larger ones first.
  public init(even total: Int, over ranks: Int) {
    self.init(counts: (0..<ranks).map { Self.evenCount(of: total, over: ranks, part: $0) })
  }

  /// The size of part `part` of `total` records cut evenly into `parts`.
  public static func evenCount(of total: Int, over parts: Int, part: Int) -> Int {
    total / parts + (part < total % parts ? 1 : 0)
  }

  public var ranks: Int { boundaries.count - 1 }
  public var total: Int { boundaries[ranks] }

  public func range(of rank: Int) -> Range<Int> { boundaries[rank]..<boundaries[rank + 1] }

  public func count(of rank: Int) -> Int { boundaries[rank + 1] - boundaries[rank] }

  public var counts: [Int] { (0..<ranks).map(count(of:)) }

  public var largest: Int { counts.max() ?? 0 }

  /// The ranks whose ranges meet `range`, with the part of it that each owns, in rank order.
  /// Ranks that own nothing of it are left out.
  ///
  /// - Complexity: O(log ranks) plus the number of ranks named.
  public func owners(of range: Range<Int>) -> [(rank: Int, range: Range<Int>)] {
    guard !range.isEmpty else { return [] }
    var owners: [(rank: Int, range: Range<Int>)] = []
    var rank = firstRank(endingAfter: range.lowerBound)
    while rank < ranks, boundaries[rank] < range.upperBound {
      let part = range.clamped(to: self.range(of: rank))
      if !part.isEmpty { owners.append((rank, part)) }
      rank += 1
    }
    return owners
  }

  /// The first rank whose range ends after `index`.
  private func firstRank(endingAfter index: Int) -> Int {
    var low = 0
    var high = ranks
    while low < high {
      let middle = (low + high) / 2
      if boundaries[middle + 1] > index { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
