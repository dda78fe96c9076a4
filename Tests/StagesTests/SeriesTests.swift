import Stages
import Testing

@Suite struct SeriesIdsTests {
  @Test("small, large and negative values get the indices in which they come")
  func dense() {
    let ids = SeriesIds()
    var expected: [UInt64: Int32] = [:]
    var state: UInt64 = 1
    for step in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key =
        switch step % 4 {
        case 0: state >> 52
        case 1: UInt64(bitPattern: -Int64(state >> 53))
        case 2: Double(state >> 51).bitPattern
        default: 65_530 + state >> 60
        }
      let id = expected[key] ?? Int32(expected.count)
      expected[key] = id
      #expect(ids.id(of: key) == id)
    }
    #expect(ids.count == expected.count)
    #expect(expected.allSatisfy { ids.find($0.key) == $0.value })
    #expect(ids.find(123_456_789_123) == -1)
  }
}

@Suite struct SeriesRuleTests {
  /// Which samples of one series a rule keeps, by a plain run over it.
  private func kept<Rule: SeriesRule>(
    _ rule: Rule, _ samples: [(Rule.Time, Rule.Value)]
  ) -> [Int] {
    var state = rule.empty
    var kept: Set<Int> = []
    for (index, sample) in samples.enumerated() {
      let verdict = rule.step(&state, sample.0, sample.1)
      if verdict.contains(.keep) { kept.insert(index) }
      if verdict.contains(.keepPrevious) { kept.insert(index - 1) }
    }
    if rule.keepsLast && !samples.isEmpty { kept.insert(samples.count - 1) }
    return kept.sorted()
  }

  private func deadband(
    _ width: Double, gap: Double? = nil, previous: Bool = false, _ samples: [(Int64, Double)]
  ) -> [Int] {
    kept(DeadbandRule(width: width, maxGap: gap, keepPrevious: previous), samples)
  }

  private func swing(_ width: Double, gap: Double? = nil, _ samples: [(Int64, Int64)]) -> [Int] {
    kept(SwingRule(width: width, maxGap: gap), samples)
  }

  @Test("a deadband keeps what differs by more than its width, not by as much")
  func more() {
    #expect(deadband(1, [(0, 5), (1, 6), (2, 6.5), (3, 5.5), (4, 5.4)]) == [0, 2, 4])
    #expect(deadband(0, [(0, 0), (1, -0.0), (2, 1), (3, 1)]) == [0, 2])
  }

  @Test("a gap has passed when it is reached; a step back has not passed")
  func gap() {
    #expect(deadband(9, gap: 3, [(0, 0), (2, 0), (3, 0), (-8, 0), (5, 0), (6, 0)]) == [0, 2, 5])
    #expect(deadband(9, gap: 0, [(0, 0), (0, 0), (-1, 0)]) == [0, 1])
  }

  @Test("the sample before a jump is kept, the one before a late sample is not")
  func previous() {
    let samples: [(Int64, Double)] = [(0, 0), (1, 0), (2, 0), (3, 9), (4, 9), (13, 9)]
    #expect(deadband(1, gap: 10, previous: true, samples) == [0, 2, 3, 5])
    #expect(deadband(1, gap: 10, samples) == [0, 3, 5])
  }

  @Test("equal infinities are equal, and everything else is far from them")
  func infinities() {
    let samples: [(Int64, Double)] = [(0, 1), (1, .infinity), (2, .infinity), (3, -.infinity)]
    #expect(deadband(1e300, samples) == [0, 1, 3])
  }

  @Test("errors of exactly the width are taken, of integers")
  func exact() {
    // From (0, 0) to (2, 0) the sample between is off by the width.
    #expect(swing(1, [(0, 0), (1, 1), (2, 0)]) == [0, 2])
    #expect(swing(1, [(0, 0), (1, 2), (2, 0)]) == [0, 1, 2])
    // A ramp of a third per step.
    #expect(swing(0, (0..<100).map { ($0 * 3, $0) }) == [0, 99])
    #expect(swing(0, [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2)]) == [0, 2, 4])
  }

  @Test("of floats plateaus are exact")
  func plateau() {
    let rule = SwingRule<Double, Double>(width: 0, maxGap: nil)
    #expect(kept(rule, (0..<50).map { (Double($0) * 0.1, 0.3) }) == [0, 49])
  }

  @Test("a time that repeats or steps back ends the line before it and starts one")
  func stepBack() {
    #expect(
      swing(9, [(0, 0), (1, 0), (2, 0), (2, 0), (3, 0), (1, 0), (2, 0)]) == [0, 2, 3, 4, 5, 6])
  }

  @Test("no line with samples on it is longer than the gap")
  func longest() {
    #expect(
      swing(9, gap: 3, [(0, 0), (1, 0), (3, 0), (4, 0), (20, 0), (21, 0)]) == [0, 2, 3, 4, 5])
  }

  @Test("infinite values and differences are kept with their neighbours")
  func infiniteDifferences() {
    let rule = SwingRule<Int64, Double>(width: 1, maxGap: nil)
    let samples: [(Int64, Double)] = [
      (0, 0), (1, 0), (2, 0), (3, .infinity), (4, .infinity), (5, 0), (6, 0), (7, 0),
    ]
    #expect(kept(rule, samples) == [0, 2, 3, 4, 5, 7])
    let far = Double.greatestFiniteMagnitude
    #expect(kept(rule, [(0, far), (1, far), (2, far), (3, -far), (4, -far)]) == [0, 2, 3, 4])
  }

  @Test("differences of integers do not overflow, and are exact near 2⁶³")
  func differences() {
    #expect(Int64.max.minus(.max - 3) == 3)
    #expect(Int64.min.minus(.max) == -0x1p64)
    #expect(Int64.max.minus(-1) == 0x1p63)
  }
}

@Suite struct SeriesRowsTests {
  @Test("nearer rows hide farther ones of the same series")
  func covering() {
    var near = SeriesRows(width: 2)
    near.append([7, 1])
    #expect(near.covering([8, 2, 7, 3]).words == [7, 1, 8, 2])
    #expect(near.covering([]).words == [7, 1])
    #expect(SeriesRows(width: 2).covering([8, 2]).words == [8, 2])
  }

  @Test("a state survives being sent")
  func words() {
    let rule = SwingRule<Int64, Double>(width: 1, maxGap: nil)
    var state = rule.empty
    _ = rule.step(&state, 1, 2)
    _ = rule.step(&state, 5, 3)
    let copy = Words.state(Words.of(state)[...], like: rule.empty)
    #expect(rule.coincide(copy, state))
    #expect(copy.previousTime == 5 && copy.previousValue == 3)
  }
}
