/// A group of ranks that can talk to each other, and this process's place among them.
///
/// Every call that communicates checks the library's code and throws ``MPIError``. A rank that
/// throws out of a collective has left it while others may wait: end the run, do not go on.
public struct Communicator: ~Copyable {
  /// This process's number, `0..<size`.
  public let rank: Int
  /// How many ranks there are, at least 1.
  public let size: Int
  /// What errors call it: `world`, or how it was made.
  public let name: String

  let handle: CommunicatorHandle
  /// In checked mode, the message space in which calls are compared; else null.
  let shadow: CommunicatorHandle
  let family: CommunicatorFamily
  /// The numbers of these ranks in the world, by which the ledger counts.
  let worldRanks: WorldRanks
  /// Frees what is this library's to free; nil where nothing is.
  let owner: CommunicatorOwner?

  /// - Parameter family: That of the communicator this one was made from; nil for the first.
  init(
    handle: CommunicatorHandle, name: String, isOwned: Bool, family: CommunicatorFamily?,
    isChecked: Bool = false
  ) throws(MPIError) {
    var rank: CInt = -1
    var size: CInt = -1
    for (call, code) in [
      ("MPI_Comm_set_errhandler", Lifecycle.returnErrors(handle)),
      ("MPI_Comm_rank", Lifecycle.rank(handle, &rank)),
      ("MPI_Comm_size", Lifecycle.size(handle, &size)),
    ] where !Lifecycle.succeeded(code) {
      throw Self.cannotStart(call, code, in: family)
    }
    let family =
      family ?? CommunicatorFamily(rank: Int(rank), size: Int(size), isChecked: isChecked)
    var shadow = CommunicatorHandle.null
    if family.isChecked {
      let code = Lifecycle.duplicate(handle, &shadow)
      guard Lifecycle.succeeded(code) else {
        throw Self.cannotStart("MPI_Comm_dup", code, in: family)
      }
    }
    self.handle = handle
    self.shadow = shadow
    self.family = family
    self.name = name
    self.rank = Int(rank)
    self.size = Int(size)
    worldRanks = WorldRanks(of: handle, size: Int(size))
    owner =
      isOwned || family.isChecked
      ? CommunicatorOwner(
        of: isOwned ? handle : nil, family.isChecked ? shadow : nil, family: family)
      : nil
  }

  /// - Parameter family: nil where this is the first communicator.
  private static func cannotStart(
    _ call: String, _ code: CInt, in family: CommunicatorFamily?
  ) -> MPIError {
    let (errorClass, text) = Lifecycle.describe(code)
    if let family {
      family.isBroken = true
      return .failed(
        call: call, rank: family.rank, ranks: family.size, communicator: nil,
        errorClass: errorClass, text: text)
    }
    return .notStarted(call: call, errorClass: errorClass, text: text)
  }

  /// Whether this is rank 0, which speaks for the run.
  public var isRoot: Bool { rank == 0 }

  /// What the calls on this communicator, and on those made from the same first one, cost.
  public var ledger: Ledger { family.ledger }

  /// Local. The name of the processor this rank runs on, usually the host's.
  ///
  /// The corresponding C function is `MPI_Get_processor_name` (MPI-3.1 section 8.1.2).
  public borrowing func hostName() throws(MPIError) -> String {
    var code: CInt = 0
    let name = Lifecycle.processorName(code: &code)
    try check("MPI_Get_processor_name", code)
    return name
  }
}

extension Communicator {
  /// Makes one collective call: compared with the other ranks' in checked mode, then as
  /// ``perform(_:bytes:_:)``.
  ///
  /// - Parameter shape: What must be alike on all ranks.
  @inline(__always) borrowing func perform(
    _ call: MPICall, bytes: Int, _ shape: @autoclosure () -> CallShape, _ body: () -> CInt
  ) throws(MPIError) {
    if family.isChecked { try compare(call, shape()) }
    try perform(call, bytes: bytes, body)
  }

  /// Makes one call that communicates: its code checked, timed and entered in the ledger.
  @inline(__always) borrowing func perform(
    _ call: MPICall, bytes: Int, _ body: () -> CInt
  ) throws(MPIError) {
    try family.checkNothingIsForgotten()
    let ledger = family.ledger
    let weight = ledger.weight(of: call)
    let code: CInt
    if weight > 0 {
      let start = Lifecycle.seconds
      code = body()
      ledger.record(call, seconds: (Lifecycle.seconds - start) * weight)
    } else {
      code = body()
    }
    ledger.record(call, bytes: bytes)
    guard !Lifecycle.succeeded(code) else { return }
    try check(call.description, code)
  }

  borrowing func check(_ call: String, _ code: CInt) throws(MPIError) {
    if !Lifecycle.succeeded(code) {
      family.isBroken = true
      throw .failed(
        call: call, rank: rank, ranks: size, communicator: name == "world" ? nil : name,
        Lifecycle.describe(code))
    }
    if let forgotten = family.forgotten {
      family.isBroken = true
      throw forgotten
    }
  }
}
