import Planning
import ShardedArrays
import Testing

@Suite struct BalanceDecisionTests {
  private func decide(
    _ policy: BalancePolicy, found: [Int], bandwidth: Double? = 1e9,
    secondsPerRecord: Double = 1e-8, reuse: Double = 1
  ) -> BalanceDecision {
    let found = Partition(counts: found)
    return BalanceDecision(
      policy: policy, found: found, target: Partition(even: found.total, over: found.ranks),
      recordBytes: 8, bandwidth: bandwidth, secondsPerRecord: secondsPerRecord, reuse: reuse)
  }

  @Test("both sides of the inequality, by hand")
  func numbers() {
    // 1000 records on rank 0, 250 each wanted: 750 move, all sent by rank 0.
    let decision = decide(.auto, found: [1000, 0, 0, 0])
    #expect(decision.surplus == 750)
    #expect(decision.busiest == 750)
    #expect(decision.predictedMoveSeconds == 750 * 8 / 1e9)
    #expect(decision.predictedGainSeconds == 750 * 1e-8)
    #expect(decision.outcome == .moved)
  }

  @Test("auto follows the inequality, the others do not ask")
  func policies() {
    #expect(decide(.auto, found: [1000, 0], secondsPerRecord: 1e-9).outcome == .stayed)
    #expect(decide(.auto, found: [1000, 0], secondsPerRecord: 1e-9, reuse: 100).outcome == .moved)
    #expect(decide(.auto, found: [1000, 0], bandwidth: nil).outcome == .stayed)
    #expect(decide(.always, found: [1000, 0], bandwidth: nil).outcome == .moved)
    #expect(decide(.never, found: [1000, 0]).outcome == .stayed)
    #expect(decide(.auto, found: [1000, 0], reuse: 0).outcome == .stayed)
  }

  @Test("nothing to move is said to be even", arguments: BalancePolicy.allCases)
  func even(policy: BalancePolicy) {
    #expect(decide(policy, found: [0, 0, 0]).outcome == .even)
    #expect(decide(policy, found: [3, 3, 2]).outcome == .even)
    #expect(decide(policy, found: [5]).outcome == .even)
  }
}

@Suite struct SamplePositionsTests {
  @Test("a small shard is looked at whole")
  func whole() {
    #expect(SamplePositions(of: 10..<50, blocks: 2, length: 20).ranges == [10..<50])
    #expect(SamplePositions(of: 7..<7).ranges == [])
  }

  @Test("a large shard is sampled evenly, inside its bounds")
  func spread() {
    let sample = SamplePositions(of: 1000..<101_000, blocks: 4, length: 10)
    #expect(sample.count == 40)
    #expect(sample.ranges.map(\.lowerBound) == [13_495, 38_495, 63_495, 88_495])
  }
}
