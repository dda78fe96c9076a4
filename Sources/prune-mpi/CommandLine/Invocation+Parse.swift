extension Invocation {
  /// Local. Reads a command line.
  ///
  /// The first argument may name a command; `./inspect` is a file. `--` ends the flags. Help and
  /// version answer as soon as they are read, before what follows them is looked at.
  ///
  /// - Parameter arguments: Without the program's name.
  /// - Throws: ``UsageError`` for the first thing that is wrong.
  package static func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    let first = arguments.first ?? ""
    if first == "help" { return try helpTopic(arguments.dropFirst()) }
    let command = Command(firstArgument: first)
    var reader = ArgumentReader(
      command ?? .prune, arguments, from: command == nil ? 0 : 1)
    return try reader.read()
  }

  /// `help`, `help COMMAND` and what may follow.
  private static func helpTopic(_ arguments: ArraySlice<String>) throws(UsageError) -> Invocation {
    guard let topic = arguments.first, !Flag.longHelp.isSpelt(topic) else {
      return .help(HelpPage.long(.prune))
    }
    if Flag.shortHelp.isSpelt(topic) { return .help(HelpPage.short(.prune)) }
    guard let command = Command(rawValue: topic) else {
      throw UsageError(command: .prune, problem: .unknownTopic(topic))
    }
    if let extra = arguments.dropFirst().first {
      throw UsageError(command: command, problem: .unexpectedArgument(extra))
    }
    return .help(HelpPage.long(command))
  }
}

/// Goes through the arguments once, from left to right.
private struct ArgumentReader {
  let arguments: [String]
  var next: Int
  var draft: Draft

  init(_ command: Command, _ arguments: [String], from start: Int) {
    self.arguments = arguments
    next = start
    draft = Draft(command)
  }

  mutating func read() throws(UsageError) -> Invocation {
    var flagsEnded = false
    while next < arguments.count {
      let argument = arguments[next]
      next += 1
      if flagsEnded || !startsWithDash(argument) {
        guard !argument.isEmpty else { throw draft.error(.emptyArgument(place: next)) }
        draft.files.append(argument)
      } else if argument == "--" {
        flagsEnded = true
        // `prune-mpi -- $FILES` with nothing in FILES does not ask for the demonstration.
        if draft.command == .prune, draft.files.isEmpty, next == arguments.count {
          throw draft.error(.noInput(flag: argument))
        }
      } else if let page = try readFlag(argument) {
        return page
      }
    }
    return try draft.finished()
  }

  /// Stores the flag in the draft; gives the answer where it is one of help or version.
  private mutating func readFlag(_ argument: String) throws(UsageError) -> Invocation? {
    let equals = argument.firstIndex(of: "=")
    let spelling = String(argument[..<(equals ?? argument.endIndex)])
    let attached = equals.map { String(argument[argument.index(after: $0)...]) }
    guard let flag = Flag.named(spelling, for: draft.command) else {
      throw draft.error(.unknownFlag(spelling, for: draft.command))
    }
    if case .show(let page) = flag.action, attached == nil { return draft.command.answer(page) }

    let value = try value(of: flag, spelling: spelling, attached: attached)
    let given = GivenFlag(flag: flag, spelling: spelling, value: value)
    if !flag.isRepeatable, let first = draft.given.first(where: { $0.flag.name == flag.name }) {
      throw draft.error(.repeatedFlag(first: first, second: given))
    }
    draft.given.append(given)
    try flag.store(value, spelling: spelling, in: &draft)
    return nil
  }

  /// The value after `=`, else the next argument; empty for a flag that takes none.
  private mutating func value(
    of flag: Flag, spelling: String, attached: String?
  ) throws(UsageError) -> String {
    guard flag.action.placeholder != nil else {
      if let attached {
        throw draft.error(.unexpectedValue(spelling: spelling, value: attached))
      }
      return ""
    }
    var value = attached
    if value == nil, next < arguments.count, !looksLikeFlag(arguments[next]) {
      value = arguments[next]
      next += 1
    }
    guard let value else {
      let following = next < arguments.count ? arguments[next] : nil
      throw draft.error(.missingValue(flag, spelling: spelling, next: following))
    }
    guard !value.isEmpty else { throw draft.error(.emptyValue(flag, spelling: spelling)) }
    return value
  }
}

extension Command {
  fileprivate func answer(_ page: Flag.Page) -> Invocation {
    switch page {
    case .shortHelp: .help(HelpPage.short(self))
    case .longHelp: .help(HelpPage.long(self))
    case .version: .version
    }
  }
}

extension Flag {
  /// The flag of a command with this spelling.
  static func named(_ spelling: some StringProtocol, for command: Command) -> Flag? {
    all.first { $0.isSpelt(spelling) && $0.commands.contains(command) }
  }
}

/// Whether an argument is meant as a flag: a dash first, also one that a text editor has made
/// long, so that the message is about the dash and not about a missing file.
private func startsWithDash(_ argument: String) -> Bool {
  argument.first.map(dashes.contains) ?? false
}

/// Whether an argument where a value is due is rather the next flag: a known one, or `--` and
/// nothing but letters and dashes up to the end or `=`. An expression such as `-x > 3` or
/// `--x > 3` is none; `--flag=VALUE` passes any text.
private func looksLikeFlag(_ argument: String) -> Bool {
  let spelling = argument.prefix { $0 != "=" }
  if Flag.all.contains(where: { $0.isSpelt(spelling) }) { return true }
  guard spelling.hasPrefix("--") else { return false }
  let name = spelling.dropFirst(2).utf8
  return name.count != 1
    && name.allSatisfy { $0 == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= $0 }
}
