import ShardedArrays
import Testing

@Suite struct PartitionTests {
  @Test("even parts differ by at most one and cover everything", arguments: 1...9)
  func even(ranks: Int) {
    for total in 0...40 {
      let partition = Partition(even: total, over: ranks)
      let counts = partition.counts
      #expect(counts.count == ranks)
      #expect(counts.reduce(0, +) == total)
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "\(total) over \(ranks)")
      #expect(counts == counts.sorted(by: >), "the larger parts come first")
    }
  }

  @Test("owners are those a search record by record finds")
  func owners() {
    var random = SplitMix64(seed: 7)
    for trial in 0..<300 {
      let ranks = Int.random(in: 1...7, using: &random)
      let counts = (0..<ranks).map { _ in
        Bool.random(using: &random) ? Int.random(in: 0...6, using: &random) : 0
      }
      let partition = Partition(counts: counts)
      let low = Int.random(in: 0...partition.total, using: &random)
      let high = Int.random(in: low...partition.total, using: &random)
      // Slow and obvious: which rank owns each record.
      let owner = counts.enumerated().flatMap { rank, count in Array(repeating: rank, count: count)
      }
      var found: [Int: [Int]] = [:]
      for (rank, range) in partition.owners(of: low..<high) { found[rank] = Array(range) }
      let expected = Dictionary(grouping: low..<high) { owner[$0] }.mapValues(Array.init)
      #expect(found == expected, "trial \(trial): \(counts), \(low)..<\(high)")
    }
  }

  @Test("a transfer gives every rank exactly its part, each record moving at most once")
  func transfers() {
    var random = SplitMix64(seed: 11)
    for trial in 0..<300 {
      let ranks = Int.random(in: 1...6, using: &random)
      let from = Partition(
        counts: (0..<ranks).map { _ in
          Bool.random(using: &random) ? Int.random(in: 0...9, using: &random) : 0
        })
      let to = Partition(even: from.total, over: ranks)
      let plans = (0..<ranks).map { TransferPlan(rank: $0, from: from, to: to) }
      for (rank, plan) in plans.enumerated() {
        let pieces = plan.incoming.map(\.range) + [plan.kept]
        let owned = pieces.flatMap { Array($0) }.sorted()
        #expect(owned == Array(to.range(of: rank)), "trial \(trial), rank \(rank), \(from.counts)")
        for part in plan.outgoing {
          let arrives = plans[part.peer].incoming.contains {
            $0.peer == rank && $0.range == part.range
          }
          #expect(arrives, "trial \(trial): what \(rank) sends to \(part.peer) is expected there")
        }
      }
      let cost = TransferPlan.cost(from: from, to: to)
      #expect(cost.moved == plans.reduce(0) { $0 + $1.sentCount })
      #expect(cost.busiest == plans.map { max($0.sentCount, $0.receivedCount) }.max())
    }
  }
}

/// Steele, Lea, Flood 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
