/// Local. What this rank's MPI calls cost: calls, bytes and seconds by call name.
///
/// One ledger belongs to each communicator family: a duplicate shares its parent's. Bytes are
/// this rank's own contribution to the call; seconds include waiting for other ranks.
public final class Ledger {
  public struct Entry: Sendable {
    public var calls = 0
    public var bytes = 0
    public var seconds = 0.0
  }

  /// By call name, for instance `MPI_Allreduce`.
  public private(set) var entries: [String: Entry] = [:]

  init() {}

  /// Set when a call has failed: other ranks may wait, so nothing collective may follow.
  var broken = false

  func record(_ call: String, calls: Int = 1, bytes: Int, seconds: Double) {
    guard calls > 0 else { return }
    entries[call, default: Entry()].calls += calls
    entries[call, default: Entry()].bytes += bytes
    entries[call, default: Entry()].seconds += seconds
  }
}
