internal import Stages

/// The flags that change the stage before them, in the order in which help lists them.
extension Flag {
  static let stageOptions: [Flag] = [
    by, keepLast, countOut, onlyOutliers, seed, offset, value, time, maxGap, keepPrevious,
    rankMemory,
  ]

  private static func option(
    _ name: String, _ placeholder: String?, of stages: [String], expected: String? = nil,
    isOutput: Bool = false, summary: String, details: String,
    _ store: @escaping @Sendable (inout StageRequest, String) -> StageOptionValue.Outcome
  ) -> Flag {
    Flag(
      name,
      .option(
        StageOptionValue(
          placeholder: placeholder, expected: expected, stages: stages, store: store)),
      isRepeatable: true, isOutput: isOutput, for: [.prune], summary: summary, details: details)
  }

  static let by = option(
    "--by", "KEY",
    of: [
      "--top", "--bottom", "--above-quantile", "--below-quantile", "--outliers", "--budget",
      "--keep-mass", "--unique", "--deadband", "--swing",
    ],
    summary: "the key of the stage before it: an expression",
    details: """
      What the stage before it looks at: an expression (--top 10% --by 'abs(x)'); for --unique \
      the names of fields with commas between; for --deadband and --swing what tells the series \
      apart. Where records have one number, that is the key without this option.
      """
  ) { stage, text in
    switch stage {
    case .selection(var it):
      it.by = text
      stage = .selection(it)
    case .quantile(var it):
      it.by = text
      stage = .quantile(it)
    case .outliers(var it):
      it.by = text
      stage = .outliers(it)
    case .budget(var it):
      it.by = text
      stage = .budget(it)
    case .keepMass(var it):
      it.by = text
      stage = .keepMass(it)
    case .unique(var it):
      it.by = fieldNames(text)
      guard it.by.allSatisfy({ !$0.isEmpty }) else { return .badValue }
      stage = .unique(it)
    case .deadband(var it):
      it.by = text
      stage = .deadband(it)
    case .swing(var it):
      it.by = text
      stage = .swing(it)
    case .filter, .sample, .every, .nonfinite: return .otherStage
    }
    return .stored
  }

  private static func fieldNames(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      var name = part
      while name.first == " " { name.removeFirst() }
      while name.last == " " { name.removeLast() }
      return String(name)
    }
  }

  static let keepLast = option(
    "--keep-last", nil, of: ["--unique"], summary: "of equal records the last one",
    details: "Keep the last of equal records, not the first."
  ) { stage, _ in
    guard case .unique(var it) = stage else { return .otherStage }
    it.last = true
    stage = .unique(it)
    return .stored
  }

  static let countOut = option(
    "--count-out", "PATH", of: ["--unique"], isOutput: true,
    summary: "write how many each survivor stands for",
    details: """
      Write how many of the records that came to --unique each survivor stands for, itself \
      included, to PATH, a .npy file of int64: one for each record of the output and in the same \
      order.
      """
  ) { stage, text in
    guard case .unique(var it) = stage else { return .otherStage }
    guard text != "-" else { return .badValue }
    it.countOutput = text
    stage = .unique(it)
    return .stored
  }

  static let onlyOutliers = option(
    "--only-outliers", nil, of: ["--outliers"], summary: "keep the outliers, drop the others",
    details: "Keep the outliers and drop the others."
  ) { stage, _ in
    guard case .outliers(var it) = stage else { return .otherStage }
    it.only = true
    stage = .outliers(it)
    return .stored
  }

  static let seed = option(
    "--seed", "S", of: ["--sample"], expected: "a whole number from 0 to 18446744073709551615",
    summary: "another seed draws another sample (default 0)",
    details: "The seed of the sample; 0 where it is not given."
  ) { stage, text in
    guard case .sample(var it) = stage else { return .otherStage }
    guard !text.hasPrefix("+"), let seed = UInt64(text) else { return .badValue }
    it.seed = seed
    stage = .sample(it)
    return .stored
  }

  static let offset = option(
    "--offset", "J", of: ["--every"], expected: "a whole number, less than K",
    summary: "start at the J-th record (default 0)",
    details: "The first record kept, counted from 0; 0 where it is not given."
  ) { stage, text in
    guard case .every(var it) = stage else { return .otherStage }
    guard let offset = wholeNumber(text) else { return .badValue }
    it.offset = offset
    stage = .every(it)
    return .stored
  }

  private static let series = ["--deadband", "--swing"]

  static let value = option(
    "--value", "EXPR", of: series, summary: "what is measured: a field or an expression",
    details: "What is measured; the value where records have one number."
  ) { stage, text in
    switch stage {
    case .deadband(var it):
      it.value = text
      stage = .deadband(it)
    case .swing(var it):
      it.value = text
      stage = .swing(it)
    default: return .otherStage
    }
    return .stored
  }

  static let time = option(
    "--time", "EXPR", of: series, summary: "when: a field or an expression",
    details: "When; the place among the records that come where it is not given."
  ) { stage, text in
    switch stage {
    case .deadband(var it):
      it.time = text
      stage = .deadband(it)
    case .swing(var it):
      it.time = text
      stage = .swing(it)
    default: return .otherStage
    }
    return .stored
  }

  static let maxGap = option(
    "--max-gap", "T", of: series, expected: "a finite number, 0 or more",
    summary: "the longest time without a kept sample",
    details: """
      The longest time, in the unit of --time, between kept samples of a series that has samples \
      in between.
      """
  ) { stage, text in
    guard let gap = TypedNumber(text) else { return .badValue }
    switch stage {
    case .deadband(var it):
      it.maxGap = gap
      stage = .deadband(it)
    case .swing(var it):
      it.maxGap = gap
      stage = .swing(it)
    default: return .otherStage
    }
    return .stored
  }

  static let keepPrevious = option(
    "--keep-previous", nil, of: ["--deadband"], summary: "keep the sample before a jump, too",
    details: "Keep also the last sample before one that is kept because its value differs."
  ) { stage, _ in
    guard case .deadband(var it) = stage else { return .otherStage }
    it.keepPrevious = true
    stage = .deadband(it)
    return .stored
  }

  static let rankMemory = option(
    "--rank-memory", "SIZE", of: ["--budget"], expected: "bytes, as 2GiB",
    summary: "what one rank holds, for --budget 'N ranks'",
    details: "The bytes of records that one rank holds, for --budget 'N ranks'."
  ) { stage, text in
    guard case .budget(var it) = stage else { return .otherStage }
    guard let bytes = byteCount(text) else { return .badValue }
    it.rankMemory = bytes
    stage = .budget(it)
    return .stored
  }
}
