/// Records of one width, in order, in a list of fixed-size buffers: nothing is copied when it
/// grows, and a part of it can be taken out without copying.
///
/// Holds survivors, their positions, or rejects; knows widths, not types.
public struct RecordList {
  /// Bytes of one buffer, a multiple of every width: two huge pages, small against the promise
  /// of survivors + 64 MiB.
  public static let bufferBytes = 4 << 20

  struct Run {
    var buffer: RecordBuffer
    /// In bytes.
    var range: Range<Int>
  }

  /// Bytes of one record.
  public let width: Int
  private(set) var runs: [Run] = []
  public private(set) var count = 0
  /// Whether the last run ends where its buffer is filled.
  private var tailIsFilledEnd = false
  private var scratch: RecordBuffer?
  /// Mapped ahead of time by ``prepare(for:)``.
  private var next: RecordBuffer?

  public init(width: Int) {
    self.width = width
  }

  init(width: Int, runs: [Run], count: Int) {
    self.width = width
    self.runs = runs
    self.count = count
  }

  public var byteCount: Int { count * width }

  /// Local. Makes sure that the next `capacity` records have memory, mapped by the operating
  /// system, so that a kernel timed afterwards does not pay for page faults.
  public mutating func prepare(for capacity: Int) {
    if ownsTail(), runs[runs.count - 1].range.upperBound + capacity * width <= Self.bufferBytes {
      return
    }
    if next == nil || !isKnownUniquelyReferenced(&next) {
      next = RecordBuffer(byteCount: Self.bufferBytes)
    }
    next?.populate()
  }

  /// Local. Lets `body` write up to `capacity` records straight behind the last one.
  ///
  /// - Parameters:
  ///   - capacity: The most that `body` may write, in records.
  ///   - body: Gets `capacity` records' room; returns how many it wrote.
  /// - Complexity: no copy, except once per buffer, when a block crosses into the next one.
  public mutating func append<Failure: Error>(
    upTo capacity: Int, _ body: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) {
    let room = capacity * width
    if !ownsTail() { startBuffer() }
    let last = runs.count - 1
    let start = runs[last].range.upperBound
    if start + room <= Self.bufferBytes {
      let written = try runs[last].buffer.withMutableBytes(start..<start + room, body)
      runs[last].range = runs[last].range.lowerBound..<start + written * width
      count += written
    } else {
      let side = scratch(of: room)
      let written = try side.withMutableBytes(0..<room, body)
      side.withBytes(0..<written * width) { append(copying: $0) }
    }
  }

  /// Local. Copies whole records behind the last one, filling buffers to their end.
  public mutating func append(copying bytes: RawSpan) {
    precondition(bytes.byteCount % width == 0, "\(bytes.byteCount) bytes of \(width)-byte records")
    var done = 0
    while done < bytes.byteCount {
      let full = Self.bufferBytes / width * width
      if !ownsTail() || runs[runs.count - 1].range.upperBound == full { startBuffer() }
      let last = runs.count - 1
      let start = runs[last].range.upperBound
      let step = Swift.min(full - start, bytes.byteCount - done)
      runs[last].buffer.withMutableBytes(start..<start + step) { target in
        target.copyBytes(from: bytes.extracting(done..<done + step))
      }
      runs[last].range = runs[last].range.lowerBound..<start + step
      done += step
    }
    count += bytes.byteCount / width
  }

  /// Local. Calls `body` with each stretch of records that lies in one piece, in order.
  public func forEachRun<Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    for run in runs where !run.range.isEmpty {
      try run.buffer.withBytes(run.range, body)
    }
  }

  /// Local. The records in `range`, sharing this list's memory.
  public func part(_ range: Range<Int>) -> RecordList {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let wanted = range.lowerBound * width..<range.upperBound * width
    var parts: [Run] = []
    var start = 0
    for run in runs {
      let here = start..<start + run.range.count
      let overlap = wanted.clamped(to: here)
      if !overlap.isEmpty {
        let shift = run.range.lowerBound - start
        parts.append(
          Run(
            buffer: run.buffer,
            range: overlap.lowerBound + shift..<overlap.upperBound + shift))
      }
      start = here.upperBound
    }
    return RecordList(width: width, runs: parts, count: range.count)
  }

  /// Local. These records followed by `other`'s, sharing both memories.
  public func joined(with other: RecordList) -> RecordList {
    precondition(width == other.width, "joining \(width)-byte and \(other.width)-byte records")
    return RecordList(width: width, runs: runs + other.runs, count: count + other.count)
  }

  /// Local. Copies all records, in order, into `target`, which has room for them.
  public func copy(into target: inout MutableRawSpan) {
    var offset = 0
    for run in runs {
      run.buffer.withBytes(run.range) { bytes in
        target.copyBytes(from: bytes, at: offset)
      }
      offset += run.range.count
    }
  }

  private mutating func startBuffer() {
    let ready = isKnownUniquelyReferenced(&next) ? next : nil
    next = nil
    let buffer = ready ?? RecordBuffer(byteCount: Self.bufferBytes)
    runs.append(Run(buffer: buffer, range: 0..<0))
    tailIsFilledEnd = true
  }

  /// Whether more may be written behind the last run: its buffer is this list's alone, so that
  /// no copy or part of the list sees what is added.
  private mutating func ownsTail() -> Bool {
    tailIsFilledEnd && isKnownUniquelyReferenced(&runs[runs.count - 1].buffer)
  }

  private mutating func scratch(of byteCount: Int) -> RecordBuffer {
    if isKnownUniquelyReferenced(&scratch), let scratch, scratch.byteCount >= byteCount {
      return scratch
    }
    let made = RecordBuffer(byteCount: byteCount)
    scratch = made
    return made
  }
}

/// Takes a list's records out front to back, and lets go of each buffer behind it.
struct RecordCursor {
  /// What is left, last run first.
  private var runs: [RecordList.Run]
  private var offset = 0

  init(_ list: RecordList) {
    runs = list.runs.reversed()
  }

  /// Copies the next `target.byteCount` bytes and steps behind them.
  mutating func read(into target: inout MutableRawSpan) {
    var done = 0
    while done < target.byteCount, let run = runs.last {
      let step = Swift.min(run.range.count - offset, target.byteCount - done)
      let from = run.range.lowerBound + offset
      run.buffer.withBytes(from..<from + step) { target.copyBytes(from: $0, at: done) }
      done += step
      offset += step
      if offset == run.range.count {
        runs.removeLast()
        offset = 0
      }
    }
  }
}
