/// What made a rank give up, as every rank learns it.
public struct RankFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The lowest rank that failed.
  public let rank: Int
  /// The exit code that goes with the kind of failure.
  public let code: Int32
  /// What that rank has to say, one line or more.
  public let message: String

  public init(rank: Int, code: Int32, message: String) {
    self.rank = rank
    self.code = code
    self.message = message
  }

  public var description: String { "rank \(rank): \(message)" }
}

extension Communicator {
  /// Collective. Whether any rank failed, and how: all ranks get the same answer, that of the
  /// lowest rank that failed, so that they can act together.
  ///
  /// - Parameter mine: This rank's own failure, or nil; its `rank` is replaced by this rank's.
  /// - Complexity: one collective of 8 bytes while nobody fails; three more when somebody does.
  public borrowing func firstFailure(_ mine: RankFailure?) throws(MPIError) -> RankFailure? {
    let first = try allReduce(.min, mine == nil ? size : rank)
    guard first < size else { return nil }
    let code = try broadcast([mine?.code ?? 0], root: first)
    let message = try broadcast(Array((mine?.message ?? "").utf8), root: first)
    return RankFailure(
      rank: first, code: code[0], message: String(decoding: message, as: UTF8.self))
  }

  /// Collective. Whether every rank passes the same bytes, for instance a plan's digest.
  ///
  /// - Complexity: one collective of 16 bytes.
  public borrowing func sameOnAllRanks(_ value: UInt64) throws(MPIError) -> Bool {
    let extremes = try allReduce(.max, [value, ~value])
    return extremes[0] == ~extremes[1]
  }
}

/// Tells the other ranks in the middle of a phase that one has failed, so that they stop
/// reading at once instead of at the end of the phase.
///
/// A rank that fails calls ``ring()`` and goes to the next agreement; the others ask
/// ``heard()`` once per block and do the same. The agreement ends with ``silence(rung:)``.
public struct FailureBell: ~Copyable {
  private static let tag: CInt = 1
  private let comm: Communicator

  /// Collective. The bell has a message space of its own.
  public init(over world: borrowing Communicator) throws(MPIError) {
    comm = try world.duplicate()
  }

  /// Local. Sends an empty message to every other rank.
  ///
  /// - Complexity: `size − 1` messages without content, which the library buffers.
  public borrowing func ring() throws(MPIError) {
    for other in 0..<comm.size where other != comm.rank {
      try comm.perform("MPI_Send", bytes: 0) {
        unsafe Calls.send(nil, 0, .uint8, to: CInt(other), tag: Self.tag, comm.handle)
      }
    }
  }

  /// Local. Whether another rank has rung. Costs a fraction of a microsecond.
  public borrowing func heard() throws(MPIError) -> Bool {
    guard comm.size > 1 else { return false }
    var found = false
    try comm.check("MPI_Iprobe", unsafe Calls.probe(tag: Self.tag, comm.handle, found: &found))
    return found
  }

  /// Collective. Takes in what was rung, so that nothing is left when MPI ends.
  ///
  /// - Parameter rung: Whether this rank called ``ring()``.
  public borrowing func silence(rung: Bool) throws(MPIError) {
    let bells = try comm.allReduce(.sum, rung ? 1 : 0)
    for _ in 0..<(bells - (rung ? 1 : 0)) {
      try comm.perform("MPI_Recv", bytes: 0) {
        unsafe Calls.receive(nil, 0, .uint8, from: nil, tag: Self.tag, comm.handle)
      }
    }
  }
}
