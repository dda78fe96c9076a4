/// Why an MPI call did not do what was asked.
public enum MPIError: Error, Hashable, Sendable {
  /// The library returned an error code.
  case failed(call: String, rank: Int, ranks: Int, errorClass: Int, text: String)
  /// A count exceeds what a C `int` can say, and the call cannot be split.
  case countTooLarge(call: String, rank: Int, count: Int, limit: Int)
  /// MPI did not start; no rank is known yet.
  case notStarted(call: String, errorClass: Int, text: String)
  /// MPI runs, but with fewer liberties for threads than were asked for.
  case threadLevel(wanted: ThreadLevel, provided: ThreadLevel)
  /// MPI cannot be started again in a process that has ended it.
  case alreadyFinalized
}

extension MPIError: CustomStringConvertible {
  /// Lower case, no full stop: the program puts its name in front.
  public var description: String {
    switch self {
    case .failed(let call, let rank, let ranks, let errorClass, let text):
      "rank \(rank) of \(ranks): \(call) failed with class \(errorClass): \(text)"
    case .countTooLarge(let call, let rank, let count, let limit):
      "rank \(rank): \(call) cannot take \(count) elements at once, the limit is \(limit)"
    case .notStarted(let call, let errorClass, let text):
      "MPI did not start: \(call) failed with class \(errorClass): \(text)"
    case .threadLevel(let wanted, let provided):
      "this MPI library offers thread level '\(provided)', '\(wanted)' is needed"
    case .alreadyFinalized:
      "MPI was already finalized in this process and cannot be started again"
    }
  }
}
