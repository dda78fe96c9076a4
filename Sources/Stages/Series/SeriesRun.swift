/// Local. The recurrence of a rule over this rank's samples, which begins before it is known how
/// the series stood at the rank before.
///
/// First all series run as if they began here. When the states become known in which the ranks
/// before left them, each series that was assumed to stand otherwise runs again from its first
/// sample on this rank, in step with the run as it was, until both states decide alike: from
/// there on all is as it was. The other series go along up to there, so that what watches sees all
/// samples of the stretches that it sees again.
///
/// Memory: a bit for each record; up to 72 bytes for how each series stands on this rank, and on
/// several ranks three times as much more.
@safe final class SeriesRun<Watch: SeriesWatch> {
  typealias Rule = Watch.Rule

  typealias Slot = SeriesSlot<Rule.State>

  let rule: Rule
  let columns: SeriesColumns<Rule.Time, Rule.Value>
  let bits: KeepBits
  /// How each series stands after this rank's records, by its index here.
  private let slots: SeriesSlots<Rule.State>
  private let boundaries = SeriesMemory<UInt8>(filledWith: 0)
  /// How each series is assumed to stand before this rank's records.
  private let before: SeriesSlots<Rule.State>
  /// The run as it was, and as it is now, of series that run again.
  private let old: SeriesSlots<Rule.State>
  private let new: SeriesSlots<Rule.State>
  private let active = SeriesMemory<UInt8>(filledWith: 0)
  private var activeCount = 0
  /// Of the run as it is.
  private(set) var watch: Watch
  /// Of series that run again.
  private var watchAgain: Watch
  private let makeWatch: () -> Watch
  private var stepsInside = 0
  /// Values, times and series that are NaN.
  private(set) var nanCounts = SIMD4<Int>.zero

  init(
    _ rule: Rule, _ columns: SeriesColumns<Rule.Time, Rule.Value>, count: Int,
    watch: @escaping () -> Watch
  ) {
    self.rule = rule
    self.columns = columns
    makeWatch = watch
    self.watch = watch()
    watchAgain = watch()
    bits = KeepBits(count: count)
    slots = SeriesSlots(filledWith: rule.empty)
    before = SeriesSlots(filledWith: rule.empty)
    old = SeriesSlots(filledWith: rule.empty)
    new = SeriesSlots(filledWith: rule.empty)
  }

  // MARK: the first run

  /// - Parameter keepsNaN: Whether records with NaN keys stay; they leave the state as it is.
  func run(_ block: KeyBlock, keepsNaN: Bool) {
    unsafe columns.forEachStretch(of: block) { first, stretch in
      slots.grow(to: columns.ids.count)
      boundaries.grow(to: columns.ids.count)
      unsafe run(first, stretch)
      let nan = unsafe columns.nanCounts(stretch)
      nanCounts &+= nan
      if keepsNaN && nan != .zero {
        for index in 0..<(unsafe stretch.count) where unsafe stretch.series[index] < 0 {
          bits.keep(first + index)
        }
      }
    }
  }

  /// The loop over samples: one series's state is loaded, moved on, and stored. In turn with
  /// vectors, which are asked less often where they take nothing.
  @unsafe private func run(_ first: Int, _ stretch: SeriesStretch<Rule.Time, Rule.Value>) {
    let (rule, bits, slots) = (rule, bits, slots)
    let (states, last) = unsafe (slots.states.base, slots.previous.base)
    var watch = watch
    var steps = 0
    watch.begin(series: columns.ids.count)
    let count = unsafe stretch.count
    var index = 0
    var (patience, turn) = (8, 0)
    while index < count {
      if index == turn {
        let taken = unsafe watch.takeInLanes(stretch, from: index, first: first, slots, bits)
        patience = taken == 0 ? Swift.min(2 * patience, count) : 8
        index += taken ?? 0
        turn = taken == nil ? count : index + patience
        if index == count { break }
      }
      defer { index += 1 }
      // SAFETY: each column holds `count` elements; there is a state for each index of a series.
      let id = unsafe Int(stretch.series[index])
      if id < 0 { continue }
      slots.straighten(id)
      let state = unsafe states + id
      let (time, value) = unsafe (stretch.times[index], stretch.values[index])
      let before = unsafe watch.look(state.pointee)
      let verdict = unsafe rule.step(&state.pointee, time, value)
      let previous = unsafe last[id]
      if !verdict.isEmpty {
        if verdict.contains(.keep) { bits.keep(first + index) }
        if verdict.contains(.keepPrevious), previous >= 0 { bits.keep(previous) }
        if verdict.contains(.stepsBack) { steps += 1 }
      }
      watch.saw(id, verdict, before, time, value, isLocal: previous >= 0)
      unsafe last[id] = first + index
    }
    stepsInside += steps
    watch.end()
    self.watch = watch
  }

  // MARK: running again

  /// Local. Takes in how series stood on the ranks before.
  ///
  /// - Returns: Whether any series has to run again.
  func prepare(_ incoming: [(key: UInt64, state: Rule.State)]) -> Bool {
    let count = columns.ids.count
    for slots in [before, old, new] { slots.grow(to: count) }
    active.grow(to: count)
    active.fill(0)
    activeCount = 0
    watchAgain = makeWatch()
    for (key, state) in incoming {
      let id = Int(columns.ids.find(key))
      // Of samples that are all NaN nothing stands otherwise.
      guard id >= 0, slots[id].previous >= 0, !rule.coincide(before[id].state, state) else {
        continue
      }
      old[id] = before[id]
      before[id] = Slot(state: state)
      active[id] = 1
      activeCount += 1
      boundaries[id] = 0
    }
    for id in 0..<count { new[id] = before[id] }
    return activeCount > 0
  }

  /// Whether there are series left that stand otherwise than they did.
  var isRunningAgain: Bool { activeCount > 0 }

  /// Local. Runs the series again, in a pass over the first blocks.
  func runAgain(_ block: KeyBlock) {
    unsafe columns.forEachStretch(of: block) { first, stretch in
      watchAgain.begin(series: columns.ids.count)
      for index in 0..<(unsafe stretch.count) {
        // SAFETY: as in the first run.
        let id = unsafe Int(stretch.series[index])
        if id >= 0 {
          unsafe runAgain(id, first + index, stretch.times[index], stretch.values[index])
        }
      }
      watchAgain.end()
    }
  }

  private func runAgain(_ id: Int, _ record: Int, _ time: Rule.Time, _ value: Rule.Value) {
    let (isActive, before, previous) = (
      active[id] != 0, watchAgain.look(new[id].state), new[id].previous
    )
    // A state of a rank before is no sample of this rank: the first sample always runs.
    let meets =
      isActive && old[id].previous >= 0 && rule.coincide(old[id].state, new[id].state)
    let verdict = rule.step(&new[id].state, time, value)
    watchAgain.saw(id, verdict, before, time, value, isLocal: previous >= 0)
    new[id].previous = record
    guard isActive else { return }
    if previous >= 0, verdict.contains(.keepPrevious) { bits.keep(previous) }
    if meets {
      // What follows, and what it says of this sample, is as it was.
      stop(id)
      return
    }
    bits.drop(record)
    _ = rule.step(&old[id].state, time, value)
    old[id].previous = record
    if verdict.contains(.keep) { bits.keep(record) }
    if previous < 0 {
      var boundary: SeriesBoundary = []
      if verdict.contains(.keepPrevious) { boundary.insert(.keepsPrevious) }
      if verdict.contains(.stepsBack) { boundary.insert(.stepsBack) }
      boundaries[id] = boundary.rawValue
    }
  }

  private func stop(_ id: Int) {
    active[id] = 0
    activeCount -= 1
  }

  /// Local. After the pass: series that ran to the end of this rank stand otherwise than they did.
  func finish() {
    watch.replaceFirst(with: watchAgain)
    for id in 0..<columns.ids.count where active[id] != 0 {
      slots[id] = new[id]
      stop(id)
    }
  }

  // MARK: what it has found

  /// How a series stands after this rank's records.
  func standing(_ id: Int) -> Slot { slots[id] }

  /// Series whose sample before this rank's first is to be kept.
  var keepingPrevious: [Int] {
    (0..<columns.ids.count).filter {
      SeriesBoundary(rawValue: boundaries[$0]).contains(.keepsPrevious)
    }
  }

  /// Samples whose time is not after that of the one before.
  var stepsBack: Int {
    (0..<columns.ids.count).reduce(stepsInside) {
      $0 + (SeriesBoundary(rawValue: boundaries[$1]).contains(.stepsBack) ? 1 : 0)
    }
  }
}

/// What a series's first sample here says of the sample before it, on another rank.
private struct SeriesBoundary: OptionSet {
  let rawValue: UInt8
  static let keepsPrevious = SeriesBoundary(rawValue: 1)
  static let stepsBack = SeriesBoundary(rawValue: 2)
}
