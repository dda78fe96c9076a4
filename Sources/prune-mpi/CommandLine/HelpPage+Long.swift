extension HelpPage {
  /// The page of `--help`: everything there is to say, in the order of a manual page.
  static func long(_ command: Command) -> String {
    var sections = [
      Section("NAME", ["\(command.callName) - \(command.summary)"].map(indented)),
      Section("USAGE", usage(command).map(indented)),
      Section("DESCRIPTION", paragraphs(command.details, indent: 4)),
    ]
    if command == .prune {
      sections += [
        Section(
          "STAGES", paragraphs([aboutStages], indent: 4) + [""] + entries(Flag.stages)),
        Section(
          "OPTIONS OF STAGES",
          paragraphs([aboutOptions], indent: 4) + [""] + entries(Flag.stageOptions)),
      ]
    }
    sections.append(
      Section(
        "FLAGS",
        paragraphs([aboutFlags], indent: 4) + [""]
          + entries(flags(of: command).filter(\.hasLineOfItsOwn))))
    if command == .prune {
      sections += [
        Section("COMMANDS", separated(otherCommands.map(summary))),
        expressions,
        records,
        runningUnderMPI,
      ]
    }
    sections += [
      Section("EXIT CODES", exitCodes),
      Section(
        "EXAMPLES",
        separated(command.examples.map { [indented($0.line), "        " + $0.meaning] })),
    ]
    return sections.map { ([$0.title] + $0.lines).joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  /// A heading at the margin and the lines under it.
  struct Section {
    let title: String
    let lines: [String]

    init(_ title: String, _ lines: [String]) {
      self.title = title
      self.lines = lines
    }
  }

  static func indented(_ line: String) -> String { "    " + line }

  static func paragraphs(_ texts: [String], indent: Int) -> [String] {
    separated(texts.map { TextLayout.wrapped($0, indent: indent) })
  }

  /// The blocks with an empty line between each two.
  static func separated(_ blocks: [[String]]) -> [String] {
    Array(blocks.joined(separator: [""]))
  }

  private static let aboutFlags = """
    A value stands after its flag or after an equals sign: --output jet.npy, --output=jet.npy. \
    Flags and files may be mixed; -- ends the flags. A file that is named like a command or like \
    a flag is given as ./inspect or ./-name.
    """

  private static let aboutStages = """
    A stage drops records. Any number of them run in the order given, each over what the one \
    before it kept; at least one is needed. The result is exact and has the same bytes on any \
    number of ranks; survivors keep their order.
    """

  private static let aboutOptions = """
    An option belongs to the stage before it: --top 10% --by 'abs(x)' --unique --keep-last.
    """

  private static func entries(_ flags: [Flag]) -> [String] {
    separated(flags.map { entry($0, indent: 4) })
  }

  /// A flag with its paragraph and the values it allows.
  private static func entry(_ flag: Flag, indent: Int) -> [String] {
    var text = flag.details
    if let placeholder = flag.action.placeholder, let expected = flag.action.expected {
      text += " \(placeholder) is \(expected)."
    }
    if case .option(let option) = flag.action {
      text += " An option of \(option.stages.joined(separator: ", "))."
    }
    let term = (flag.short.map { "\($0), " } ?? "") + flag.usage
    return [String(repeating: " ", count: indent) + term]
      + TextLayout.wrapped(text, indent: indent + 4)
  }

  /// One of the other commands, with the flags that only it has.
  private static func summary(_ command: Command) -> [String] {
    let ownFlags = flags(of: command).filter { !$0.commands.contains(.prune) }
    return separated(
      [[indented(command.usage)] + paragraphs(command.details, indent: 8)]
        + ownFlags.map { entry($0, indent: 8) })
  }

  private static var exitCodes: [String] {
    TextLayout.table(ExitCode.allCases.map { (String($0.rawValue), $0.summary) }, indent: 4)
      + [""]
      + TextLayout.wrapped(
        """
        A failure is one message on standard error, with rank, file and numbers where there are \
        any; it ends all ranks, and mpirun ends with the same code.
        """, indent: 4)
  }
}
