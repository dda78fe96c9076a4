/// Seconds and bytes of each phase on this rank.
struct PhaseClock {
  private(set) var seconds: [PhaseOutcome.Phase: Double] = [:]
  private(set) var bytes: [PhaseOutcome.Phase: Int] = [:]

  mutating func add(_ phase: PhaseOutcome.Phase, seconds: Double, bytes: Int = 0) {
    self.seconds[phase, default: 0] += seconds
    self.bytes[phase, default: 0] += bytes
  }
}

/// Measures from its making on.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
