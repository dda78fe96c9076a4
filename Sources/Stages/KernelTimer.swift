internal import Glibc

/// Local. Measures from its making on, once per piece and not per record.
struct KernelTimer {
  private let wall = ContinuousClock.now
  private let processor = Self.threadSeconds

  var seconds: Double { (ContinuousClock.now - wall) / .seconds(1) }

  /// Processor time of this thread alone (clock_gettime(2), `CLOCK_THREAD_CPUTIME_ID`).
  var processorSeconds: Double { Self.threadSeconds - processor }

  private static var threadSeconds: Double {
    var time = timespec()
    // The clock always exists on Linux; where it did not, the time would read as zero.
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
