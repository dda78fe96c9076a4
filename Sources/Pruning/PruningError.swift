public import ArrayFiles
public import Expressions
public import MPI
public import Planning
public import ShardedArrays
public import Stages

/// Why a run failed.
public enum PruningError: Error {
  /// An expression is wrong: its words show the place.
  case expression(ExpressionError)
  /// A stage does not fit the records.
  case request(StageRequestError)
  /// A stage cannot decide, the same on every rank.
  case stage(StageError)
  /// An input or output file.
  case file(ArrayFileError)
  /// A report cannot be written, or is not one.
  case report(String)
  /// A run that does not fit into the memory it was given.
  case memory(MemoryShortage)
  /// Records could not be put aside.
  case scratch(ScratchError)
  /// What the program says could not be written; `words` name the place and the reason.
  case output(String)
  /// A second read of the input has met other records than the first.
  case rereadDiffers(records: Range<Int>, kept: Int)
  /// Records were lost or appeared: a defect of this program, found by its own checks.
  case miscounted(what: String, expected: Int, found: Int)
  /// All ranks agreed that this rank's failure ends the run.
  case agreed(RankFailure)
  /// MPI itself failed: ranks may be waiting, so the run must be aborted.
  case mpi(MPIError)
  /// Another rank failed while this one was at work; the agreement says which.
  case interrupted
}

/// The kinds of failure that a program tells apart by its exit code.
public enum FailureKind: Int32, Sendable, CaseIterable {
  case usage, badData, missingInput, cannotCreate, io, internalError
}

extension PruningError {
  public var kind: FailureKind {
    switch self {
    case .expression, .request, .memory: .usage
    case .stage: .badData
    case .file(let error):
      switch error.kind {
      case .usage: .usage
      case .badData: .badData
      case .missingInput: .missingInput
      case .cannotCreate: .cannotCreate
      case .io: .io
      }
    case .agreed(let failure): FailureKind(rawValue: failure.code) ?? .internalError
    case .report: .badData
    case .output, .scratch, .rereadDiffers: .io
    case .miscounted, .mpi, .interrupted: .internalError
    }
  }
}

extension PruningError: CustomStringConvertible {
  /// Lower case, no full stop: the program puts its name in front.
  public var description: String {
    switch self {
    case .expression(let error): error.description
    case .request(let error): error.description
    case .stage(let error): error.description
    case .file(let error): error.description
    case .report(let words), .output(let words): words
    case .memory(let shortage): shortage.description
    case .scratch(let error): error.description
    case .rereadDiffers(let records, let kept):
      "the input changed while it was read: a first read kept \(kept) of the records "
        + "\(records.lowerBound) to \(records.upperBound - 1), a second one does not"
        + "\ntry: --spill scratch, which reads it once"
    case .miscounted(let what, let expected, let found):
      "\(what): expected \(expected), found \(found); nothing was written; "
        + "please report this as a defect"
    case .agreed(let failure): failure.message
    case .mpi(let error): error.description
    case .interrupted: "another rank failed"
    }
  }
}
