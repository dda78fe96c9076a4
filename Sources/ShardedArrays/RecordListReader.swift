/// Reads a list's records front to back, block by block, in place where a block lies in one run.
public struct RecordListReader {
  /// What is left, last run first; the first run's start moves on.
  private var runs: [RecordList.Run]
  private let width: Int
  /// For blocks that lie in more than one run.
  private var side: RecordBuffer?

  /// - Parameter list: Consumed: where nobody else holds it, each of its buffers is given back as
  ///   soon as the reader is behind it.
  public init(_ list: consuming RecordList) {
    width = list.width
    runs = list.runs.reversed()
  }

  /// Local. The next `count` records; valid until the next call.
  ///
  /// - Precondition: as many are left.
  /// - Complexity: no copy, except where a block crosses from one run into the next.
  public mutating func next(_ count: Int) -> RecordBlock.Column {
    let wanted = count * width
    while let run = runs.last, run.range.isEmpty {
      run.buffer.forgetPages()
      runs.removeLast()
    }
    guard let run = runs.last, wanted > 0 else {
      precondition(wanted == 0, "\(count) records from a list that has ended")
      let empty = side ?? RecordBuffer(byteCount: 0)
      side = empty
      return RecordBlock.Column(empty)
    }
    if run.range.count >= wanted {
      let start = run.range.lowerBound
      runs[runs.count - 1].range = start + wanted..<run.range.upperBound
      return RecordBlock.Column(run.buffer, offset: start)
    }
    let target: RecordBuffer
    if let side, side.byteCount >= wanted {
      target = side
    } else {
      target = RecordBuffer(byteCount: wanted)
    }
    side = target
    var done = 0
    while done < wanted {
      guard let run = runs.last else {
        preconditionFailure("\(count) records from a list that has ended")
      }
      let step = Swift.min(run.range.count, wanted - done)
      let from = run.range.lowerBound..<run.range.lowerBound + step
      run.buffer.withBytes(from) { bytes in
        target.withMutableBytes(done..<done + step) { $0.copyBytes(from: bytes) }
      }
      done += step
      if step == run.range.count {
        run.buffer.forgetPages()
        runs.removeLast()
      } else {
        runs[runs.count - 1].range = from.upperBound..<run.range.upperBound
      }
    }
    return RecordBlock.Column(target)
  }
}
