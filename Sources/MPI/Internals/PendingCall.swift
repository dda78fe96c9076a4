internal import CMPI

/// The library's requests of one non-blocking call, and what they need until they are done.
///
/// Memory that the call reads or writes is freed by whoever is handed it back after ``wait()``.
/// Wherever a call fails or is forgotten nobody is: the library may still use the memory, so it
/// is left to it, like the objects kept here.
@safe final class PendingCall {
  let call: MPICall
  /// The library's requests, not done before ``wait()`` or the like says so.
  var requests: [RequestHandle]
  private let name: String
  private let rank: Int
  private let size: Int
  let family: CommunicatorFamily
  let countType: DatatypeHandle
  /// In checked mode, of a collective call; its request is then the first.
  private var comparison: CallComparison?
  /// Operations, arrays of counts and the like that the library still reads.
  private var needed: [AnyObject]
  /// Keeps the communicator from being freed.
  private var owner: CommunicatorOwner?
  /// False once the call is done, or has failed and was reported.
  private var isUnderWay = true

  /// Starts a call: `start` is given a request to write for each of `parts` parts, or adds them
  /// itself; it stops at the first code that is not success, and returns it.
  ///
  /// - Parameters:
  ///   - shape: What must be alike on all ranks; nil for calls that are not collective.
  ///   - countType: The datatype in which a receive counts.
  ///   - needed: Kept alive until the call is done.
  init(
    _ call: MPICall, bytes: Int, shape: @autoclosure () -> CallShape? = nil,
    on comm: borrowing Communicator, parts: Int = 1,
    countType: DatatypeHandle = .byte, keeping needed: [AnyObject] = [],
    _ start: (inout [RequestHandle]) -> CInt
  ) throws(MPIError) {
    self.call = call
    self.countType = countType
    self.needed = needed
    owner = comm.owner
    family = comm.family
    name = comm.name
    rank = comm.rank
    size = comm.size
    requests = Array(repeating: RequestHandle(), count: parts)
    family.underWay[call.rawValue] += 1
    do throws(MPIError) {
      var comparing: RequestHandle?
      if family.isChecked, let shape = shape() {
        var request = RequestHandle()
        comparison = try comm.startComparing(call, shape, &request)
        comparing = request
      }
      try comm.perform(call, bytes: bytes) { start(&requests) }
      if let comparing { requests.insert(comparing, at: 0) }
    } catch {
      // The run is about to end; nobody is to be told of this request as well. Parts of it may
      // be under way, all of them if the error is that another request was forgotten.
      abandon()
      throw error
    }
  }

  deinit {
    guard isUnderWay else { return }
    abandon()
    // Other ranks may wait for this one: nothing collective may follow, the freeing of
    // communicators included.
    family.isBroken = true
    if family.forgotten == nil {
      family.forgotten = .requestForgotten(call: call.description, rank: family.rank)
    }
  }

  func wait() throws(MPIError) -> Completion {
    try family.checkNothingIsForgotten()
    var completion = Completion(source: 0, tag: 0, count: 0)
    let start = Lifecycle.seconds
    for part in requests.indices {
      var status = MPI_Status()
      try check("MPI_Wait", unsafe MPI_Wait(&requests[part].raw, &status))
      if part == 0 {
        completion = try self.completion(&status)
        try checkComparison()
      }
    }
    family.ledger.record(.wait, calls: 1, bytes: 0, seconds: Lifecycle.seconds - start)
    finished()
    return completion
  }

  /// Throws if the ranks do not all make this call. The first of the requests must be done.
  func checkComparison() throws(MPIError) {
    guard let comparison else { return }
    self.comparison = nil
    if let mismatch = comparison.mismatch(on: name) {
      family.isBroken = true
      abandon()
      throw mismatch
    }
  }

  /// Waits for what ``checkComparison()`` needs.
  func waitForComparison() throws(MPIError) {
    guard comparison != nil else { return }
    try check("MPI_Wait", CallComparison.wait(&requests[0]))
    try checkComparison()
  }

  func isDone() throws(MPIError) -> Bool {
    for part in requests.indices {
      var flag: CInt = 0
      let code = unsafe MPI_Request_get_status(requests[part].raw, &flag, cmpi_status_ignore())
      try check("MPI_Request_get_status", code)
      if flag == 0 { return false }
    }
    return true
  }

  /// The library has no more use for what was kept.
  func finished() {
    guard isUnderWay else { return }
    isUnderWay = false
    family.underWay[call.rawValue] -= 1
    needed = []
    owner = nil
  }

  /// Leaves what was kept to the library for ever.
  private func abandon() {
    guard isUnderWay else { return }
    isUnderWay = false
    family.underWay[call.rawValue] -= 1
    for object in needed { _ = unsafe Unmanaged.passRetained(object) }
    if let owner { _ = unsafe Unmanaged.passRetained(owner) }
  }

  /// Checks the code of a call that completes this one.
  func check(_ call: String, _ code: CInt) throws(MPIError) {
    guard !Lifecycle.succeeded(code) else { return }
    family.isBroken = true
    abandon()
    throw .failed(
      call: call, rank: rank, ranks: size, communicator: name == "world" ? nil : name,
      Lifecycle.describe(code))
  }
}

extension CommunicatorFamily {
  /// Throws if a request was forgotten: what every call asks before it might wait for ranks that
  /// wait for this one.
  @inline(__always) func checkNothingIsForgotten() throws(MPIError) {
    if hasForgotten { try reportForgotten() }
  }

  @inline(never) private func reportForgotten() throws(MPIError) {
    isBroken = true
    if let forgotten { throw forgotten }
  }

  /// Throws if a request was forgotten, or one still exists that nobody has waited for: what the
  /// end of the run asks before it ends MPI, which would wait for ever or fail.
  func checkNothingIsUnderWay() throws(MPIError) {
    try checkNothingIsForgotten()
    for call in MPICall.allCases where underWay[call.rawValue] > 0 {
      isBroken = true
      throw .requestForgotten(call: call.description, rank: rank)
    }
  }
}

extension Array<RequestHandle> {
  /// Adds a request that `start` writes.
  @unsafe mutating func adding(_ start: (inout RawRequest) -> CInt) -> CInt {
    append(RequestHandle())
    return unsafe start(&self[count - 1].raw)
  }
}
