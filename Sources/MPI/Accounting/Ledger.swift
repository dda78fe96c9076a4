/// Local. What this rank's MPI calls cost: calls, bytes and seconds, by call and by peer.
///
/// A communicator shares its ledger with all that were made from it. Bytes are this rank's own
/// contribution to a call; seconds include waiting for other ranks. A call that was made more
/// than 1,024 times is timed once in 64 from then on and counted 64 times: reading the clock twice
/// takes a quarter of the time of a short allreduce.
@safe public final class Ledger {
  public struct Entry: Sendable, Hashable {
    public var calls = 0
    public var bytes = 0
    public var seconds = 0.0
  }

  /// One entry for each ``MPICall``.
  private let calls: UnsafeMutableBufferPointer<Entry>
  /// By rank in the world, whatever communicator was used: messages and bytes sent to it, and
  /// received from it.
  private let sent: UnsafeMutableBufferPointer<Entry>
  private let received: UnsafeMutableBufferPointer<Entry>

  /// - Parameter peers: The size of the world.
  init(peers: Int = 0) {
    unsafe calls = Self.entries(MPICall.allCases.count)
    unsafe sent = Self.entries(peers)
    unsafe received = Self.entries(peers)
  }

  deinit {
    unsafe calls.deallocate()
    unsafe sent.deallocate()
    unsafe received.deallocate()
  }

  @unsafe private static func entries(_ count: Int) -> UnsafeMutableBufferPointer<Entry> {
    let entries = UnsafeMutableBufferPointer<Entry>.allocate(capacity: count)
    unsafe entries.initialize(repeating: Entry())
    return unsafe entries
  }

  private func used(_ peers: UnsafeMutableBufferPointer<Entry>) -> [Int: Entry] {
    var used: [Int: Entry] = [:]
    for peer in peers.indices where unsafe peers[peer].calls > 0 {
      used[peer] = unsafe peers[peer]
    }
    return used
  }

  /// By the call's name in C, for instance `MPI_Allreduce`; only calls that were made.
  public var entries: [String: Entry] {
    var entries: [String: Entry] = [:]
    for call in MPICall.allCases where self[call].calls > 0 {
      entries[call.description] = self[call]
    }
    return entries
  }

  public subscript(call: MPICall) -> Entry {
    // SAFETY: a case's raw value is its place among all cases.
    unsafe calls[call.rawValue]
  }

  /// Messages and bytes sent to each rank, point to point and one-sided, by its rank in the
  /// world. `calls` counts messages. Seconds are those of the calls that sent, not of waiting
  /// for them.
  public var sentByPeer: [Int: Entry] { unsafe used(sent) }

  /// Messages and bytes received from each rank, point to point and one-sided, by its rank in
  /// the world. `calls` counts messages. Seconds are those of blocking calls, waiting included.
  public var receivedByPeer: [Int: Entry] { unsafe used(received) }

  /// Whether the next call of this kind is timed, and how many it stands for.
  @inline(__always) func weight(of call: MPICall) -> Double {
    let made = unsafe calls[call.rawValue].calls
    if made < 1024 { return 1 }
    // One in 64, but not every 64th: calls to several peers in turn would always be timed for
    // the same peer. Multiples of the golden ratio fall evenly whatever the step.
    return (UInt64(truncatingIfNeeded: made) &* 0x9E37_79B9_7F4A_7C15) >> 58 == 0 ? 64 : 0
  }

  @inline(__always) func record(_ call: MPICall, bytes: Int) {
    unsafe calls[call.rawValue].calls &+= 1
    unsafe calls[call.rawValue].bytes &+= bytes
  }

  func record(_ call: MPICall, seconds: Double) {
    unsafe calls[call.rawValue].seconds += seconds
  }

  func record(_ call: MPICall, calls count: Int, bytes: Int, seconds: Double) {
    unsafe calls[call.rawValue].calls += count
    unsafe calls[call.rawValue].bytes += bytes
    unsafe calls[call.rawValue].seconds += seconds
  }

  /// - Parameter peer: A rank in the world; one that is not there (a process that was spawned
  ///   later) is left out.
  @inline(__always)
  func record(sentTo peer: Int, messages: Int = 1, bytes: Int, seconds: Double = 0) {
    unsafe Self.record(in: sent, peer, messages, bytes, seconds)
  }

  /// - Parameter peer: As for ``record(sentTo:messages:bytes:seconds:)``.
  @inline(__always)
  func record(receivedFrom peer: Int, messages: Int = 1, bytes: Int, seconds: Double = 0) {
    unsafe Self.record(in: received, peer, messages, bytes, seconds)
  }

  @inline(__always) @unsafe
  private static func record(
    in peers: UnsafeMutableBufferPointer<Entry>, _ peer: Int, _ messages: Int, _ bytes: Int,
    _ seconds: Double
  ) {
    guard peer >= 0 && peer < peers.count else { return }
    unsafe peers[peer].calls &+= messages
    unsafe peers[peer].bytes &+= bytes
    unsafe peers[peer].seconds += seconds
  }
}
