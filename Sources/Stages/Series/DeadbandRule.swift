/// Keeps what differs from the last kept sample of its series by more than `width`, or comes
/// `maxGap` or more after it. The first of a series is kept.
///
/// Equal infinities differ by nothing, an infinity from anything else by infinity.
package struct DeadbandRule<Time: SeriesNumber, Value: SeriesNumber>: SeriesRule {
  package struct State: BitwiseCopyable {
    /// Of the last kept sample.
    var value: Value
    var time: Time
    /// Whether there was a sample: 0 or 1.
    var begun: UInt64
  }

  package let width: Double
  /// NaN where there is none: no difference compares with it.
  private let gap: Double
  private let keepPrevious: Bool

  package init(width: Double, maxGap: Double?, keepPrevious: Bool) {
    self.width = width
    gap = maxGap ?? .nan
    self.keepPrevious = keepPrevious
  }

  package var empty: State { State(value: .zero, time: .zero, begun: 0) }
  package var keepsLast: Bool { false }
  package var looksBack: Bool { keepPrevious }

  package func isEmpty(_ state: State) -> Bool { state.begun == 0 }

  package func coincide(_ a: State, _ b: State) -> Bool {
    a.begun == b.begun && a.value == b.value && (gap.isNaN || a.time == b.time)
  }

  @inline(__always)
  package func step(_ state: inout State, _ time: Time, _ value: Value) -> SeriesVerdict {
    let jumps = value.minus(state.value).magnitude > width
    let passed = time.minus(state.time) >= gap
    guard jumps || passed || state.begun == 0 else { return [] }
    let isFirst = state.begun == 0
    state = State(value: value, time: time, begun: 1)
    return jumps && keepPrevious && !isFirst ? [.keep, .keepPrevious] : .keep
  }
}
