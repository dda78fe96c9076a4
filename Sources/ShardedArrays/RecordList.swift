/// Records of one width, in order, in a list of fixed-size buffers: nothing is copied when it
/// grows, and a part of it can be taken out without copying.
///
/// Holds survivors, their positions, or rejects; knows widths, not types. A record is never cut:
/// a buffer holds as many whole ones as fit, and one that is wider than a buffer has a buffer of
/// its own. Records of no bytes are only counted.
public struct RecordList {
  /// Bytes of one buffer: two huge pages, small against the promise of survivors + 64 MiB.
  public static let bufferBytes = 4 << 20

  /// Bytes of one buffer for records of `width` bytes: ``bufferBytes`` or the store's, or one
  /// record.
  static func bufferBytes(forWidth width: Int, in store: RecordStore?) -> Int {
    Swift.max(store?.bufferBytes ?? bufferBytes, width)
  }

  /// Bytes of a buffer that records fill: a whole number of them. 0 for records of no bytes.
  static func usableBytes(forWidth width: Int, in store: RecordStore?) -> Int {
    width == 0 ? 0 : bufferBytes(forWidth: width, in: store) / width * width
  }

  static func makeBuffer(forWidth width: Int, in store: RecordStore?) -> RecordBuffer {
    let bytes = bufferBytes(forWidth: width, in: store)
    return store?.buffer(ofAtLeast: bytes) ?? RecordBuffer(byteCount: bytes)
  }

  struct Run {
    var buffer: RecordBuffer
    /// In bytes; whole records.
    var range: Range<Int>
  }

  /// Bytes of one record; 0 is ordinary.
  public let width: Int
  /// Where full buffers go; nil where they stay in memory.
  public let store: RecordStore?
  /// Bytes of a buffer that whole records fill.
  private let usableBytes: Int
  private(set) var runs: [Run] = []
  public private(set) var count = 0
  /// Whether the last run ends where its buffer is filled.
  private var tailIsFilledEnd = false
  private var scratch: RecordBuffer?
  /// Mapped ahead of time by ``prepare(for:)``.
  private var next: RecordBuffer?
  /// Bytes of the next buffer where the first ones are small; nil where all are full-sized.
  private var growth: Int?

  public init(width: Int, in store: RecordStore? = nil) {
    self.init(width: width, runs: [], count: 0, in: store)
  }

  /// A list whose first buffers are small, one page and then four times the one before: for very
  /// many lists of which each may stay short.
  public init(growingOfWidth width: Int, in store: RecordStore? = nil) {
    self.init(width: width, runs: [], count: 0, in: store)
    growth = 4096
  }

  init(width: Int, runs: [Run], count: Int, in store: RecordStore?) {
    precondition(width >= 0, "records of \(width) bytes")
    self.width = width
    self.store = store
    usableBytes = Self.usableBytes(forWidth: width, in: store)
    self.runs = runs
    self.count = count
  }

  public var byteCount: Int { count * width }

  /// Local. Makes sure that the next `capacity` records have memory, mapped by the operating
  /// system, so that a kernel timed afterwards does not pay for page faults.
  public mutating func prepare(for capacity: Int) {
    guard width > 0, capacity > 0 else { return }
    if ownsTail(), runs[runs.count - 1].range.upperBound + capacity * width <= usableBytes {
      return
    }
    if next == nil || !isKnownUniquelyReferenced(&next) {
      next = Self.makeBuffer(forWidth: width, in: store)
    }
    next?.populate()
  }

  /// Local. Lets `body` write up to `capacity` records straight behind the last one.
  ///
  /// - Parameters:
  ///   - capacity: The most that `body` may write, in records.
  ///   - body: Gets `capacity` records' room; returns how many it wrote. Of records of no bytes
  ///     it gets no room, and what it returns is counted.
  /// - Complexity: no copy, except once per buffer, when a block crosses into the next one, and
  ///   where `capacity` records are more than a buffer holds: such room is mapped for this call.
  public mutating func append<Failure: Error>(
    upTo capacity: Int, _ body: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) {
    guard width > 0 else {
      var nothing = MutableRawSpan()
      count += try written(body(&nothing), upTo: capacity)
      return
    }
    let room = capacity * width
    if !ownsTail() { startBuffer(for: room) }
    if growth != nil, runs[runs.count - 1].range.upperBound + room > tailBytes,
      room <= usableBytes
    {
      startBuffer(for: room)
    }
    let last = runs.count - 1
    let start = runs[last].range.upperBound
    if start + room <= tailBytes {
      let added = try written(
        runs[last].buffer.withMutableBytes(start..<start + room, body), upTo: capacity)
      runs[last].range = runs[last].range.lowerBound..<start + added * width
      count += added
    } else {
      let side = scratch(of: room)
      let added = try written(side.withMutableBytes(0..<room, body), upTo: capacity)
      side.withBytes(0..<added * width) { append(copying: $0) }
    }
  }

  private func written(_ count: Int, upTo capacity: Int) -> Int {
    precondition(
      count >= 0 && count <= capacity, "\(count) records written into room for \(capacity)")
    return count
  }

  /// Local. Copies whole records behind the last one, filling buffers to their end.
  ///
  /// - Precondition: `bytes` are whole records; none where a record has no bytes, and then none
  ///   is added.
  public mutating func append(copying bytes: RawSpan) {
    if bytes.isEmpty { return }
    precondition(
      width > 0 && bytes.byteCount % width == 0,
      "\(bytes.byteCount) bytes of \(width)-byte records")
    var done = 0
    while done < bytes.byteCount {
      if !ownsTail() || runs[runs.count - 1].range.upperBound == tailBytes {
        startBuffer(for: bytes.byteCount - done)
      }
      let last = runs.count - 1
      let start = runs[last].range.upperBound
      let step = Swift.min(tailBytes - start, bytes.byteCount - done)
      runs[last].buffer.withMutableBytes(start..<start + step) { target in
        target.copyBytes(from: bytes.extracting(done..<done + step))
      }
      runs[last].range = runs[last].range.lowerBound..<start + step
      done += step
    }
    count += bytes.byteCount / width
  }

  /// Local. Forgets all records; the last buffer is filled again if nobody else holds it.
  public mutating func removeAll() {
    let owned = ownsTail()
    runs = owned ? [Run(buffer: runs[runs.count - 1].buffer, range: 0..<0)] : []
    tailIsFilledEnd = owned
    count = 0
  }

  /// Local. Calls `body` with each stretch of records that lies in one piece, in order: whole
  /// records, at least one. Never for records of no bytes.
  public func forEachRun<Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    for run in runs where !run.range.isEmpty {
      try run.buffer.withBytes(run.range, body)
      run.buffer.forgetPages()
    }
  }

  /// Local. Gives back memory that holds what is in a file, too; reading brings it back.
  public func forgetPages() {
    for run in runs { run.buffer.forgetPages() }
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
    return RecordList(width: width, runs: parts, count: range.count, in: store)
  }

  /// Local. These records followed by `other`'s, sharing both memories.
  public func joined(with other: RecordList) -> RecordList {
    precondition(width == other.width, "joining \(width)-byte and \(other.width)-byte records")
    return RecordList(
      width: width, runs: runs + other.runs, count: count + other.count, in: store)
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

  private mutating func makeBuffer(for room: Int) -> RecordBuffer {
    guard let growth else { return Self.makeBuffer(forWidth: width, in: store) }
    let largest = Self.bufferBytes(forWidth: width, in: store)
    let size = Swift.min(largest, Swift.max(growth, room))
    self.growth = Swift.min(4 * size, largest)
    return store?.buffer(ofAtLeast: size) ?? RecordBuffer(byteCount: size)
  }

  /// Bytes of the last buffer that records fill.
  private var tailBytes: Int {
    growth == nil ? usableBytes : runs[runs.count - 1].buffer.byteCount / width * width
  }

  /// - Parameter room: Bytes that are about to be written.
  private mutating func startBuffer(for room: Int) {
    if tailIsFilledEnd, let store { store.filled(runs[runs.count - 1].buffer) }
    let ready = isKnownUniquelyReferenced(&next) ? next : nil
    next = nil
    let buffer = ready ?? makeBuffer(for: room)
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
    // What is larger than a buffer is not kept for the next time.
    if byteCount <= Self.bufferBytes(forWidth: width, in: store) { scratch = made }
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
        run.buffer.forgetPages()
        runs.removeLast()
        offset = 0
      }
    }
  }
}
