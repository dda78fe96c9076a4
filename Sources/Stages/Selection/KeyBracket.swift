import PruneKernels
import ShardedArrays

/// A range of ordered keys in which one is searched.
package struct KeyInterval: Hashable, Sendable {
  /// The first and the last key that is still to be told apart; none if in the wrong order.
  package var from: UInt64
  package var through: UInt64
  /// Whether the key right before and the one right behind are counted by themselves, because so
  /// many records have them.
  package var countsBefore = false
  package var countsBehind = false

  package init(
    from: UInt64, through: UInt64, countsBefore: Bool = false, countsBehind: Bool = false
  ) {
    self.from = from
    self.through = through
    self.countsBefore = countsBefore
    self.countsBehind = countsBehind
  }

  package var isEmpty: Bool { from > through }
}

/// What one pass finds out about an interval: this rank's keys in it, below it and right at its
/// ends, their histogram, and the keys themselves as far as there is room.
///
/// Keys in the interval are compacted to the candidates. Where these get too many they are
/// counted in the histogram and forgotten: it is complete in any case.
struct KeyBracket {
  let order: KeyOrder
  let interval: KeyInterval
  /// A bin of the histogram has 2^shift keys.
  let shift: Int

  /// Below the interval, the key right before it included.
  private(set) var under = 0
  private(set) var before = 0
  private(set) var inside = 0
  private(set) var behind = 0
  private(set) var nan = 0
  var below: Int { under - before }
  private(set) var histogram: [Int]
  /// What the keys in a bin weigh; empty unless weighed.
  private(set) var masses: [UInt128]
  /// Whether there were more keys than candidates may be kept.
  private(set) var spilled = false

  private let candidates: RecordBuffer
  private let capacity: Int
  private var held = 0
  /// Every number is in the interval, so that there is nothing to compact.
  let isDirect: Bool
  /// Whether keys below and NaNs may occur.
  private let isFirst: Bool

  /// - Parameters:
  ///   - bins: The histogram has 2^bins of them, or fewer.
  ///   - capacity: How many candidates are kept; ``StagePass/blockRecords`` more fit.
  ///   - isWeighed: Whether the keys, all of them 0 or more, are added up.
  ///   - isDirect: Every number is in the interval, and candidates are not kept.
  ///   - isFirst: Whether the keys are those of all records and not those of another bracket.
  init(
    _ order: KeyOrder, _ interval: KeyInterval, bins: Int, capacity: Int, isWeighed: Bool = false,
    isDirect: Bool = false, isFirst: Bool = true
  ) {
    self.order = order
    self.interval = interval
    let span = interval.isEmpty ? 0 : interval.through - interval.from
    shift = max(0, 64 - span.leadingZeroBitCount - bins)
    let binCount = interval.isEmpty ? 0 : Int(span >> UInt64(shift)) + 1
    histogram = Array(repeating: 0, count: binCount)
    masses = Array(repeating: 0, count: isWeighed ? binCount : 0)
    self.capacity = capacity
    self.isDirect = isDirect
    self.isFirst = isFirst
    spilled = isDirect
    let room = isDirect || interval.isEmpty ? 0 : capacity + StagePass.blockRecords
    candidates = RecordBuffer(byteCount: room * order.byteCount)
  }

  /// Local. The keys of a block.
  ///
  /// - Parameter keys: At most ``StagePass/blockRecords``.
  mutating func take(_ keys: RawSpan) {
    guard !isDirect else {
      count(keys)
      return
    }
    if isFirst { countEnds(keys) }
    guard !interval.isEmpty else { return }
    if held > capacity { spill() }
    let width = order.byteCount
    let range = KeyRange(order, interval.from, through: interval.through)
    let isFirst = isFirst
    let split = candidates.withMutableBytes(held * width..<held * width + keys.byteCount) { room in
      isFirst
        ? range.split(keys, into: &room)
        : KeyRange.Split(inside: range.compact(keys, into: &room))
    }
    held += split.inside
    inside += split.inside
    under += split.below
    nan += split.nan
  }

  /// Local. The candidates of a bracket around this one.
  mutating func take(candidatesOf outer: KeyBracket) {
    let width = order.byteCount
    for start in stride(from: 0, to: outer.held, by: StagePass.blockRecords) {
      let end = min(start + StagePass.blockRecords, outer.held)
      outer.candidates.withBytes(start * width..<end * width) { take($0) }
    }
  }

  /// Local. Completes the histogram; to be called when all blocks were taken.
  mutating func finish() {
    guard held > 0 else { return }
    candidates.withBytes(0..<held * order.byteCount) { count($0) }
  }

  private mutating func spill() {
    finish()
    held = 0
    spilled = true
  }

  private mutating func countEnds(_ keys: RawSpan) {
    if interval.countsBefore {
      before += KeyRange(order, interval.from - 1, through: interval.from - 1).count(keys)
    }
    if interval.countsBehind {
      behind += KeyRange(order, interval.through + 1, through: interval.through + 1).count(keys)
    }
    guard interval.isEmpty else { return }
    if interval.from > order.least {
      under += KeyRange(order, order.least, through: interval.from - 1).count(keys)
    }
    nan += order.nanCount(keys)
  }

  private mutating func count(_ keys: RawSpan) {
    let (order, interval, shift) = (order, interval, shift)
    guard !masses.isEmpty else {
      var counts = histogram.mutableSpan
      order.histogram(
        keys, from: interval.from, through: interval.through, shift: shift, into: &counts)
      return
    }
    Self.weigh(keys, order, interval, shift, into: &histogram, &masses)
  }

  private static func weigh(
    _ keys: RawSpan, _ order: KeyOrder, _ interval: KeyInterval, _ shift: Int,
    into histogram: inout [Int], _ masses: inout [UInt128]
  ) {
    var counts = histogram.mutableSpan
    var sums = masses.mutableSpan
    order.massHistogram(
      keys, from: interval.from, through: interval.through, shift: shift, into: &counts,
      masses: &sums)
  }

  /// The keys of a bin.
  func keys(ofBin bin: Int) -> KeyInterval {
    let from = interval.from + UInt64(bin) << UInt64(shift)
    let last = 1 << UInt64(shift) - 1 as UInt64
    return KeyInterval(
      from: from, through: last < interval.through - from ? from + last : interval.through)
  }
}

extension KeyOrder {
  /// How many keys of a block are NaN.
  func nanCount(_ keys: RawSpan) -> Int {
    kind == .float ? KeyRange.nan(self).count(keys) : 0
  }
}
