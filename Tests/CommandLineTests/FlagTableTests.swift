import CommandLineInterface
import Testing

/// Every flag of the table is read, has its effect, and is in both helps.
@Suite struct FlagTableTests {
  /// A value other than the default for each flag that takes one.
  static let samples = [
    "--keep": "x > 1", "--drop": "x < 1", "--output": "sample.npy", "--shards": "3",
    "--index-out": "sample.npy", "--rejects": "sample.npy", "--raw": "u1:9", "--balance": "never",
    "--reuse": "7", "--report": "sample.json", "--before": "1,2", "--after": "1,2",
  ]

  /// A correct command line without the flag, but with what the flag needs beside it.
  static func base(_ flag: Flag, _ command: Command) -> [String] {
    switch command {
    case .prune: ["a", "--keep", "x"] + (flag.name == "--shards" ? ["-o", "out"] : [])
    case .inspect: ["inspect", "a"]
    case .verify: ["verify", "a"] + (flag.name == "--report" ? [] : ["--report", "r"])
    case .effect:
      ["effect"] + (flag.name == "--before" ? [] : ["--before", "1,1"])
        + (flag.name == "--after" ? [] : ["--after", "1,1"])
    }
  }

  static var spellings: [(Flag, Command, String)] {
    Flag.all.flatMap { flag in
      flag.commands.flatMap { command in
        ([flag.name] + (flag.short.map { [$0] } ?? [])).map { (flag, command, $0) }
      }
    }
  }

  @Test("the table is complete and unambiguous")
  func table() {
    for command in Command.allCases {
      let spellings = Self.spellings.filter { $0.1 == command }.map(\.2)
      #expect(Set(spellings).count == spellings.count, "\(command)")
      for page in ["-h", "--help", "--version"] { #expect(spellings.contains(page)) }
    }
    let names = [
      "--keep", "--drop", "--output", "--shards", "--index-out", "--rejects", "--raw", "--force",
      "--balance", "--reuse", "--report", "--explain", "--quiet", "-h", "--help", "--version",
    ]
    #expect(Flag.all.filter { $0.commands.contains(.prune) }.map(\.name) == names)
    for flag in Flag.all {
      #expect(flag.summary.count <= 54, "\(flag.name)")
      #expect(!flag.summary.hasSuffix("."), "\(flag.name)")
      #expect(flag.details.hasSuffix("."), "\(flag.name)")
      #expect(!flag.details.contains("\n"), "\(flag.name)")
      #expect((flag.action.placeholder == nil) == (Self.samples[flag.name] == nil), "\(flag.name)")
    }
  }

  @Test("each flag changes the result, in each spelling")
  func effect() throws {
    for (flag, command, spelling) in Self.spellings {
      let base = Self.base(flag, command)
      let without = try? Invocation.parse(base)
      guard let sample = Self.samples[flag.name] else {
        #expect(try Invocation.parse(base + [spelling]) != without, "\(base) \(spelling)")
        continue
      }
      let apart = try Invocation.parse(base + [spelling, sample])
      let joined = try Invocation.parse(base + ["\(spelling)=\(sample)"])
      #expect(apart != without, "\(base) \(spelling)")
      #expect(apart == joined, "\(base) \(spelling)")
    }
  }

  @Test("only a repeatable flag may be given twice")
  func repeats() throws {
    for (flag, command, spelling) in Self.spellings {
      if case .show = flag.action { continue }
      let once = Self.samples[flag.name].map { [spelling, $0] } ?? [spelling]
      let twice = Self.base(flag, command) + once + once
      if flag.isRepeatable {
        _ = try Invocation.parse(twice)
      } else {
        #expect(message(of: twice)?.contains("is given twice") == true, "\(twice)")
      }
    }
  }

  @Test("a value is required, or refused")
  func values() {
    for (flag, command, spelling) in Self.spellings {
      let base = Self.base(flag, command)
      if let placeholder = flag.action.placeholder {
        for next in [[], ["--"], ["-h"], ["--help"], ["--quiet"], ["--nonsense"], ["--no=x"]] {
          let text = message(of: base + [spelling] + next)
          let place = next.first.map { " before '\($0)'" } ?? ""
          #expect(
            text?.hasPrefix("'\(spelling)' needs a value\(place): \(flag.name) \(placeholder)\n")
              == true,
            "\(base) \(spelling) \(next)")
        }
        for empty in [[spelling, ""], ["\(spelling)="]] {
          #expect(
            message(of: base + empty)?.hasPrefix("the value of '\(spelling)' is empty") == true,
            "\(base) \(empty)")
        }
      } else {
        for value in ["", "yes"] {
          #expect(
            message(of: base + ["\(spelling)=\(value)"])?.hasPrefix(
              "'\(spelling)' takes no value, but is given '\(value)'\n") == true,
            "\(base) \(spelling)=\(value)")
        }
      }
    }
  }

  @Test("no two outputs may have one path")
  func outputs() {
    let outputs = Flag.all.filter(\.isOutput)
    #expect(outputs.map(\.name) == ["--output", "--index-out", "--rejects", "--report"])
    for first in outputs {
      for second in outputs where second.name != first.name {
        #expect(
          message(of: ["a", "--keep", "x", first.name, "b", second.name, "./b"])
            == """
            '\(first.name)' and '\(second.name)' both write to './b'
            try: prune-mpi --help
            """)
      }
    }
  }

  @Test("a flag of another command is named as such")
  func otherCommands() {
    for flag in Flag.all {
      for command in Command.allCases where !flag.commands.contains(command) {
        let known = Flag.all.contains { $0.name == flag.name && $0.commands.contains(command) }
        guard !known else { continue }
        let start = command == .prune ? [] : [command.rawValue]
        #expect(
          message(of: start + [flag.name])?.hasPrefix(
            "'\(flag.name)' is not a flag of '\(command.callName)'\n") == true,
          "\(command) \(flag.name)")
      }
    }
  }
}

/// The text of the error that a command line must give; nil where it gives none.
func message(of arguments: [String]) -> String? {
  do {
    _ = try Invocation.parse(arguments)
    return nil
  } catch {
    return error.description
  }
}
