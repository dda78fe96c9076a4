import CommandLineInterface
import Testing

/// Every flag of the table is read, has its effect, and is in both helps.
@Suite struct FlagTableTests {
  /// A value other than the default for each flag that takes one.
  static let samples = [
    "--keep": "x > 1", "--drop": "x < 1", "--output": "sample.npy", "--shards": "3",
    "--zarr-format": "3",
    "--index-out": "sample.npy", "--rejects": "sample.npy", "--raw": "u1:9", "--balance": "never",
    "--memory": "2GiB", "--scratch": "/local", "--spill": "reread", "--reuse": "7",
    "--report": "sample.json",
    "--before": "1,2", "--after": "1,2", "--top": "5%",
    "--bottom": "7", "--above-quantile": "0.5", "--below-quantile": "1", "--outliers": "iqr:1.5",
    "--sample": "9", "--every": "3", "--deadband": "0.5", "--swing": "1e-3", "--nonfinite": "drop",
    "--budget": "2 ranks", "--keep-mass": "90%", "--by": "abs(x)", "--count-out": "sample.npy",
    "--seed": "18446744073709551615", "--offset": "2", "--value": "v", "--time": "t",
    "--max-gap": "60", "--rank-memory": "1.5GiB", "--axis": "0", "--field": "v=value.npy",
    "--nan": "keep", "--delimiter": ";",
  ]

  /// A stage that the option belongs to; none for other flags.
  static func stage(of flag: Flag) -> [String] {
    switch flag.name {
    case "--by": ["--top", "1"]
    case "--keep-last", "--count-out": ["--unique"]
    case "--only-outliers": ["--outliers", "mad:3"]
    case "--seed": ["--sample", "1"]
    case "--offset": ["--every", "3"]
    case "--value", "--time", "--max-gap", "--keep-previous": ["--deadband", "1"]
    case "--rank-memory": ["--budget", "1 rank"]
    default: []
    }
  }

  /// A correct command line without the flag, but with what the flag needs beside it.
  static func base(_ flag: Flag, _ command: Command) -> [String] {
    switch command {
    case .prune:
      (flag.name == "--field" ? [] : ["a"]) + ["--keep", "x"]
        + (["--shards", "--compress", "--copy-rest"].contains(flag.name) ? ["-o", "out"] : [])
        + (flag.name == "--compress" ? ["--shards", "3"] : [])
        + (flag.name == "--zarr-format" ? ["-o", "out.zarr/"] : []) + stage(of: flag)
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
      "--keep", "--drop", "--top", "--bottom", "--above-quantile", "--below-quantile", "--unique",
      "--outliers", "--sample", "--every", "--deadband", "--swing", "--nonfinite", "--budget",
      "--keep-mass", "--by", "--keep-last", "--count-out", "--only-outliers", "--seed", "--offset",
      "--value", "--time", "--max-gap", "--keep-previous", "--rank-memory", "--output", "--shards",
      "--compress", "--zarr-format", "--copy-rest", "--index-out", "--rejects", "--axis", "--field",
      "--raw", "--csv", "--delimiter", "--nan", "--force", "--balance", "--reuse", "--memory",
      "--scratch", "--spill", "--report", "--explain", "--quiet", "-h", "--help", "--version",
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
      if flag.isRepeatable, Self.stage(of: flag).isEmpty {
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
    #expect(
      outputs.map(\.name) == ["--count-out", "--output", "--index-out", "--rejects", "--report"])
    for first in outputs {
      for second in outputs where second.name != first.name {
        #expect(
          message(of: ["a", "--unique", first.name, "b", second.name, "./b"])
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
