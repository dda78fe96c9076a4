/// What made a rank give up, as every rank learns it.
public struct RankFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The lowest rank that failed.
  public let rank: Int
  /// The kind of failure, in the caller's own numbers.
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
  /// - Complexity: one collective of 8 bytes while nobody fails; four more when somebody does.
  ///
  /// The corresponding C functions are `MPI_Allreduce` and `MPI_Bcast` (MPI-3.1 sections 5.9.6
  /// and 5.4).
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
  ///
  /// The corresponding C function is `MPI_Allreduce` (MPI-3.1 section 5.9.6).
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
  private static let tag = InternalTag.bell
  private let comm: Communicator
  /// The messages of ``ring()``, which are complete when ``silence(rung:)`` returns.
  private let rings: PendingSends

  /// Collective. The bell has a message space of its own.
  public init(over world: borrowing Communicator) throws(MPIError) {
    comm = try world.duplicate()
    rings = PendingSends(count: world.size)
  }

  /// Local. Starts to send an empty message to every other rank, and does not wait.
  ///
  /// - Complexity: `size − 1` messages without content.
  ///
  /// The corresponding C function is `MPI_Isend` (MPI-3.1 section 3.7.2).
  public borrowing func ring() throws(MPIError) {
    for other in 0..<comm.size where other != comm.rank {
      try comm.perform(.iSend, bytes: 0) {
        // SAFETY: no bytes are sent, so no memory has to live.
        unsafe rings.slots.send(
          slot: other, nil, 0, .byte, to: CInt(other), tag: Self.tag, comm.handle)
      }
    }
  }

  /// Local. Whether another rank has rung. Lets the library make progress, and yields the
  /// processor where the library was told to: not to be asked per record.
  ///
  /// The corresponding C function is `MPI_Iprobe` (MPI-3.1 section 3.8.1).
  public borrowing func heard() throws(MPIError) -> Bool {
    guard comm.size > 1 else { return false }
    var found = false
    try comm.check("MPI_Iprobe", unsafe Calls.iProbe(tag: Self.tag, comm.handle, found: &found))
    return found
  }

  /// Collective. Takes in what was rung, so that nothing is left when MPI ends.
  ///
  /// - Parameter rung: Whether this rank called ``ring()``.
  /// - Complexity: one collective of 8 bytes; a message from every rank that rang.
  ///
  /// The corresponding C functions are `MPI_Recv` and `MPI_Waitany` (MPI-3.1 sections 3.2.4 and
  /// 3.7.5).
  public borrowing func silence(rung: Bool) throws(MPIError) {
    let bells = try comm.allReduce(.sum, rung ? 1 : 0)
    for _ in 0..<(bells - (rung ? 1 : 0)) {
      try comm.perform(.receive, bytes: 0) {
        unsafe Calls.receiveNothing(tag: Self.tag, comm.handle)
      }
    }
    var done: Int? = 0
    while done != nil {
      try comm.check("MPI_Waitany", rings.slots.waitAny(done: &done))
    }
  }
}

/// Requests that outlive the borrowing call that made them.
private final class PendingSends {
  var slots: RequestSlots

  init(count: Int) { slots = RequestSlots(count: count) }
}
