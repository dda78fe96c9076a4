/// The pages of `-h` and `--help`, made from the tables of commands and flags. At most 80
/// columns; no line feed at the end.
enum HelpPage {
  /// The page of `-h`: one screen, at most 40 lines.
  static func short(_ command: Command) -> String {
    var lines = ["\(command.callName) - \(command.summary)", "", "usage:"]
    lines += usage(command).map { "  " + $0 }
    lines += ["", "flags:"]
    lines += TextLayout.table(flags(of: command).map { (term($0), $0.summary) })
    if command == .prune {
      lines += ["", "commands:"]
      lines += TextLayout.table(otherCommands.map { ($0.rawValue, $0.summary) })
    }
    lines += ["", command.examples.count == 1 ? "example:" : "examples:"]
    lines += command.examples.map { "  " + $0.line }
    return lines.joined(separator: "\n")
  }

  static func usage(_ command: Command) -> [String] {
    guard command == .prune else { return [command.usage] }
    return ["mpirun -np 8 prune-mpi     (without arguments: the built-in example)"]
      + Command.allCases.map(\.usage) + ["prune-mpi help [COMMAND]"]
  }

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
