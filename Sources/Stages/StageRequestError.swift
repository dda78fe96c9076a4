/// Why a stage cannot be understood for these records.
public enum StageRequestError: Error, Hashable, Sendable {
  /// The stage orders or sums records of which no single number is named. `flag` names it.
  case keyNeeded(stage: String, flag: String, fields: [String])
  /// A name that no field has.
  case unknownField(stage: String, name: String, fields: [String])
  /// `N ranks` without what a rank holds.
  case rankMemoryNeeded(stage: String)
  /// Bytes of records whose length differs.
  case budgetOfText(stage: String)
  /// Fewer bytes than one record has.
  case budgetBelowRecord(stage: String, bytes: Int, recordBytes: Int)
}

extension StageRequestError: CustomStringConvertible {
  /// Lower case, no full stop; a second line names the next step.
  public var description: String {
    switch self {
    case .keyNeeded(let stage, let flag, let fields):
      "\(stage): a record has more than one number (\(list(fields))), and none is named\n"
        + "try: \(flag) \(fields.first ?? "x")"
    case .unknownField(let stage, let name, let fields):
      "\(stage): no field is called '\(name)'\ntry: one of \(list(fields))"
    case .rankMemoryNeeded(let stage):
      "\(stage): how much one rank holds is not said\ntry: --rank-memory 2GiB"
    case .budgetOfText(let stage):
      "\(stage): lines of text differ in length, so that bytes hold no fixed number of them\n"
        + "try: --top N, or --budget P%"
    case .budgetBelowRecord(let stage, let bytes, let recordBytes):
      "\(stage): a record has \(recordBytes) bytes, \(bytes) hold none\n"
        + "try: at least \(recordBytes)"
    }
  }

  private func list(_ fields: [String]) -> String {
    let shown = fields.prefix(8).map { $0.isEmpty ? "''" : $0 }.joined(separator: ", ")
    return fields.count > 8 ? "\(shown) and \(fields.count - 8) more" : shown
  }
}
