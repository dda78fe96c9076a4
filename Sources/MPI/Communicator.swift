/// A group of ranks that can talk to each other, and this process's place among them.
///
/// Every call that communicates checks the library's code and throws ``MPIError``. A rank that
/// throws out of a collective has left it while others may wait: end the run, do not go on.
public struct Communicator: ~Copyable {
  /// This process's number, `0..<size`.
  public let rank: Int
  /// How many ranks there are, at least 1.
  public let size: Int
  /// What the calls on this communicator and its duplicates cost this rank.
  public let ledger: Ledger

  let handle: CommunicatorHandle
  private let owned: Bool

  init(handle: CommunicatorHandle, owned: Bool, ledger: Ledger) throws(MPIError) {
    var rank: CInt = -1
    var size: CInt = -1
    self.handle = handle
    self.owned = owned
    self.ledger = ledger
    for (call, code) in [
      ("MPI_Comm_set_errhandler", Lifecycle.returnErrors(handle)),
      ("MPI_Comm_rank", Lifecycle.rank(handle, &rank)),
      ("MPI_Comm_size", Lifecycle.size(handle, &size)),
    ] where !Lifecycle.succeeded(code) {
      let (errorClass, text) = Lifecycle.describe(code)
      throw .notStarted(call: call, errorClass: errorClass, text: text)
    }
    self.rank = Int(rank)
    self.size = Int(size)
  }

  deinit {
    // Freeing is collective (MPI-3.1 section 6.4.3) and may wait: not after a call has failed,
    // and after finalize there is nothing left to free. A failure here has no one to go to.
    if owned && !ledger.broken && !Lifecycle.isFinalized { _ = Lifecycle.free(handle) }
  }

  /// Whether this is rank 0, which speaks for the run.
  public var isRoot: Bool { rank == 0 }

  /// Collective. The same ranks with a message space of their own; freed at the end of its scope.
  ///
  /// The corresponding C function is `MPI_Comm_dup` (MPI-3.1 section 6.4.2).
  public borrowing func duplicate() throws(MPIError) -> Communicator {
    var code: CInt = 0
    let copy = Lifecycle.duplicate(handle, code: &code)
    try check("MPI_Comm_dup", code)
    return try Communicator(handle: copy, owned: true, ledger: ledger)
  }

  /// Local. The name of the processor this rank runs on, usually the host's.
  ///
  /// The corresponding C function is `MPI_Get_processor_name` (MPI-3.1 section 8.1.2).
  public borrowing func hostName() throws(MPIError) -> String {
    var code: CInt = 0
    let name = Lifecycle.processorName(code: &code)
    try check("MPI_Get_processor_name", code)
    return name
  }

  /// Makes one call that communicates: checked, timed and entered in the ledger.
  borrowing func perform(
    _ call: String, bytes: Int, _ body: () -> CInt
  ) throws(MPIError) {
    let start = Lifecycle.seconds
    let code = body()
    ledger.record(call, bytes: bytes, seconds: Lifecycle.seconds - start)
    try check(call, code)
  }

  borrowing func check(_ call: String, _ code: CInt) throws(MPIError) {
    guard !Lifecycle.succeeded(code) else { return }
    ledger.broken = true
    let (errorClass, text) = Lifecycle.describe(code)
    throw .failed(call: call, rank: rank, ranks: size, errorClass: errorClass, text: text)
  }
}
