/// Local. The lines between kept samples of each series, with their ends, in order, as far as
/// they pass dropped samples of this rank.
///
/// Memory: 40 bytes a line of those that are compared, at most 20 bytes a record; about 120 bytes
/// for each series.
@safe final class SwingSegments<Time: SeriesNumber, Value: SeriesNumber> {
  typealias Point = SwingPoint<Time, Value>

  private struct Segment: BitwiseCopyable {
    var end: Point
    /// The line's first dropped sample here.
    var first: Int
    /// The next line of the series that passes dropped samples; −1 where there is none.
    var next = -1
  }

  /// Where a series is, while lines are collected and again while samples are compared.
  private struct Cursor: BitwiseCopyable {
    var start: Point
    /// From the start to the end of the line.
    var rise = 0.0
    var run = 0.0
    /// The next line, and the last.
    var next = -1
    var last = -1
    /// What of this rank was seen: kept samples, and dropped ones since the last kept, and the
    /// first of those.
    var hasKept = false
    var dropped = 0
    var firstDropped = 0
    /// Whether the line is one of those that are compared.
    var isCompared = false
  }

  private let cursors: SeriesMemory<Cursor>
  /// The first kept sample of each series here.
  private let firsts: SeriesMemory<Point>
  private let chunks = SegmentList<Segment>()
  private let columns: SeriesColumns<Time, Value>
  private let bits: KeepBits
  private let least: Int
  private(set) var largestError = 0.0
  /// Dropped samples that are too far from their line.
  private(set) var wrong: [Int] = []

  /// - Parameter least: Dropped samples on this rank that a line has at least; those of shorter
  ///   lines are not compared.
  init(_ columns: SeriesColumns<Time, Value>, _ bits: KeepBits, linesOf least: Int = 1) {
    self.least = least
    self.columns = columns
    self.bits = bits
    let none = Point()
    let count = columns.ids.count
    cursors = SeriesMemory(count: count, filledWith: Cursor(start: none))
    firsts = SeriesMemory(count: count, filledWith: none)
  }

  // MARK: collecting

  /// Local. Finds the lines of a block.
  func collect(_ block: KeyBlock) {
    unsafe columns.forEachStretch(of: block) { unsafe collect($0, $1) }
  }

  @unsafe private func collect(_ first: Int, _ stretch: SeriesStretch<Time, Value>) {
    // SAFETY: each column holds `count` elements, and there is a cursor for each index of a series.
    let (series, cursors) = unsafe (stretch.series, cursors.base)
    for index in 0..<(unsafe stretch.count) {
      let id = unsafe Int(series[index])
      if id < 0 { continue }
      let cursor = unsafe cursors + id
      guard bits.keeps(first + index) else {
        if unsafe cursor.pointee.dropped == 0 {
          unsafe cursor.pointee.firstDropped = first + index
        }
        unsafe cursor.pointee.dropped += 1
        continue
      }
      let point = unsafe Point(stretch.times[index], stretch.values[index])
      if unsafe !cursor.pointee.hasKept {
        unsafe cursor.pointee.hasKept = true
        firsts[id] = point
      }
      if unsafe cursor.pointee.dropped >= least { close(id, at: point) }
      unsafe cursor.pointee.dropped = 0
      unsafe cursor.pointee.start = point
    }
  }

  private func close(_ id: Int, at end: Point) {
    let place = chunks.append(Segment(end: end, first: cursors[id].firstDropped))
    if cursors[id].last >= 0 {
      chunks[cursors[id].last].next = place
    } else {
      cursors[id].next = place
    }
    cursors[id].last = place
  }

  /// The first kept sample of each series here, or the last one: its index and the sample.
  var firstKept: [(id: Int, point: Point)] { kept { firsts[$0] } }
  var lastKept: [(id: Int, point: Point)] { kept { cursors[$0].start } }

  private func kept(_ point: (Int) -> Point) -> [(id: Int, point: Point)] {
    (0..<columns.ids.count).filter { cursors[$0].hasKept }.map { ($0, point($0)) }
  }

  /// Local. Takes in with which sample, on a rank before, each series's first line here begins;
  /// samples are compared from there.
  func begin(_ starts: [(id: Int, point: Point)]) {
    for (id, point) in starts { cursors[id].start = point }
    for id in 0..<columns.ids.count {
      // The first dropped sample takes up the first line.
      cursors[id].hasKept = true
    }
  }

  /// Local. Takes in with which sample, on a rank after, each series's last line here ends.
  func end(_ ends: [(id: Int, point: Point)]) {
    for (id, point) in ends where cursors[id].dropped >= least { close(id, at: point) }
  }

  // MARK: comparing

  /// Local. Compares each dropped sample of a block with its line, and notes those that are not
  /// within `width` of it.
  ///
  /// The error is |v − v₀ − (v₁ − v₀)(t − t₀) ÷ (t₁ − t₀)|, in `Double`, differences first.
  func compare(_ block: KeyBlock, width: Double) {
    unsafe columns.forEachStretch(of: block) { unsafe compare($0, $1, width) }
  }

  @unsafe private func compare(
    _ first: Int, _ stretch: SeriesStretch<Time, Value>, _ width: Double
  ) {
    // SAFETY: as in `collect`.
    let (times, values, series) = unsafe (stretch.times, stretch.values, stretch.series)
    let (cursors, bits) = unsafe (cursors.base, bits)
    var largest = largestError
    for index in 0..<(unsafe stretch.count) {
      let id = unsafe Int(series[index])
      if id < 0 { continue }
      let cursor = unsafe cursors + id
      if bits.keeps(first + index) {
        unsafe cursor.pointee.start = Point(times[index], values[index])
        unsafe cursor.pointee.hasKept = true
        continue
      }
      if unsafe cursor.pointee.hasKept { takeLine(id, first + index) }
      if unsafe !cursor.pointee.isCompared { continue }
      let start = unsafe cursor.pointee.start
      let part = unsafe times[index].minus(start.time) * cursor.pointee.rise
      let line = unsafe part / cursor.pointee.run
      let error = unsafe (values[index].minus(start.value) - line).magnitude
      if error <= width {
        largest = Swift.max(largest, error)
      } else {
        wrong.append(first + index)
      }
    }
    largestError = largest
  }

  private func takeLine(_ id: Int, _ record: Int) {
    let place = cursors[id].next
    cursors[id].hasKept = false
    cursors[id].isCompared = place >= 0 && chunks[place].first == record
    precondition(
      place >= 0 || least > 1, "a dropped sample behind the last kept one of its series")
    guard cursors[id].isCompared else { return }
    let segment = chunks[place]
    cursors[id].rise = segment.end.value.minus(cursors[id].start.value)
    cursors[id].run = segment.end.time.minus(cursors[id].start.time)
    cursors[id].next = segment.next
  }
}

/// A list in pieces of a fixed size, so that growing copies nothing.
@safe private final class SegmentList<Element: BitwiseCopyable> {
  private static var size: Int { 1 << 14 }

  private var chunks: [SeriesMemory<Element>] = []
  private var count = 0

  func append(_ element: Element) -> Int {
    if count == chunks.count * Self.size {
      chunks.append(SeriesMemory(count: Self.size, filledWith: element))
    }
    count += 1
    self[count - 1] = element
    return count - 1
  }

  subscript(_ place: Int) -> Element {
    get { chunks[place / Self.size][place % Self.size] }
    set { chunks[place / Self.size][place % Self.size] = newValue }
  }
}
