import MPI
import ShardedArrays

let exchangeChecks: [Check] = [
  Check(name: "exchange of every length around a piece, all to all") { world in
    // Rank r sends r × 7 + d × 3 + extra bytes to rank d; byte b of it is r + d + b.
    for extra in [0, 1, 63, 64, 65, 200] {
      func length(_ from: Int, _ to: Int) -> Int { from * 7 + to * 3 + extra }
      let peers = (0..<world.size).filter { $0 != world.rank }
      var received = peers.map { [UInt8](repeating: 0, count: length($0, world.rank)) }
      try world.exchange(
        sending: peers.map { Transfer(peer: $0, byteCount: length(world.rank, $0)) },
        receiving: peers.map { Transfer(peer: $0, byteCount: length($0, world.rank)) },
        pieceBytes: 64, slots: 2,
        fill: { transfer, offset, piece in
          let base = world.rank + peers[transfer] + offset
          piece.withMutableElements(as: UInt8.self) { bytes in
            for index in bytes.indices {
              bytes[index] = UInt8(truncatingIfNeeded: base + index)
            }
          }
        },
        take: { transfer, offset, piece in
          piece.withElements(as: UInt8.self) { bytes in
            for index in bytes.indices { received[transfer][offset + index] = bytes[index] }
          }
        })
      for (place, peer) in peers.enumerated() {
        let expected = (0..<length(peer, world.rank)).map {
          UInt8(truncatingIfNeeded: peer + world.rank + $0)
        }
        if received[place] != expected { return "bytes from rank \(peer), extra \(extra)" }
      }
    }
    return nil
  },
  Check(name: "exchange in one slot, ranks listed in another order everywhere") { world in
    // Larger than what the library sends without waiting for the receiver.
    let bytes = 3 << 20
    let others = (1..<world.size).map { (world.rank + $0) % world.size }
    var received = 0
    try world.exchange(
      sending: others.map { Transfer(peer: $0, byteCount: bytes) },
      receiving: others.reversed().map { Transfer(peer: $0, byteCount: bytes) },
      slots: 1,
      fill: { _, _, piece in piece.zero() },
      take: { _, _, piece in received += piece.byteCount })
    return differs("bytes received", received, others.count * bytes)
  },
]

let rebalanceChecks: [Check] =
  [
    rebalanceCheck("all on one rank") { world, _ in (0..<world).map { $0 == world - 1 ? 977 : 0 } },
    rebalanceCheck("nothing anywhere") { world, _ in Array(repeating: 0, count: world) },
    rebalanceCheck("fewer records than ranks") { world, _ in (0..<world).map { $0 == 0 ? 1 : 0 } },
    rebalanceCheck("already even") { world, _ in Partition(even: 4001, over: world).counts },
    rebalanceCheck("larger than one piece and one buffer") { world, _ in
      (0..<world).map { $0 == 0 ? 700_000 : 11 }
    },
  ]
  + (0..<20).map { seed in
    rebalanceCheck("random split, seed \(seed)") { world, _ in
      var random = SplitMix64(seed: UInt64(seed))
      return (0..<world).map { _ in
        Bool.random(using: &random) ? Int.random(in: 0...300, using: &random) : 0
      }
    }
  }

/// Records of any width: byte `b` of the whole array is `b × 31 + b / 256`.
let rebalanceWidthChecks: [Check] = [
  rebalanceCheck(width: 0, counts: [0, 7, 0, 100]), rebalanceCheck(width: 1, counts: [3, 0]),
  rebalanceCheck(width: 3, counts: [500_000, 11, 0]), rebalanceCheck(width: 12, counts: [0, 977]),
  rebalanceCheck(width: 12, counts: [300_000, 0, 5]),
  rebalanceCheck(width: 40, counts: [0, 0, 300]),
  rebalanceCheck(width: 5 << 20, counts: [3, 0]),
  rebalanceCheck(width: 5 << 20, counts: [0, 0, 1]),
]

private func rebalanceCheck(width: Int, counts: [Int]) -> Check {
  Check(name: "rebalance: records of \(width) bytes, \(counts) on the ranks in turn") { world in
    let from = Partition(counts: (0..<world.size).map { counts[$0 % counts.count] })
    func bytes(_ records: Range<Int>) -> [UInt8] {
      (records.lowerBound * width..<records.upperBound * width).map {
        UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8)
      }
    }
    let mine = from.range(of: world.rank)
    var list = RecordList(width: width)
    for first in stride(from: mine.lowerBound, to: mine.upperBound, by: 1000) {
      let records = first..<Swift.min(first + 1000, mine.upperBound)
      let new = bytes(records)
      list.append(upTo: records.count) { target in
        // SAFETY: only read, as bytes.
        target.copyBytes(from: unsafe new.span.bytes)
        return records.count
      }
    }
    var wrong: String?
    let reversed = Array(from.counts.reversed())
    for to in [Partition(even: from.total, over: world.size), Partition(counts: reversed)] {
      let moved = try list.rebalanced(from: from, to: to, over: world)
      var found: [UInt8] = []
      moved.forEachRun { run in
        if run.isEmpty || run.byteCount % width != 0 { wrong = wrong ?? "a run of cut records" }
        run.withElements(as: UInt8.self) { bytes in
          for index in bytes.indices { found.append(bytes[index]) }
        }
      }
      let owned = to.range(of: world.rank)
      if moved.count != owned.count || found != bytes(owned) {
        wrong = wrong ?? "the records after moving \(from.counts) to \(to.counts)"
      }
    }
    return wrong
  }
}

/// Record `g` of the whole array is the number `g`; afterwards each rank must hold exactly the
/// numbers of its part of the target, in order.
private func rebalanceCheck(
  _ name: String, _ counts: @escaping @Sendable (_ ranks: Int, _ rank: Int) -> [Int]
) -> Check {
  Check(name: "rebalance: \(name)") { world in
    let from = Partition(counts: counts(world.size, world.rank))
    var list = RecordList(width: 8)
    for global in from.range(of: world.rank) {
      let value = Int64(global)
      list.append(upTo: 1) { bytes in
        bytes.withMutableElements(as: Int64.self) { $0[0] = value }
        return 1
      }
    }
    var reversed = from.counts
    reversed.reverse()
    for to in [Partition(even: from.total, over: world.size), Partition(counts: reversed)] {
      let moved = try list.rebalanced(from: from, to: to, over: world)
      let expected = to.range(of: world.rank).map { Int64($0) }
      if moved.elements(as: Int64.self) != expected {
        return "the records after moving \(from.counts) to \(to.counts)"
      }
    }
    return nil
  }
}
