/// Has the system read ahead of a reader that goes through a file front to back and waits for the
/// device: the page cache is the second buffer, filled while a piece is evaluated.
///
/// What is in the page cache already is not asked for, as looking for each page takes a third of
/// the time of copying it: only a read that slept gives the advice, and the reads of some time after
/// it.
final class ReadAhead {
  /// How far ahead, and how long after a read that waited, in bytes.
  private static let distance = 16 << 20
  private static let lasting = 64 << 20
  /// Shorter reads are those of headers.
  private static let leastRead = 64 << 10

  /// Behind the last read.
  private var next = -1
  /// Advice was given up to here, and is to be given up to there.
  private var advised = 0
  private var until = 0

  /// Local. Called behind each read.
  ///
  /// - Parameter slept: Whether the thread has waited in it.
  /// - Complexity: a system call for each half of the distance, where reads wait; none otherwise.
  func wasRead(_ range: Range<Int>, slept: Bool, _ descriptor: CInt) {
    let continues = range.lowerBound == next
    next = range.upperBound
    if !continues { (advised, until) = (0, 0) }
    if slept, range.count >= Self.leastRead { until = next + Self.lasting }
    guard continues, next < until, advised < next + Self.distance / 2 else { return }
    let from = Swift.max(advised, next)
    advised = next + Self.distance
    System.adviseNeed(descriptor, from..<advised)
  }
}
