internal import Stages

/// The one definition of a flag: the parser, both helps and the tests read it.
package struct Flag: Sendable {
  /// With its dashes: `--output`, and `-h`, which has no long form.
  package let name: String
  /// `-o`, where there is one besides ``name``.
  package let short: String?
  package let action: Action
  package let isRepeatable: Bool
  /// Its value is a path that the run writes.
  package let isOutput: Bool
  package let commands: [Command]
  /// One line, at most 54 columns.
  package let summary: String
  /// The paragraph of `--help`; wrapped there.
  package let details: String

  init(
    _ name: String, _ action: Action, short: String? = nil, isRepeatable: Bool = false,
    isOutput: Bool = false, for commands: [Command], summary: String, details: String
  ) {
    self.name = name
    self.short = short
    self.action = action
    self.isRepeatable = isRepeatable
    self.isOutput = isOutput
    self.commands = commands
    self.summary = summary
    self.details = details
  }

  /// `--output PATH`.
  package var usage: String {
    guard let placeholder = action.placeholder else { return name }
    return "\(name) \(placeholder)"
  }

  package func isSpelt(_ argument: some StringProtocol) -> Bool {
    argument == name || argument == short ?? name
  }
}

extension Flag {
  /// What a flag's value is and where it goes.
  package enum Action: Sendable {
    /// Adds a stage made from the value.
    case stage(StageValue)
    /// Changes the stage before it.
    case option(StageOptionValue)
    /// `NAME=PATH`, added to the fields.
    case field
    /// Any text that is not empty. The first value is the placeholder.
    case text(String, WritableKeyPath<Draft, String?> & Sendable)
    case wholeNumber(ClosedRange<Int>, WritableKeyPath<Draft, Int?> & Sendable)
    /// A finite number, at least 0.
    case number(WritableKeyPath<Draft, Double> & Sendable)
    /// Bytes, as `2GiB`.
    case byteCount(WritableKeyPath<Draft, Int?> & Sendable)
    /// Finite numbers, at least 0, with commas between.
    case numbers(WritableKeyPath<Draft, [Double]?> & Sendable)
    /// One of these words, after the placeholder; the function stores it and is false for any
    /// other word.
    case word(String, [String], @Sendable (inout Draft, String) -> Bool)
    /// No value: sets this to true.
    case on(WritableKeyPath<Draft, Bool> & Sendable)
    /// No value: reading ends and this is shown.
    case show(Page)
  }

  package enum Page: Sendable { case shortHelp, longHelp, version }
}

extension Flag.Action {
  /// One of the names of an enumeration's cases.
  static func choice<Choice>(
    _ placeholder: String, _ path: WritableKeyPath<Draft, Choice> & Sendable
  ) -> Self where Choice: RawRepresentable<String> & CaseIterable & SendableMetatype {
    .word(placeholder, Choice.allCases.map(\.rawValue)) { draft, word in
      guard let choice = Choice(rawValue: word) else { return false }
      draft[keyPath: path] = choice
      return true
    }
  }

  /// How help names the value; nil for a flag that takes none.
  package var placeholder: String? {
    switch self {
    case .stage(let stage): stage.placeholder
    case .option(let option): option.placeholder
    case .field: "NAME=PATH"
    case .text(let placeholder, _), .word(let placeholder, _, _): placeholder
    case .wholeNumber, .number: "N"
    case .byteCount: "SIZE"
    case .numbers: "LIST"
    case .on, .show: nil
    }
  }

  /// Which values are allowed, where not any text is.
  package var expected: String? {
    switch self {
    case .wholeNumber(let range, _):
      "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number: "a finite number, 0 or more"
    case .byteCount: "bytes, as 2GiB"
    case .numbers: "finite numbers, each 0 or more, with commas between"
    case .word(_, let words, _):
      words.dropLast().joined(separator: ", ") + " or \(words.last ?? "")"
    case .stage(let stage): stage.expected
    case .option(let option): option.expected
    case .field: "a name and a path with '=' between"
    case .text, .on, .show: nil
    }
  }
}

/// A stage's value on the command line.
package struct StageValue: Sendable {
  /// nil for a stage that takes none; its text is empty then.
  let placeholder: String?
  let expected: String?
  let make: @Sendable (String) -> StageRequest?
}

/// The value of an option of a stage.
package struct StageOptionValue: Sendable {
  package enum Outcome: Sendable {
    case stored
    /// Not a value that the option takes.
    case badValue
    /// Not an option of this stage.
    case otherStage
  }

  let placeholder: String?
  let expected: String?
  /// The stages it is an option of, as flags.
  let stages: [String]
  let store: @Sendable (inout StageRequest, String) -> Outcome
}
