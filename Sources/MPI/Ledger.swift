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

  public init() {}

  func record(_ call: String, bytes: Int, seconds: Double) {
    entries[call, default: Entry()].calls += 1
    entries[call, default: Entry()].bytes += bytes
    entries[call, default: Entry()].seconds += seconds
  }

  /// Over all calls.
  public var total: Entry {
    entries.values.reduce(into: Entry()) { sum, entry in
      sum.calls += entry.calls
      sum.bytes += entry.bytes
      sum.seconds += entry.seconds
    }
  }
}
