/// Records on their way to this rank, in buffers that are mapped when they are needed.
///
/// Pieces may be cut anywhere and come in any order, each once; the buffers hold whole records.
package struct ArrivingRecords {
  private let count: Int
  private let width: Int
  private let store: RecordStore?
  /// Of every buffer but the last.
  private let usableBytes: Int
  private var buffers: [RecordBuffer?]
  /// Bytes that have come of each buffer: a later piece may be the earlier one to come, and a full
  /// buffer is not written again.
  private var filledBytes: [Int]
  /// Counted as they come, not taken from the plan.
  private var arrivedBytes = 0

  package init(count: Int, width: Int, in store: RecordStore?) {
    self.count = count
    self.width = width
    self.store = store
    usableBytes = RecordList.usableBytes(forWidth: width, in: store)
    let needed = width == 0 ? 0 : (count * width + usableBytes - 1) / usableBytes
    buffers = Array(repeating: nil, count: needed)
    filledBytes = Array(repeating: 0, count: needed)
  }

  /// Local. Takes in a piece that belongs `offset` bytes behind the first one.
  package mutating func write(_ piece: RawSpan, at offset: Int) {
    var done = 0
    while done < piece.byteCount {
      let (index, start) = (offset + done).quotientAndRemainder(dividingBy: usableBytes)
      let buffer =
        buffers[index] ?? RecordList.makeBuffer(forWidth: width, in: store)
      buffers[index] = buffer
      let step = Swift.min(piece.byteCount - done, usableBytes - start)
      buffer.withMutableBytes(start..<start + step) { target in
        target.copyBytes(from: piece.extracting(done..<done + step))
      }
      done += step
      filledBytes[index] += step
      if filledBytes[index] == usableBytes { store?.filled(buffer) }
    }
    arrivedBytes += piece.byteCount
  }

  /// What has arrived, as records.
  package func list() -> RecordList {
    let byteCount = count * width
    precondition(arrivedBytes == byteCount, "\(arrivedBytes) of \(byteCount) bytes arrived")
    var runs: [RecordList.Run] = []
    for (index, buffer) in buffers.enumerated() {
      guard let buffer else { continue }
      let bytes = Swift.min(usableBytes, byteCount - index * usableBytes)
      runs.append(RecordList.Run(buffer: buffer, range: 0..<bytes))
    }
    return RecordList(
      width: width, runs: runs, count: width == 0 ? count : arrivedBytes / width, in: store)
  }
}
