internal import CMPI

// Waiting for one or all of several calls. Their requests go to the library together.

extension PendingCall {
  /// What a finished request's status says: of a receive the message, of others nothing.
  func completion(_ status: inout MPI_Status) throws(MPIError) -> Completion {
    guard call == .iReceive else { return Completion(source: 0, tag: 0, count: 0) }
    var count = 0
    try check("MPI_Get_elements_x", unsafe Counted.elements(&status, countType, &count))
    return Completion(source: Int(status.MPI_SOURCE), tag: Int(status.MPI_TAG), count: count)
  }

  private var isFinished: Bool {
    requests.allSatisfy { unsafe $0.raw == cmpi_request_null() }
  }

  /// Waits until one of `calls` is done: its place among them, and what is known of it. At least
  /// one must be given.
  static func waitAny(_ calls: [PendingCall]) throws(MPIError) -> (place: Int, Completion) {
    // One that had nothing to do, for instance of no parts, has no request to wait for.
    if let place = calls.firstIndex(where: \.isFinished) {
      calls[place].finished()
      return (place, Completion(source: 0, tag: 0, count: 0))
    }
    try calls[0].family.checkNothingIsForgotten()
    let start = Lifecycle.seconds
    while true {
      let parts = Self.parts(of: calls)
      var requests = parts.map { calls[$0.place].requests[$0.part] }
      var index: CInt = 0
      var status = MessageStatus()
      // SAFETY: a RequestHandle is a raw request and nothing else; the library writes back the
      // one that is done.
      let code = unsafe requests.withUnsafeMutableBytes {
        unsafe MPI_Waitany(
          CInt(truncatingIfNeeded: parts.count),
          $0.baseAddress?.assumingMemoryBound(to: RawRequest.self),
          &index,
          &status.raw)
      }
      guard index >= 0 && Int(index) < parts.count else {
        try calls[0].check("MPI_Waitany", code)
        fatalError("MPI_Waitany found no request among \(parts.count)")
      }
      let (place, part) = parts[Int(index)]
      let call = calls[place]
      call.requests[part] = requests[Int(index)]
      if call.isFinished { call.finished() }
      try call.check("MPI_Waitany", code)
      if part == 0 { try call.checkComparison() }
      guard call.isFinished else { continue }
      call.family.ledger.record(
        .waitAny, calls: 1, bytes: 0, seconds: Lifecycle.seconds - start)
      return (place, try call.completion(&status.raw))
    }
  }

  /// Waits for all of `calls`: what is known of each.
  static func waitAll(_ calls: [PendingCall]) throws(MPIError) -> [Completion] {
    guard let first = calls.first else { return [] }
    try first.family.checkNothingIsForgotten()
    // Calls that differ may never be done.
    for call in calls { try call.waitForComparison() }
    let start = Lifecycle.seconds
    let parts = Self.parts(of: calls)
    var requests = parts.map { calls[$0.place].requests[$0.part] }
    var statuses = [MPI_Status](repeating: MPI_Status(), count: parts.count)
    // SAFETY: as for `waitAny`; as many statuses as requests.
    let code = unsafe requests.withUnsafeMutableBytes {
      unsafe MPI_Waitall(
        CInt(truncatingIfNeeded: parts.count),
        $0.baseAddress?.assumingMemoryBound(to: RawRequest.self),
        &statuses)
    }
    // The library sets to null what is done, also where something else has failed.
    for (index, (place, part)) in parts.enumerated() {
      calls[place].requests[part] = requests[index]
    }
    for call in calls where call.isFinished { call.finished() }
    if code == cmpi_err_in_status() {
      for (index, (place, _)) in parts.enumerated() {
        let own = statuses[index].MPI_ERROR
        if own != cmpi_err_pending() { try calls[place].check("MPI_Waitall", own) }
      }
    }
    try first.check("MPI_Waitall", code)
    first.family.ledger.record(.waitAll, calls: 1, bytes: 0, seconds: Lifecycle.seconds - start)

    var completions: [Completion] = []
    completions.reserveCapacity(calls.count)
    var index = 0
    for call in calls {
      if call.requests.isEmpty {
        completions.append(Completion(source: 0, tag: 0, count: 0))
      } else {
        completions.append(try call.completion(&statuses[index]))
      }
      index += call.requests.count
    }
    return completions
  }

  /// The requests of all calls in a row.
  private static func parts(of calls: [PendingCall]) -> [(place: Int, part: Int)] {
    var parts: [(place: Int, part: Int)] = []
    for (place, call) in calls.enumerated() {
      for part in call.requests.indices { parts.append((place, part)) }
    }
    return parts
  }
}
