/// Why an MPI call did not do what was asked.
public enum MPIError: Error, Hashable, Sendable {
  /// The library returned an error code. `communicator` is nil on the world and for local calls.
  case failed(
    call: String, rank: Int, ranks: Int, communicator: String?, errorClass: Int, text: String)
  /// MPI did not start; no rank is known yet.
  case notStarted(call: String, errorClass: Int, text: String)
  /// MPI runs, but with fewer liberties for threads than were asked for.
  case threadLevel(wanted: ThreadLevel, provided: ThreadLevel)
  /// MPI cannot be started again in a process that has ended it.
  case alreadyFinalized
  /// A non-blocking call was started and its request never waited for.
  case requestForgotten(call: String, rank: Int)
  /// In checked mode: not all ranks made the same call. `rank` is the lowest that differs from
  /// rank 0, `other` is rank 0, and the calls are shown with their arguments.
  case mismatch(communicator: String, rank: Int, call: String, other: Int, otherCall: String)

  static func failed(
    call: String, rank: Int, ranks: Int, communicator: String?,
    _ description: (errorClass: Int, text: String)
  ) -> MPIError {
    .failed(
      call: call, rank: rank, ranks: ranks, communicator: communicator,
      errorClass: description.errorClass, text: description.text)
  }
}

extension MPIError: CustomStringConvertible {
  /// Lower case, no full stop: the program puts its name in front.
  public var description: String {
    switch self {
    case .failed(let call, let rank, let ranks, let communicator, let errorClass, let text):
      "rank \(rank) of \(ranks)\(communicator.map { " of \($0)" } ?? ""): "
        + "\(call) failed with class \(errorClass): \(text)"
    case .notStarted(let call, let errorClass, let text):
      "MPI did not start: \(call) failed with class \(errorClass): \(text)"
    case .threadLevel(let wanted, let provided):
      "this MPI library offers thread level '\(provided)', '\(wanted)' is needed"
    case .alreadyFinalized:
      "MPI was already finalized in this process and cannot be started again"
    case .requestForgotten(let call, let rank):
      "rank \(rank): the request of \(call) was never waited for"
    case .mismatch(let communicator, let rank, let call, let other, let otherCall):
      "rank \(rank) of \(communicator) calls \(call), rank \(other) calls \(otherCall)"
    }
  }
}
