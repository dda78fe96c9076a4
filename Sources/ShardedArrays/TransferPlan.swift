/// Which records one rank sends, keeps and receives when ownership changes from one partition
/// to another: each record moves at most once, straight to its owner, and order is kept.
///
/// Pure; ranges are global record numbers.
public struct TransferPlan: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    public let peer: Int
    public let range: Range<Int>
  }

  /// To other ranks, in rank order.
  public let outgoing: [Part]
  /// From other ranks, in rank order.
  public let incoming: [Part]
  /// Held before and after; empty where nothing stays.
  public let kept: Range<Int>
  /// Owned afterwards.
  public let owned: Range<Int>

  /// - Precondition: both partitions cover the same records over the same ranks.
  public init(rank: Int, from: Partition, to: Partition) {
    precondition(
      from.total == to.total && from.ranks == to.ranks,
      "a transfer from \(from.total) records to \(to.total)")
    let held = from.range(of: rank)
    owned = to.range(of: rank)
    let overlap = held.clamped(to: owned)
    kept = overlap.isEmpty ? held.lowerBound..<held.lowerBound : overlap
    outgoing = to.owners(of: held).compactMap {
      $0.rank == rank ? nil : Part(peer: $0.rank, range: $0.range)
    }
    incoming = from.owners(of: owned).compactMap {
      $0.rank == rank ? nil : Part(peer: $0.rank, range: $0.range)
    }
  }

  public var sentCount: Int { outgoing.reduce(0) { $0 + $1.range.count } }
  public var receivedCount: Int { incoming.reduce(0) { $0 + $1.range.count } }

  /// What a change from `from` to `to` moves: records in all, and the most that any one rank
  /// sends or receives.
  ///
  /// - Complexity: O(ranks · log ranks).
  public static func cost(from: Partition, to: Partition) -> (moved: Int, busiest: Int) {
    var moved = 0
    var busiest = 0
    for rank in 0..<from.ranks {
      let stays = from.range(of: rank).clamped(to: to.range(of: rank)).count
      let sent = from.count(of: rank) - stays
      let received = to.count(of: rank) - stays
      moved += sent
      busiest = Swift.max(busiest, sent, received)
    }
    return (moved, busiest)
  }
}
