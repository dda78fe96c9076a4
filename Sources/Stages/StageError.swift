public import MPI

/// Why a stage cannot say which records stay. All ranks throw the same, except for MPI's own.
public enum StageError: Error {
  /// The records could not be read.
  case source(any Error)
  case mpi(MPIError)
  /// So many keys of all ranks are NaN, which has no place in the order. `stage` and `key` as
  /// typed: `top 10%`, `abs(x)`.
  case nanKeys(stage: String, key: String, count: Int)
  /// So many keys of all ranks are negative, or infinite, where the stage needs a sum of them.
  case negativeKeys(stage: String, key: String, count: Int)
  case infiniteKeys(stage: String, key: String, count: Int)
}

extension StageError: CustomStringConvertible {
  /// Lower case, no full stop; a second line names the next step.
  public var description: String {
    switch self {
    case .source(let error): "\(error)"
    case .mpi(let error): error.description
    case .nanKeys(let stage, let key, let count):
      "\(stage): '\(key)' is NaN for \(count) \(records(count)), and NaN has no place in an order"
        + "\ntry: --nan drop, or --nan keep"
    case .negativeKeys(let stage, let key, let count):
      "\(stage): '\(key)' is negative for \(count) \(records(count)), and a part of a sum is "
        + "defined for keys of 0 or more\ntry: --by 'abs(\(key))'"
    case .infiniteKeys(let stage, let key, let count):
      "\(stage): '\(key)' is infinite for \(count) \(records(count)), so that its sum or mean is not "
        + "a number\ntry: --nonfinite drop before it"
    }
  }

  private func records(_ count: Int) -> String { count == 1 ? "record" : "records" }
}

/// Makes an MPI call in code that throws ``StageError``.
func mpi<Result>(_ call: () throws(MPIError) -> Result) throws(StageError) -> Result {
  do throws(MPIError) {
    return try call()
  } catch {
    throw .mpi(error)
  }
}
