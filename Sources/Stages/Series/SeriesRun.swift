/// Local. The recurrence of a rule over this rank's samples, which begins before it is known how
/// the series stood at the rank before.
///
/// First all series run as if they began here. When the states become known in which the ranks
/// before left them, each series that was assumed to stand otherwise runs again from its first
/// sample on this rank, in step with the run as it was, until both states decide alike: from
/// there on all is as it was.
///
/// Memory: a bit for each record; up to 80 bytes for how each series stands on this rank, and on
/// several ranks three times as much more.
@safe final class SeriesRun<Rule: SeriesRule> {
  struct Slot: BitwiseCopyable {
    var state: Rule.State
    /// Where the last sample is on this rank; −1 where it is on a rank before.
    var previous = -1
  }

  let rule: Rule
  let columns: SeriesColumns<Rule.Time, Rule.Value>
  let bits: KeepBits
  /// How each series stands after this rank's records, by its index here.
  private let slots: SeriesMemory<Slot>
  private let boundaries = SeriesMemory<UInt8>(filledWith: 0)
  /// How each series is assumed to stand before this rank's records.
  private let before: SeriesMemory<Slot>
  /// The run as it was, and as it is now, of series that run again.
  private let old: SeriesMemory<Slot>
  private let new: SeriesMemory<Slot>
  private let active = SeriesMemory<UInt8>(filledWith: 0)
  private var activeCount = 0
  private var stepsInside = 0
  /// Values, times and series that are NaN.
  private(set) var nanCounts = SIMD4<Int>.zero

  init(_ rule: Rule, _ columns: SeriesColumns<Rule.Time, Rule.Value>, count: Int) {
    self.rule = rule
    self.columns = columns
    bits = KeepBits(count: count)
    let empty = Slot(state: rule.empty)
    slots = SeriesMemory(filledWith: empty)
    before = SeriesMemory(filledWith: empty)
    old = SeriesMemory(filledWith: empty)
    new = SeriesMemory(filledWith: empty)
  }

  // MARK: the first run

  /// - Parameter keepsNaN: Whether records with NaN keys stay; they leave the state as it is.
  func run(_ block: KeyBlock, keepsNaN: Bool) {
    columns.forEachStretch(of: block) { first, count in
      slots.grow(to: columns.ids.count)
      boundaries.grow(to: columns.ids.count)
      unsafe run(slots.base, first, count)
      let nan = columns.nanCounts(count)
      nanCounts &+= nan
      if keepsNaN && nan != .zero {
        for index in 0..<count where unsafe columns.series.base[index] < 0 {
          bits.keep(first + index)
        }
      }
    }
  }

  /// The loop over samples: one series's state is loaded, moved on, and stored.
  @unsafe private func run(_ slots: UnsafeMutablePointer<Slot>, _ first: Int, _ count: Int) {
    // SAFETY: each column holds `count` elements; `slots` and `boundaries` have an element for
    // each index of a series.
    let (times, values, series) = unsafe (
      columns.times.base, columns.values.base, columns.series.base
    )
    let (rule, bits) = (rule, bits)
    for index in 0..<count {
      let id = unsafe Int(series[index])
      if id < 0 { continue }
      let slot = unsafe slots + id
      let verdict = unsafe rule.step(&slot.pointee.state, times[index], values[index])
      if !verdict.isEmpty {
        if verdict.contains(.keep) { bits.keep(first + index) }
        let previous = unsafe slot.pointee.previous
        if verdict.contains(.keepPrevious), previous >= 0 { bits.keep(previous) }
        if verdict.contains(.stepsBack) { stepsInside += 1 }
      }
      unsafe slot.pointee.previous = first + index
    }
  }

  // MARK: running again

  /// Local. Takes in how series stood on the ranks before.
  ///
  /// - Returns: Whether any series has to run again.
  func prepare(_ incoming: [(key: UInt64, state: Rule.State)]) -> Bool {
    let count = columns.ids.count
    for memory in [before, old, new] { memory.grow(to: count) }
    active.grow(to: count)
    active.fill(0)
    activeCount = 0
    for (key, state) in incoming {
      let id = Int(columns.ids.find(key))
      guard id >= 0, !rule.coincide(before[id].state, state) else { continue }
      old[id] = before[id]
      new[id] = Slot(state: state)
      before[id] = new[id]
      active[id] = 1
      activeCount += 1
      boundaries[id] = 0
    }
    return activeCount > 0
  }

  /// Local. Runs the series that have to, in a pass over all blocks.
  func runAgain(_ block: KeyBlock) {
    guard activeCount > 0 else { return }
    columns.forEachStretch(of: block) { first, count in
      for index in 0..<count {
        let id = unsafe Int(columns.series.base[index])
        if id >= 0, unsafe active.base[id] != 0 { runAgain(id, index, first + index) }
      }
    }
  }

  private func runAgain(_ id: Int, _ index: Int, _ record: Int) {
    let (time, value) = (columns.times[index], columns.values[index])
    // A state of a rank before is no sample of this rank: the first sample always runs.
    let meets = old[id].previous >= 0 && rule.coincide(old[id].state, new[id].state)
    let was = bits.keeps(record)
    bits.drop(record)
    _ = rule.step(&old[id].state, time, value)
    let verdict = rule.step(&new[id].state, time, value)
    let previous = new[id].previous
    if verdict.contains(.keep) { bits.keep(record) }
    if previous >= 0 {
      if verdict.contains(.keepPrevious) { bits.keep(previous) }
    } else {
      var boundary: SeriesBoundary = []
      if verdict.contains(.keepPrevious) { boundary.insert(.keepsPrevious) }
      if verdict.contains(.stepsBack) { boundary.insert(.stepsBack) }
      boundaries[id] = boundary.rawValue
    }
    old[id].previous = record
    new[id].previous = record
    if meets {
      // What follows, and what it says of this sample, is as it was.
      if was { bits.keep(record) } else { bits.drop(record) }
      stop(id)
    }
  }

  private func stop(_ id: Int) {
    active[id] = 0
    activeCount -= 1
  }

  /// Local. After the pass: series that ran to the end of this rank stand otherwise than they did.
  func finish() {
    guard activeCount > 0 else { return }
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
