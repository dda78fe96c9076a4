/// Progress on standard error: a bar on a terminal, else a line every 30 seconds.
///
/// Rank 0 reports its own shard; the shards are equally large, so that is the run's progress.
final class ProgressLine {
  private let interval: Duration
  private let terminal: Bool
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var drawn = false

  init() {
    terminal = Console.errorIsTerminal
    interval = terminal ? .milliseconds(100) : .seconds(30)
  }

  /// Local. Draws at most once per interval.
  func update(_ done: Int, of total: Int) {
    let now = ContinuousClock.now
    guard total > 0, now - last >= interval else { return }
    last = now
    let percent = Int((Double(done) / Double(total) * 100).rounded(.down))
    if terminal {
      let full = percent * 40 / 100
      let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 40 - full)
      Console.progress("\r[\(bar)] \(percent) %")
      drawn = true
    } else {
      let seconds = (now - start) / .seconds(1)
      Console.progress("prune-mpi: \(percent) % read after \(Int(seconds)) s\n")
    }
  }

  /// Local. Clears the bar, so that the report starts on a clean line.
  func finish() {
    if drawn { Console.progress("\r" + String(repeating: " ", count: 50) + "\r") }
    drawn = false
  }
}
