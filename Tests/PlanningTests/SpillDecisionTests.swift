import Planning
import ShardedArrays
import Testing

/// Whether what has no room goes to a file or is read again.
@Suite struct SpillDecisionTests {
  private func facts(
    needed: Int = 8, stages: Int = 1, isPacked: Bool = false, kept: Int? = 6_000_000,
    room: Int = 2_000_000
  ) -> SpillDecision.Facts {
    SpillDecision.Facts(
      records: 1_000_000, neededBytes: needed, stages: stages, isPacked: isPacked,
      keptBytes: kept, room: room)
  }

  @Test("both costs, by hand")
  func numbers() throws {
    let decision = SpillDecision(.auto, obstacle: nil, facts())
    // Two thirds of the survivors have no room: two thirds of the input are read again.
    #expect(decision.withoutRoom == 4_000_000)
    #expect(decision.rereadBytes == 5_333_333)
    let scratch = try #require(decision.scratchSeconds)
    let reread = try #require(decision.rereadSeconds)
    #expect(abs(scratch - 4e6 * SpillDecision.scratchSecondsPerByte) < 1e-12)
    #expect(
      abs(
        reread - 16e6 / 3 * SpillDecision.readSecondsPerByte
          - 2e6 / 3 * SpillDecision.stageSecondsPerRecord) < 1e-12)
    #expect(decision.way == (reread < scratch ? .reread : .scratch))
  }

  @Test("few survivors go to a file, many and narrow keys are read again")
  func auto() {
    func way(_ facts: SpillDecision.Facts) -> SpillDecision.Way {
      SpillDecision(.auto, obstacle: nil, facts).way
    }
    #expect(way(facts(kept: 7_900_000)) == .reread)
    #expect(way(facts(kept: 100_000, room: 0)) == .scratch)
    #expect(way(facts(needed: 800, kept: 80_000_000)) == .scratch)
    #expect(way(facts(needed: 8, kept: 80_000_000)) == .reread)
    #expect(way(facts(stages: 50)) == .scratch)
    #expect(way(facts(isPacked: true)) == .scratch)
  }

  @Test("where all has room, a file is only for an estimate that was wrong")
  func room() {
    let decision = SpillDecision(.auto, obstacle: nil, facts(room: 6_000_000))
    #expect(decision.withoutRoom == 0 && decision.way == .scratch)
    #expect(decision.scratchSeconds == 0 && decision.rereadSeconds == 0)
    #expect(SpillDecision(.auto, obstacle: nil, facts(kept: 0, room: 0)).way == .scratch)
  }

  @Test("what is said is done, but where it cannot be")
  func said() {
    #expect(SpillDecision(.reread, obstacle: nil, facts(kept: 1)).way == .reread)
    #expect(SpillDecision(.scratch, obstacle: nil, facts(kept: 7_900_000)).way == .scratch)
    for obstacle in [RereadObstacle.passes, .text, .balance] {
      let decision = SpillDecision(.reread, obstacle: obstacle, facts(kept: nil))
      #expect(decision.way == .scratch && decision.obstacle == obstacle)
      #expect(decision.scratchSeconds == nil && decision.rereadSeconds == nil)
    }
  }

  @Test("an obstacle is the plan's: moved survivors must be held")
  func obstacles() {
    func obstacle(_ balance: BalancePolicy, ranks: Int) -> RereadObstacle? {
      Plan(
        input: .init(
          paths: ["a"], layout: RecordLayout(elements: .float64), shape: [9], count: 9),
        stages: [], output: .init(), balance: balance, reuse: 1, ranks: ranks
      ).rereadObstacle
    }
    #expect(obstacle(.auto, ranks: 2) == nil)
    #expect(obstacle(.always, ranks: 1) == nil)
    #expect(obstacle(.always, ranks: 2) == .balance)
  }
}
