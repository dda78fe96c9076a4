/// An error that says how a program is to end.
public protocol ProgramFailure: Error {
  /// The exit code of every rank, not 0.
  var exitCode: Int32 { get }
  /// Whether all ranks throw the same error, so that rank 0 can speak for all.
  var isKnownToAllRanks: Bool { get }
}

extension ProgramFailure {
  public var exitCode: Int32 { 1 }
  public var isKnownToAllRanks: Bool { false }
}

extension MPIError: ProgramFailure {
  public var isKnownToAllRanks: Bool {
    switch self {
    case .mismatch: true
    default: false
    }
  }
}

extension RankFailure: ProgramFailure {
  /// The code that the rank gave; 1 where that is 0.
  public var exitCode: Int32 { code == 0 ? 1 : code }
  public var isKnownToAllRanks: Bool { true }
}
