import PruneKernels

/// Local. Compares each dropped sample with its line when the line ends, in the pass that finds
/// the lines.
///
/// The error is |v − v₀ − (v₁ − v₀)(t − t₀) ÷ (t₁ − t₀)|, in `Double`, differences first.
///
/// Memory: up to 48 bytes for each series, and 16 bytes for each sample of its open line that may
/// be the farthest from it (see ``LinePoints``): of long lines few, at worst all.
@safe struct SwingLines<Time: SeriesNumber, Value: SeriesNumber>: SeriesWatch {
  typealias Rule = SwingRule<Time, Value>

  private let held: Held
  private let width: Double
  private let most: Int
  /// Of the stretch: for each series the line that is open.
  private var open: UnsafeMutablePointer<LinePoints>
  /// Of lines that ended in the stretch.
  private var largest = 0.0

  /// - Parameter most: Samples that are held of a line; longer ones are not compared.
  init(_ rule: Rule, most: Int = .max, path: KernelPath = .best) {
    width = rule.width
    self.most = most
    held = Held(rule, path)
    unsafe open = held.open.base
  }

  mutating func begin(series: Int) {
    unsafe held.open.grow(to: series)
    held.firsts.grow(to: series)
    unsafe open = held.open.base
    largest = 0
  }

  /// The ends of the line as it was.
  struct Before {
    let (pivotTime, previousTime): (Time, Time)
    let (pivotValue, previousValue): (Value, Value)
  }

  @inline(__always)
  func look(_ state: borrowing Rule.State) -> Before {
    Before(
      pivotTime: state.pivotTime, previousTime: state.previousTime, pivotValue: state.pivotValue,
      previousValue: state.previousValue)
  }

  @inline(__always)
  mutating func saw(
    _ id: Int, _ verdict: SeriesVerdict, _ before: Before, _ time: Time, _ value: Value,
    isLocal: Bool
  ) {
    // SAFETY: `begin` has made room for every series.
    let line = unsafe open + id
    if verdict.isEmpty {
      return unsafe line.pointee.append(
        run: time.minus(before.pivotTime), rise: value.minus(before.pivotValue), width: width,
        most: most)
    }
    unsafe end(line, before)
    if !held.firsts[id].isKnown { learnFirst(id, verdict, before, time, value, isLocal) }
    if verdict.contains(.keep) { return }
    unsafe line.pointee.append(
      run: time.minus(before.previousTime), rise: value.minus(before.previousValue), width: width,
      most: most)
  }

  /// The line has ended at the sample before, the last of its points.
  @inline(__always)
  private mutating func end(_ line: UnsafeMutablePointer<LinePoints>, _ before: Before) {
    largest = unsafe line.pointee.largestError(
      dropping: 1, run: before.previousTime.minus(before.pivotTime),
      rise: before.previousValue.minus(before.pivotValue), above: largest)
    if unsafe line.pointee.isOverfull { held.wasOverfull = true }
    unsafe line.pointee.removeAll()
  }

  @inline(never)
  private func learnFirst(
    _ id: Int, _ verdict: SeriesVerdict, _ before: Before, _ time: Time, _ value: Value,
    _ isLocal: Bool
  ) {
    if verdict.contains(.keepPrevious) && isLocal {
      held.firsts[id] = SwingPoint(before.previousTime, before.previousValue)
    } else if verdict.contains(.keep) {
      held.firsts[id] = SwingPoint(time, value)
    }
  }

  @unsafe mutating func takeInLanes(
    _ stretch: SeriesStretch<Time, Value>, from index: Int, first: Int,
    _ slots: SeriesSlots<Rule.State>, _ bits: KeepBits
  ) -> Int? {
    guard let lanes = held.lanes else { return nil }
    held.kept.grow(to: unsafe stretch.count)
    // SAFETY: states and lines have the sizes that the kernel takes, and one for each series; there
    // is room for as many kept samples as a stretch has.
    let (taken, found) = unsafe lanes.take(
      times: stretch.times + index, values: stretch.values + index, series: stretch.series + index,
      count: stretch.count - index, first: first + index, states: slots.states.base,
      turned: slots.turned.base, previous: slots.previous.base, lines: open, largest: &largest,
      kept: held.kept.base)
    for place in 0..<found { bits.keep(Int(held.kept[place])) }
    return taken
  }

  mutating func end() { held.errors.append(largest) }

  func replaceFirst(with other: SwingLines) {
    let stretches = other.held.errors.count
    held.wasOverfull = held.wasOverfull || other.held.wasOverfull
    held.errors.replaceSubrange(0..<stretches, with: other.held.errors)
    if stretches == held.errors.count {
      unsafe swap(&held.open, &other.held.open)
      held.firsts = other.held.firsts
    } else {
      for id in 0..<other.held.firsts.count where other.held.firsts[id].isKnown {
        held.firsts[id] = other.held.firsts[id]
      }
    }
  }

  // MARK: what it has found

  /// The first kept sample of a series on this rank.
  func first(_ id: Int) -> SwingPoint<Time, Value> { held.firsts[id] }

  /// Whether samples behind the last kept one were seen here.
  func isOpen(_ id: Int) -> Bool {
    let line = unsafe held.open[id]
    return unsafe line.count > 0 || line.isOverfull
  }

  /// Whether a line had more samples than may be held, so that those were not compared.
  var isOverfull: Bool {
    held.wasOverfull || (0..<(unsafe held.open.count)).contains { unsafe held.open[$0].isOverfull }
  }

  /// Local. The line that is open ends at its last sample here.
  func closeHere(_ id: Int, _ state: Rule.State) {
    let points = unsafe held.open[id]
    held.errors.append(
      unsafe points.largestError(
        dropping: 1, run: state.previousTime.minus(state.pivotTime),
        rise: state.previousValue.minus(state.pivotValue), above: 0))
  }

  /// Local. The line that is open ends on a rank behind.
  func close(_ id: Int, _ state: Rule.State, at end: SwingPoint<Time, Value>) {
    let points = unsafe held.open[id]
    held.errors.append(
      unsafe points.largestError(
        dropping: 0, run: end.time.minus(state.pivotTime),
        rise: end.value.minus(state.pivotValue), above: 0))
  }

  /// Of all lines so far; infinite where one could not be computed.
  var largestError: Double {
    held.errors.reduce(0) { $1.isNaN ? .infinity : Swift.max($0, $1) }
  }

  /// What outlives a stretch.
  @safe private final class Held {
    var open = unsafe SeriesMemory<LinePoints>(filledWith: LinePoints())
    var firsts = SeriesMemory(filledWith: SwingPoint<Time, Value>())
    /// The largest error of lines that ended in each stretch.
    var errors: [Double] = []
    /// Whether a line that has ended had more samples than may be held.
    var wasOverfull = false

    /// Nil where the processor has none.
    let lanes: SwingLanes?
    /// Samples that lanes have kept.
    let kept = SeriesMemory<Int64>(filledWith: 0)

    init(_ rule: Rule, _ path: KernelPath) {
      let isOfOneSize =
        unsafe MemoryLayout<Rule.State>.stride == SwingLanes.stateBytes
        && MemoryLayout<LinePoints>.stride == SwingLanes.lineBytes
      precondition(isOfOneSize, "states of another size than the kernel's")
      lanes = SwingLanes(
        width: rule.width, gap: rule.gap, integerTimes: Time.self == Int64.self,
        integerValues: Value.self == Int64.self, path: path)
    }

    deinit {
      for id in 0..<(unsafe open.count) { unsafe open[id].free() }
    }
  }
}

/// A sample of a series.
struct SwingPoint<Time: SeriesNumber, Value: SeriesNumber>: BitwiseCopyable {
  var time = Time.zero
  var value = Value.zero
  var isKnown = false

  init() {}

  init(_ time: Time, _ value: Value) {
    self.time = time
    self.value = value
    isKnown = true
  }
}
