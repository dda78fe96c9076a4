/// Keeps the ends of straight lines that pass every sample between them within `width`.
///
/// From the last kept sample, the pivot, every later one leaves a cone of slopes that pass it
/// within `width`; their intersection is the cone of the series. While a sample's own slope lies
/// in the cone of those before it, the line may end there. When one does not, the line ends at
/// the sample before it, which did: that is kept and becomes the pivot. The published swinging
/// door (Bristol 1990; US patent 4,669,097) opens its doors from two points beside the pivot and
/// then draws the line from the pivot itself, which may leave the doors and break the bound; the
/// cone through the pivot is that of the swing filter (Elmeleegy, Elmagarmid, Cecchet, Aref,
/// Zwaenepoel, PVLDB 2(1), 2009, section 3), here with ends that are samples.
///
/// Slopes are kept as numerator and denominator and compared by products. A comparison that
/// rounding may have turned counts as outside, so that the bound holds as computed; products that
/// are exact and equal count as inside. Of small integers all products are exact.
package struct SwingRule<Time: SeriesNumber, Value: SeriesNumber>: SeriesRule {
  /// Both sides of the cone are seen from above: lane 0 is the value, lane 1 its negative.
  package typealias Sides = SIMD2<Double>

  package struct State: BitwiseCopyable {
    var pivotTime: Time
    var pivotValue: Value
    /// The greatest slopes of the cone, `bound / boundRun`; infinite where the denominator is 0,
    /// and nothing has come yet where it is negative.
    var bound: Sides
    var boundRun: Sides
    /// Of the last sample.
    package var previousTime: Time
    package var previousValue: Value
  }

  package let width: Double
  /// In the unit of the time; infinity where there is no limit.
  package let gap: Double

  /// - Parameter maxGap: No line is longer in time where it has samples between its ends.
  package init(width: Double, maxGap: Double?) {
    self.width = width
    gap = maxGap ?? .infinity
  }

  package var empty: State {
    var state = started(.highest, .zero)
    state.boundRun = Sides(repeating: -1)
    return state
  }
  package var keepsLast: Bool { true }
  package var looksBack: Bool { true }

  package func isEmpty(_ state: State) -> Bool { state.boundRun[0] < 0 }

  /// The cone follows from the pivot, and within a line times only grow.
  package func coincide(_ a: State, _ b: State) -> Bool {
    a.pivotTime == b.pivotTime && a.pivotValue == b.pivotValue && a.bound == b.bound
      && a.boundRun == b.boundRun
  }

  /// Pivot and last sample are the same; all slopes are in the cone.
  @inline(__always)
  private func started(_ time: Time, _ value: Value) -> State {
    State(
      pivotTime: time, pivotValue: value, bound: .one, boundRun: .zero, previousTime: time,
      previousValue: value)
  }

  @inline(__always)
  package func step(_ state: inout State, _ time: Time, _ value: Value) -> SeriesVerdict {
    let sinceLast = time.minus(state.previousTime)
    let change = value.minus(state.previousValue)
    guard sinceLast > 0, sinceLast < .infinity, change.magnitude < .infinity else {
      return startLine(&state, time, value, stepsBack: !(sinceLast > 0))
    }
    let run = time.minus(state.pivotTime)
    let rise = value.minus(state.pivotValue)
    let isInside = isInside(Sides(rise, -rise), run, state)
    // Selected and not branched on: noise ends lines and tightens either side at any time.
    let (newRun, newRise) = isInside ? (run, rise) : (sinceLast, change)
    let reach = reach(Sides(newRise, -newRise))
    let tightens = reach * state.boundRun .< state.bound * newRun
    let replaced = tightens .| SIMDMask(repeating: !isInside)
    state.bound.replace(with: reach, where: replaced)
    state.boundRun.replace(with: newRun, where: replaced)
    state.pivotTime = isInside ? state.pivotTime : state.previousTime
    state.pivotValue = isInside ? state.pivotValue : state.previousValue
    state.previousTime = time
    state.previousValue = value
    return isInside ? [] : .keepPrevious
  }

  /// No line leads to this sample: its time is not later, or a difference is infinite.
  @inline(never)
  private func startLine(
    _ state: inout State, _ time: Time, _ value: Value, stepsBack: Bool
  ) -> SeriesVerdict {
    let isFirst = isEmpty(state)
    state = started(time, value)
    if isFirst { return .keep }
    return stepsBack ? [.keep, .keepPrevious, .stepsBack] : [.keep, .keepPrevious]
  }

  /// Four units in the last place: more than two products and their comparison lose.
  private var margin: Double { 4 * Double.ulpOfOne }

  /// Whether the slope `sides / run` is surely in the cone.
  @inline(__always)
  private func isInside(_ sides: Sides, _ run: Double, _ state: State) -> Bool {
    let mine = sides * state.boundRun
    let limit = state.bound * run
    let room = limit - mine
    let doubt = margin * (magnitude(mine) + magnitude(limit))
    let isSure = (room[0] > doubt[0], room[1] > doubt[1])
    let isOut = (room[0] < -doubt[0], room[1] < -doubt[1])
    // Not `&&`, which would branch on noise.
    let inside = bit(isSure.0) & bit(isSure.1) & bit(run <= gap)
    let outside = bit(isOut.0) | bit(isOut.1) | bit(run > gap)
    if inside | outside == 1 { return inside == 1 }
    return isExactlyInside(sides, run, state, room, doubt)
  }

  @inline(__always)
  private func bit(_ condition: Bool) -> UInt8 { unsafe unsafeBitCast(condition, to: UInt8.self) }

  /// Of products so close that rounding may have turned them: whether they are exact.
  @inline(never)
  private func isExactlyInside(
    _ sides: Sides, _ run: Double, _ state: State, _ room: Sides, _ doubt: Sides
  ) -> Bool {
    for lane in 0..<2 where !(room[lane] > doubt[lane]) {
      let (side, boundRun, bound) = (sides[lane], state.boundRun[lane], state.bound[lane])
      guard room[lane] >= 0, (-(side * boundRun)).addingProduct(side, boundRun) == 0,
        (-(bound * run)).addingProduct(bound, run) == 0
      else { return false }
    }
    return true
  }

  /// `sides + width`, drawn in by a little where the sum is rounded.
  @inline(__always)
  private func reach(_ sides: Sides) -> Sides {
    let widths = Sides(repeating: width)
    let reach = sides + widths
    let isExact = (reach - sides .== widths) .& (reach - widths .== sides)
    let inset = margin * (magnitude(sides) + widths)
    return reach - inset.replacing(with: 0, where: isExact)
  }

  @inline(__always)
  private func magnitude(_ sides: Sides) -> Sides {
    let bits = unsafe unsafeBitCast(sides, to: SIMD2<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF
    return unsafe unsafeBitCast(bits, to: Sides.self)
  }
}
