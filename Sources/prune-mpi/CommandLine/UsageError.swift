/// What is wrong with the command line. Ends the program with ``ExitCode/usage``.
///
/// The first line of ``description`` says what is wrong, the lines after it what to do; the
/// program puts its name in front.
package struct UsageError: Error, CustomStringConvertible {
  /// The command whose help is named.
  package let command: Command
  package let problem: Problem

  package enum Problem: Sendable {
    case unknownFlag(String, nearest: Flag?)
    /// A flag, but not of this command.
    case flagOfOtherCommand(String, Flag)
    case repeatedFlag(first: GivenFlag, second: GivenFlag)
    /// `next` is the flag that stands where the value is due, or nil at the end.
    case missingValue(Flag, spelling: String, next: String?)
    case emptyValue(Flag, spelling: String)
    case unexpectedValue(spelling: String, value: String)
    case badValue(spelling: String, text: String, expected: String)
    /// In a list; `place` counts from 1.
    case badEntry(spelling: String, place: Int, text: String)
    /// `place` counts from 1, without the program's name.
    case emptyArgument(place: Int)
    case unexpectedArgument(String)
    case unknownTopic(String)
    case missingFlag(Flag)

    /// Flags for a run, but nothing to prune.
    case noInput(flag: String)
    /// A command other than prune without its file.
    case noFile
    /// `command` is the one that the first input may be a misspelling of.
    case noStage(inputs: [String], command: Command?)
    case shardsWithoutOutput(String)
    case restWithoutOutput
    case compressWithoutOutput
    case compressWithoutShards
    case zarrFormatWithoutZarr
    case sameOutput(first: GivenFlag, second: GivenFlag)

    /// An option that stands before any stage, and the stages it belongs to.
    case optionWithoutStage(String, stages: [String])
    case optionOfOtherStage(String, stage: String, stages: [String])
    case repeatedOption(String, stage: String)
    case offsetBeyondStep(offset: Int, step: Int)
    case fileBesideFields(String)
    case axisBesideFields
    /// A flag for arrays, of a run over text.
    case notForText(String)

    case unequalLists(before: Int, after: Int)
    case meanBeforeIsZero
    case ratioTooLarge
  }

  package var description: String {
    ([what] + hints + ["try: \(command.callName) --help"]).joined(separator: "\n")
  }

  /// The first line.
  private var what: String {
    switch problem {
    case .unknownFlag(let spelling, _):
      "unknown flag \(quoted(spelling))"
    case .flagOfOtherCommand(let spelling, _):
      "\(quoted(spelling)) is not a flag of \(quoted(command.callName))"
    case .repeatedFlag(let first, let second):
      second.value.isEmpty
        ? "\(quoted(second.spelling)) is given twice"
        : "\(quoted(second.spelling)) is given twice: "
          + "\(quoted(first.value)) and \(quoted(second.value))"
    case .missingValue(let flag, let spelling, let next):
      "\(quoted(spelling)) needs a value\(next.map { " before \(quoted($0))" } ?? ""): "
        + flag.usage
    case .emptyValue(let flag, let spelling):
      "the value of \(quoted(spelling)) is empty: \(flag.usage)"
    case .unexpectedValue(let spelling, let value):
      "\(quoted(spelling)) takes no value, but is given \(quoted(value))"
    case .badValue(let spelling, let text, let expected):
      "\(quoted(spelling)) is \(quoted(text)), expected \(expected)"
    case .badEntry(let spelling, let place, let text):
      "entry \(place) of \(quoted(spelling)) is \(quoted(text)), "
        + "expected a finite number, 0 or more"
    case .emptyArgument(let place):
      "argument \(place) is empty, expected a file"
    case .unexpectedArgument(let argument):
      "unexpected argument \(quoted(argument))"
    case .unknownTopic(let topic):
      "no help on \(quoted(topic))"
    case .missingFlag(let flag):
      "\(quoted(flag.name)) is missing: \(flag.usage)"
    case .noInput(let flag):
      "\(quoted(flag)) is given, but no file to prune"
    case .noFile:
      "no file is given to \(command.rawValue)"
    case .noStage(let inputs, _):
      inputs.count == 1
        ? "nothing says what to keep of \(quoted(inputs[0]))"
        : "nothing says what to keep of \(quoted(inputs[0])) and \(inputs.count - 1) more"
    case .shardsWithoutOutput(let count):
      "'--shards' is \(count), but no directory to write to is given"
    case .restWithoutOutput:
      "'--copy-rest' is given, but no HDF5 file to write to"
    case .compressWithoutOutput:
      "'--compress' is given, but no HDF5 file to write to"
    case .compressWithoutShards:
      "'--compress' is given without '--shards', whose files it compresses"
    case .zarrFormatWithoutZarr:
      "'--zarr-format' is given, but no output whose name ends in .zarr"
    case .sameOutput(let first, let second):
      "\(quoted(first.spelling)) and \(quoted(second.spelling)) both write to "
        + quoted(second.value)
    case .optionWithoutStage(let option, _):
      "\(quoted(option)) belongs to a stage before it, and there is none"
    case .optionOfOtherStage(let option, let stage, _):
      "\(quoted(option)) is not an option of \(quoted(stage)), the stage before it"
    case .repeatedOption(let option, let stage):
      "\(quoted(option)) is given twice for one \(quoted(stage))"
    case .offsetBeyondStep(let offset, let step):
      "'--offset' is \(offset), expected less than the \(step) of '--every'"
    case .fileBesideFields(let file):
      "\(quoted(file)) is given beside '--field', which names the files"
    case .axisBesideFields:
      "'--axis' is given beside '--field', of which every file is taken along axis 0"
    case .notForText(let flag):
      "\(quoted(flag)) is given, but does not go with lines of text"
    case .unequalLists(let before, let after):
      "'--before' has \(counted(before)), '--after' has \(counted(after))"
    case .meanBeforeIsZero:
      "the mean of '--before' is 0, so there is nothing to compare with"
    case .ratioTooLarge:
      "the means of '--before' and '--after' are too large or too far apart for their ratio"
    }
  }

  /// What the user can do next.
  private var hints: [String] {
    switch problem {
    case .unknownFlag(let spelling, nil):
      spelling.hasPrefix("--") ? [] : ["a file whose name starts with '-' is given as ./-name"]
    case .unknownFlag(_, let nearest?):
      ["nearest: \(nearest.usage), \(nearest.summary)"]
    case .flagOfOtherCommand(_, let flag):
      ["it belongs to \(quoted(flag.commands[0].callName)): \(flag.usage), \(flag.summary)"]
    case .missingValue(let flag, _, _), .missingFlag(let flag):
      [flag.summary]
    case .emptyValue, .emptyArgument:
      ["a variable of the shell may be unset"]
    case .noInput:
      [
        "add the array: prune-mpi FILE... --keep 'x > 0'",
        "without any argument the built-in example runs",
      ]
    case .noStage(let inputs, let command):
      [
        "add a stage: --keep 'x > 0'",
        command.map { "or, if a command is meant: \($0.callName)" }
          ?? "or look at the values first: prune-mpi inspect \(quoted(inputs[0]))",
      ]
    case .shardsWithoutOutput, .restWithoutOutput, .compressWithoutOutput:
      ["add it: \(Flag.output.usage)"]
    case .zarrFormatWithoutZarr:
      ["name one so: \(Flag.output.usage)"]
    case .compressWithoutShards:
      ["add them, as many as there are ranks or more: \(Flag.shards.usage)"]
    case .noFile, .unexpectedArgument:
      ["usage: \(command.usage)"]
    case .unknownTopic:
      ["there is help on \(Command.allCases.map(\.rawValue).joined(separator: ", "))"]
    case .optionWithoutStage(_, let stages), .optionOfOtherStage(_, _, let stages):
      ["it follows one of \(stages.joined(separator: ", "))"]
    case .fileBesideFields:
      ["give each file a name: --field NAME=PATH"]
    case .unequalLists:
      ["each is one number for each node"]
    case .repeatedFlag, .unexpectedValue, .badValue, .badEntry, .sameOutput, .meanBeforeIsZero,
      .ratioTooLarge, .repeatedOption, .offsetBeyondStep, .axisBesideFields, .notForText:
      []
    }
  }
}

private func counted(_ numbers: Int) -> String {
  numbers == 1 ? "1 number" : "\(numbers) numbers"
}
