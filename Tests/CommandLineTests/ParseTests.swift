import CommandLineInterface
import Planning
import Testing

/// What a correct command line means.
@Suite struct ParseTests {
  @Test("no arguments ask for the demonstration")
  func demonstration() throws {
    #expect(try Invocation.parse([]) == .demonstration(quiet: false))
    #expect(try Invocation.parse(["-q"]) == .demonstration(quiet: true))
    #expect(try Invocation.parse(["--quiet"]) == .demonstration(quiet: true))
  }

  @Test("every option of a prune has its default")
  func pruneDefaults() throws {
    let options = try parsedPrune(["a.npy", "--keep", "x > 4"])
    #expect(options.inputs == ["a.npy"])
    #expect(options.stages == [.filter(.keep, "x > 4")])
    #expect(options.output == nil)
    #expect(options.shards == nil)
    #expect(options.indexOutput == nil)
    #expect(options.rejectsOutput == nil)
    #expect(options.raw == nil)
    #expect(!options.force)
    #expect(options.balance == .auto)
    #expect(options.reuse == 1)
    #expect(options.report == nil)
    #expect(!options.explain)
    #expect(!options.quiet)
  }

  @Test("every option of a prune is read")
  func pruneInFull() throws {
    let options = try parsedPrune([
      "a.npy", "--keep", "x > 4", "b.npy", "-o", "out", "--shards=8", "--index-out", "i.npy",
      "--rejects=r.npy", "--raw", "f4:1000,3", "--force", "--balance", "never", "--reuse", "2.5",
      "--report", "report.json", "--explain", "--drop=isnan(x)", "-q", "c.npy",
    ])
    var expected = PruneOptions()
    expected.inputs = ["a.npy", "b.npy", "c.npy"]
    expected.stages = [.filter(.keep, "x > 4"), .filter(.drop, "isnan(x)")]
    expected.output = "out"
    expected.shards = 8
    expected.indexOutput = "i.npy"
    expected.rejectsOutput = "r.npy"
    expected.raw = "f4:1000,3"
    expected.force = true
    expected.balance = .never
    expected.reuse = 2.5
    expected.report = "report.json"
    expected.explain = true
    expected.quiet = true
    #expect(options == expected)
  }

  @Test("stages stay in the order given, repeats included")
  func stageOrder() throws {
    let options = try parsedPrune([
      "--drop", "c", "--keep", "b", "f", "--keep=a", "--drop", "c", "--keep", "b",
    ])
    #expect(
      options.stages == [
        .filter(.drop, "c"), .filter(.keep, "b"), .filter(.keep, "a"),
        .filter(.drop, "c"), .filter(.keep, "b"),
      ])
  }

  @Test(
    "a value may start with a dash or hold anything",
    arguments: [
      "-x > 3", "-x", "--x > 3", "--x>3", "--abs(x) > 3", "-1 < x", "x == -1", "- x", "a=b=c",
      "x > 3\n", "-inf", "-oo", " ", "x in [1, 2, 3]",
    ])
  func awkwardValue(value: String) throws {
    for arguments in [["a", "--keep", value], ["a", "--keep=\(value)"]] {
      #expect(try parsedPrune(arguments).stages == [.filter(.keep, value)])
    }
  }

  @Test("after '=' a value may even look like a flag")
  func flagAsValue() throws {
    let options = try parsedPrune(["a", "--keep=--drop", "--output=--force", "--rejects=-o"])
    #expect(options.stages == [.filter(.keep, "--drop")])
    #expect(options.output == "--force")
    #expect(options.rejectsOutput == "-o")
    #expect(try parsedPrune(["a", "--keep", "x", "-o=b"]).output == "b")
    #expect(try parsedPrune(["a", "--keep", "x", "-o=b=c"]).output == "b=c")
  }

  @Test("'--' ends the flags")
  func endOfFlags() throws {
    let options = try parsedPrune(["--keep", "x", "--", "--force", "-q", "--", "inspect"])
    #expect(options.inputs == ["--force", "-q", "--", "inspect"])
    #expect(!options.force)
    #expect(!options.quiet)
    let inspected = try Invocation.parse(["inspect", "--", "-h"])
    #expect(inspected == .inspect(InspectOptions(inputs: ["-h"], raw: nil)))
  }

  @Test("a command is one only as the first argument")
  func commandWords() throws {
    #expect(
      try parsedPrune(["./inspect", "inspect", "verify", "effect", "help", "--keep", "x"]).inputs
        == ["./inspect", "inspect", "verify", "effect", "help"])
    #expect(try parsedPrune(["--keep", "x", "inspect"]).inputs == ["inspect"])
    #expect(try parsedPrune(["prune", "--keep", "x"]).inputs == ["prune"])
    #expect(try parsedPrune(["Inspect", "--keep", "x"]).inputs == ["Inspect"])
  }

  @Test("text is told by a flag, or by the names of all inputs")
  func text() throws {
    let comma = UInt8(ascii: ",")
    let tab = UInt8(ascii: "\t")
    func delimiter(_ arguments: [String]) throws -> UInt8? {
      try parsedPrune(arguments + ["--keep", "x"]).delimiter
    }
    #expect(try delimiter(["a.npy"]) == nil)
    #expect(try delimiter(["a.csv", "B.CSV"]) == comma)
    #expect(try delimiter(["a.csv", "b.npy"]) == nil)
    #expect(try delimiter(["a.tsv"]) == tab)
    #expect(try delimiter(["a.csv", "b.tsv"]) == nil)
    #expect(try delimiter(["a.txt", "--csv"]) == comma)
    #expect(try delimiter(["a.csv", "--delimiter", ";"]) == UInt8(ascii: ";"))
    #expect(try delimiter(["a.csv", "--raw", "u1"]) == nil)
    #expect(try delimiter(["a.csv", "--delimiter", "tab"]) == tab)
  }

  @Test("the other commands")
  func otherCommands() throws {
    #expect(
      try Invocation.parse(["inspect", "a.npy", "b.npy"])
        == .inspect(InspectOptions(inputs: ["a.npy", "b.npy"], raw: nil)))
    #expect(
      try Invocation.parse(["inspect", "a.bin", "--raw", "u1:9"])
        == .inspect(InspectOptions(inputs: ["a.bin"], raw: "u1:9")))
    #expect(
      try Invocation.parse(["inspect", "a.txt", "--delimiter", "tab"])
        == .inspect(InspectOptions(inputs: ["a.txt"], delimiter: UInt8(ascii: "\t"))))
    #expect(
      try Invocation.parse(["verify", "--report", "r.json", "out"])
        == .verify(VerifyOptions(output: "out", report: "r.json")))
    #expect(
      try Invocation.parse([
        "effect", "--before", "0.8,0.9,0.7,0.85,0.88", "--after=0.9, 0.95, 0.8, 0.9, 0.9",
      ])
        == .effect(
          EffectOptions(
            before: [0.8, 0.9, 0.7, 0.85, 0.88], after: [0.9, 0.95, 0.8, 0.9, 0.9])))
  }

  @Test("limits of numbers are themselves allowed")
  func limits() throws {
    #expect(try parsedPrune(["a", "--keep", "x", "-o", "b", "--shards", "1"]).shards == 1)
    #expect(try parsedPrune(["a", "--keep", "x", "-o", "b", "--shards", "99999"]).shards == 99_999)
    #expect(try parsedPrune(["a", "--keep", "x", "--reuse", "0"]).reuse == 0)
    #expect(try parsedPrune(["a", "--keep", "x", "--reuse", "1e6"]).reuse == 1e6)
    for policy in BalancePolicy.allCases {
      #expect(
        try parsedPrune(["a", "--keep", "x", "--balance", policy.rawValue]).balance == policy)
    }
    #expect(
      try Invocation.parse(["effect", "--before", "0,1", "--after", "0,0"])
        == .effect(EffectOptions(before: [0, 1], after: [0, 0])))
  }

  @Test("outputs of different names are not taken for one")
  func differentOutputs() throws {
    let options = try parsedPrune([
      "a", "--keep", "x", "-o", "b", "--rejects", "/b", "--index-out", "c/b", "--report", "../b",
    ])
    #expect(options.rejectsOutput == "/b")
  }

  @Test("help and version answer at once, wherever they stand")
  func pages() throws {
    for arguments in [["--version"], ["a", "--version"], ["inspect", "--version", "--nonsense"]] {
      #expect(try Invocation.parse(arguments) == .version)
    }
    for (command, page) in [
      (["inspect"], "inspect"), (["verify"], "verify"), (["effect"], "effect"), ([], "prune"),
    ] {
      let long = try Invocation.parse(["help", page])
      #expect(try Invocation.parse(command + ["--help"]) == long)
      #expect(try Invocation.parse(command + ["a", "--help", "--nonsense"]) == long)
      #expect(try Invocation.parse(command + ["-h"]) != long)
    }
    #expect(try Invocation.parse(["help"]) == Invocation.parse(["--help"]))
    #expect(try Invocation.parse(["help", "--help"]) == Invocation.parse(["--help"]))
    #expect(try Invocation.parse(["help", "-h"]) == Invocation.parse(["-h"]))
  }
}

/// The options of a command line that must ask for a prune.
func parsedPrune(_ arguments: [String]) throws -> PruneOptions {
  guard case .prune(let options) = try Invocation.parse(arguments) else {
    throw NotPrune(arguments: arguments)
  }
  return options
}

struct NotPrune: Error { let arguments: [String] }
