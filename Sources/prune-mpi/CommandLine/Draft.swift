internal import Stages

/// What the flags read so far have set, before the checks that need all of them.
package struct Draft: Sendable {
  package let command: Command
  /// Arguments that are no flags, in order.
  package var files: [String] = []
  /// Every flag read, in order.
  package var given: [GivenFlag] = []

  package var prune = PruneOptions()
  /// The flag of the last stage, as typed, and the options it was given.
  package var stageFlag = ""
  package var stageOptions: Set<String> = []
  package var verifiedReport: String?
  package var isText = false
  package var delimiter: String?
  package var before: [Double]?
  package var after: [Double]?

  package init(_ command: Command) { self.command = command }
}

/// A flag as it stood on the command line.
package struct GivenFlag: Sendable {
  package let flag: Flag
  /// `-o` or `--output`, as typed.
  package let spelling: String
  /// Empty for a flag that takes none.
  package let value: String
}

extension Draft {
  /// Checks the whole and gives the typed result.
  consuming func finished() throws(UsageError) -> Invocation {
    switch command {
    case .prune: try finishedPrune()
    case .inspect:
      .inspect(
        InspectOptions(
          inputs: try atLeastOneFile(), raw: prune.raw, delimiter: try textDelimiter()))
    case .verify:
      .verify(
        VerifyOptions(output: try onlyFile(), report: try required(verifiedReport, .reportToVerify))
      )
    case .effect: .effect(try finishedEffect())
    }
  }

  private func finishedPrune() throws(UsageError) -> Invocation {
    guard !files.isEmpty || !prune.fields.isEmpty else {
      let other = given.first { $0.flag.name != Flag.quiet.name }
      if let other { throw error(.noInput(flag: other.spelling)) }
      return .demonstration(quiet: prune.quiet)
    }
    var options = prune
    options.inputs = files
    options.delimiter = try textDelimiter()
    if !options.fields.isEmpty {
      if let file = files.first { throw error(.fileBesideFields(file)) }
      if options.axis != nil { throw error(.axisBesideFields) }
    }
    guard !options.stages.isEmpty else {
      throw error(
        .noStage(
          inputs: files.isEmpty ? options.fields.map(\.path) : files,
          command: files.first.flatMap { Command.nearest(to: $0) }))
    }
    try checkStages(options.stages)
    if let shards = given.first(where: { $0.flag.name == Flag.shards.name }),
      options.output == nil
    {
      throw error(.shardsWithoutOutput(shards.value))
    }
    if options.compress {
      if options.output == nil { throw error(.compressWithoutOutput) }
      if options.shards == nil { throw error(.compressWithoutShards) }
    }
    if options.copyRest, options.output == nil { throw error(.restWithoutOutput) }
    if options.zarrFormat != nil, !given.contains(where: writesZarr) {
      throw error(.zarrFormatWithoutZarr)
    }
    try checkOutputsDiffer()
    return .prune(options)
  }

  /// What needs more than one value of a stage.
  private func checkStages(_ stages: [StageRequest]) throws(UsageError) {
    for stage in stages {
      if case .every(let every) = stage, let offset = every.offset, offset >= every.step {
        throw error(.offsetBeyondStep(offset: offset, step: every.step))
      }
    }
  }

  /// By its name.
  private func writesZarr(_ flag: GivenFlag) -> Bool {
    flag.flag.isOutput && pathParts(flag.value).last?.hasSuffix(".zarr") == true
  }

  /// Compares the paths as written, less `./` and doubled or final slashes; the file system is
  /// not asked.
  private func checkOutputsDiffer() throws(UsageError) {
    let outputs = given.filter { $0.flag.isOutput }
    for (index, second) in outputs.enumerated() {
      let path = pathParts(second.value)
      if let first = outputs[..<index].first(where: { pathParts($0.value) == path }) {
        throw error(.sameOutput(first: first, second: second))
      }
    }
  }

  private func finishedEffect() throws(UsageError) -> EffectOptions {
    if let file = files.first { throw error(.unexpectedArgument(file)) }
    let before = try required(before, .before)
    let after = try required(after, .after)
    guard before.count == after.count else {
      throw error(.unequalLists(before: before.count, after: after.count))
    }
    let count = Double(before.count)
    let meanBefore = before.reduce(0, +) / count
    guard meanBefore > 0 else { throw error(.meanBeforeIsZero) }
    guard meanBefore.isFinite, (after.reduce(0, +) / count / meanBefore).isFinite else {
      throw error(.ratioTooLarge)
    }
    return EffectOptions(before: before, after: after)
  }

  private func atLeastOneFile() throws(UsageError) -> [String] {
    guard !files.isEmpty else { throw error(.noFile) }
    return files
  }

  private func onlyFile() throws(UsageError) -> String {
    guard let file = files.first else { throw error(.noFile) }
    guard files.count == 1 else { throw error(.unexpectedArgument(files[1])) }
    return file
  }

  private func required<Value>(_ value: Value?, _ flag: Flag) throws(UsageError) -> Value {
    guard let value else { throw error(.missingFlag(flag)) }
    return value
  }

  func error(_ problem: UsageError.Problem) -> UsageError {
    UsageError(command: command, problem: problem)
  }
}

/// The names a path is made of; an absolute path starts with an empty name.
private func pathParts(_ path: String) -> [Substring] {
  let parts = path.split(separator: "/").filter { $0 != "." }
  return path.hasPrefix("/") ? [""] + parts : parts
}
