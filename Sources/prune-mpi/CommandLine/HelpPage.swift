/// The pages of `-h` and `--help`, made from the tables of commands and flags. At most 80
/// columns; no line feed at the end.
enum HelpPage {
  /// The page of `-h`: one screen, at most 40 lines.
  static func short(_ command: Command) -> String {
    var lines = ["\(command.callName) - \(command.summary)", "", "usage:"]
    lines += usage(command).map { "  " + $0 }
    if command == .prune {
      lines += ["", "stages, in the order given, as many as wanted:"]
      lines += TextLayout.flowing(Flag.stages.map(\.usage))
      lines += ["", "options of the stage before them:"]
      lines += TextLayout.flowing(Flag.stageOptions.map(\.usage))
    }
    lines += ["", command == .prune ? "flags, of which --help has more:" : "flags:"]
    lines += TextLayout.table(
      flags(of: command).filter { $0.hasLineOfItsOwn && $0.isInShortHelp(of: command) }
        .map { (term($0), $0.summary) })
    lines += ["", command.examples.count == 1 ? "example:" : "examples:"]
    lines += command.examples.map { "  " + $0.line }
    return lines.joined(separator: "\n")
  }

  static func usage(_ command: Command) -> [String] {
    guard command == .prune else { return [command.usage] }
    return ["mpirun -np 8 prune-mpi     (without arguments: the built-in example)"]
      + Command.allCases.map(\.usage) + ["prune-mpi help [COMMAND]"]
  }

  /// All of them, stages and their options first.
  static func flags(of command: Command) -> [Flag] {
    Flag.all.filter { $0.commands.contains(command) }
  }

  static var otherCommands: [Command] { Command.allCases.filter { $0 != .prune } }

  /// `-o, --output PATH`; a flag without a short form starts where the long forms do.
  private static func term(_ flag: Flag) -> String {
    let short = flag.short.map { "\($0), " } ?? (flag.name.hasPrefix("--") ? "    " : "")
    return short + flag.usage
  }
}

extension Flag {
  /// Whether `-h` shows it: not those that few runs need, as the page has to stay one screen.
  package func isInShortHelp(of command: Command) -> Bool {
    let special = [
      Flag.compress, .zarrFormat, .copyRest, .delimiter, .balance, .reuse, .scratch, .spill,
    ]
    return command != .prune || !special.contains { $0.name == name }
  }

  /// Whether `-h` has a line for it; stages and their options stand there side by side.
  package var hasLineOfItsOwn: Bool {
    switch action {
    case .stage, .option: false
    default: true
    }
  }
}
