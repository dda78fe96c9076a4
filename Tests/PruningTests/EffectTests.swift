import Planning
import Pruning
import Testing

@Suite struct EffectTests {
  @Test("the published example of five nodes")
  func published() {
    let ratio = PerformanceRatio(
      before: [0.8, 0.9, 0.7, 0.85, 0.88], after: [0.9, 0.95, 0.8, 0.9, 0.9])
    #expect(abs(ratio.p1 - 0.89) < 1e-12)
    #expect(abs(ratio.p0 - 0.826) < 1e-12)
    #expect(abs(ratio.p - 0.89 / 0.826) < 1e-12)
  }

  @Test("P is the ratio of the means, by hand")
  func byHand() throws {
    // 100 each; 40 and 0 found; 20 and 20 held.
    let effect = Effect(before: [100, 100], pruned: [40, 0], balanced: [20, 20])
    #expect(effect.performanceBefore == [0.4, 0])
    #expect(effect.performanceAfter == [1, 1])
    #expect(try #require(effect.p0) == 0.2)
    #expect(try #require(effect.p1) == 1)
    #expect(try #require(effect.p) == 5)
    #expect(try #require(effect.pruningAlone) == 2.5)
  }

  @Test("nothing survives, nothing was read")
  func nothing() {
    let gone = Effect(before: [5, 5], pruned: [0, 0], balanced: [0, 0])
    #expect(gone.p == nil && gone.p0 == nil && gone.p1 == nil && gone.pruningAlone == nil)
    #expect(gone.performanceBefore.isEmpty && gone.performanceAfter.isEmpty)
    let empty = Effect(before: [0], pruned: [0], balanced: [0])
    #expect(empty.p == nil)
  }

  @Test("imbalance is largest over mean, at least 1")
  func imbalance() {
    #expect(Effect.imbalance([4, 0, 0, 0]) == 4)
    #expect(Effect.imbalance([2, 2]) == 1)
    #expect(Effect.imbalance([0, 0]) == 1)
    #expect(Effect.imbalance([3, 1]) == 1.5)
  }
}
