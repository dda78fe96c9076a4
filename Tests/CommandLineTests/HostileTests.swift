import CommandLineInterface
import Stages
import Testing

/// Arguments that nobody types on purpose.
@Suite struct HostileTests {
  @Test("empty arguments are errors, not files")
  func empty() {
    #expect(
      message(of: [""]) == """
        argument 1 is empty, expected a file
        a variable of the shell may be unset
        try: prune-mpi --help
        """)
    for arguments in [
      ["a", "", "--keep", "x"], ["--", ""], ["inspect", ""], ["verify", "", "--report", "r"],
      ["--keep", "x", "--", "a", ""], ["effect", ""],
    ] {
      #expect(message(of: arguments)?.contains("is empty, expected a file") == true, "\(arguments)")
    }
    #expect(message(of: ["help", ""])?.hasPrefix("no help on ''\n") == true)
  }

  @Test("very long arguments are cut in messages, and kept whole as values")
  func long() throws {
    let long = String(repeating: "y", count: 1 << 20)
    #expect(
      message(of: ["a", "--" + long]) == """
        unknown flag '--\(String(repeating: "y", count: 58))...' (1048578 characters)
        try: prune-mpi --help
        """)
    #expect(
      message(of: ["a", "--keep", "x", "-o", "b", "--shards", long]) == """
        '--shards' is '\(String(repeating: "y", count: 60))...' (1048576 characters), \
        expected a whole number from 1 to 99999
        try: prune-mpi --help
        """)
    #expect(message(of: [long])?.utf8.count ?? .max < 1000)
    let options = try parsedPrune([long, "--keep", long, "-o=\(long)"])
    #expect(options.inputs == [long])
    #expect(options.stages == [.filter(.keep, long)])
    #expect(options.output == long)
  }

  @Test("a hundred thousand arguments")
  func many() throws {
    let names = (0..<100_000).map { "part-\($0).npy" }
    #expect(try parsedPrune(names + ["--keep", "x"]).inputs == names)
    let list = (1...100_000).map(String.init).joined(separator: ",")
    guard
      case .effect(let options) = try Invocation.parse([
        "effect", "--before", list, "--after", list,
      ])
    else {
      Issue.record("not an effect")
      return
    }
    #expect(options.before.last == 100_000)
  }

  @Test("invisible characters and broken UTF-8 are shown, not printed")
  func invisible() throws {
    // What Swift makes of bytes that are no UTF-8.
    let broken = String(decoding: [0x61, 0xFF, 0xC3, 0x62], as: UTF8.self)
    #expect(try parsedPrune([broken, "--keep", "x"]).inputs == [broken])
    #expect(
      message(of: ["--" + broken])?.hasPrefix("unknown flag '--a\u{FFFD}\u{FFFD}b'\n") == true)
    #expect(
      message(of: ["a", "--balance", "\u{1B}[31mred\n\t\u{202E}\u{2028}\u{0}\u{7F}"]) == """
        '--balance' is '\\u{1b}[31mred\\u{a}\\u{9}\\u{202e}\\u{2028}\\u{0}\\u{7f}', \
        expected auto, always or never
        try: prune-mpi --help
        """)
    // Letters joined to a dash or an equals sign make another character of it.
    #expect(try parsedPrune(["-\u{301}", "--keep", "x"]).inputs == ["-\u{301}"])
    #expect(message(of: ["a", "--keep=\u{301}x"])?.hasPrefix("unknown flag ") == true)
    #expect(
      message(of: ["a", "--shards", "\u{0663}"])?.contains("expected a whole number") == true)
  }

  @Test(
    "any mixture either parses as a plain reading of it would or is an error", arguments: 0..<20)
  func mixtures(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let words = [
      "a", "b.npy", "inspect", "help", "--", "-", "", "--keep", "--keep=x", "--drop", "x > 1", "-x",
      "--drop=-x", "-o", "--output=c", "--shards", "4", "--force", "-q", "--balance", "auto", "-h",
      "--version", "--nonsense", "=", "--=", "--keep=", "--report", "--raw=f4:3", "\u{2014}keep",
    ]
    var parsed = 0
    for _ in 0..<2_000 {
      let arguments = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }
      do {
        guard case .prune(let options) = try Invocation.parse(arguments) else { continue }
        parsed += 1
        // Read the slow way: whatever is neither a flag nor taken by the flag before it.
        let plain = plainReading(arguments)
        #expect(options.inputs == plain.files, "seed \(seed): \(arguments)")
        #expect(options.stages == plain.stages, "seed \(seed): \(arguments)")
        #expect(!options.inputs.isEmpty && !options.stages.isEmpty, "seed \(seed): \(arguments)")
        #expect(options.shards == nil || options.output != nil, "seed \(seed): \(arguments)")
      } catch {
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect((2...4).contains(lines.count), "seed \(seed): \(arguments)")
        #expect(lines.last?.hasPrefix("try: prune-mpi") == true, "seed \(seed): \(arguments)")
        #expect(
          lines.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") }, "seed \(seed): \(arguments)")
      }
    }
    #expect(parsed > 0, "seed \(seed)")
  }

  /// Files and stages of a command line that is known to be a correct prune.
  private func plainReading(_ arguments: [String]) -> (files: [String], stages: [StageRequest]) {
    let valued: Set = ["--keep", "--drop", "-o", "--shards", "--balance", "--report"]
    var files: [String] = []
    var stages: [StageRequest] = []
    var pending: String?
    var ended = false
    for argument in arguments {
      if let flag = pending {
        if flag == "--keep" { stages.append(.filter(.keep, argument)) }
        if flag == "--drop" { stages.append(.filter(.drop, argument)) }
        pending = nil
      } else if ended {
        files.append(argument)
      } else if argument == "--" {
        ended = true
      } else if valued.contains(argument) {
        pending = argument
      } else if argument == "--keep=x" {
        stages.append(.filter(.keep, "x"))
      } else if argument == "--drop=-x" {
        stages.append(.filter(.drop, "-x"))
      } else if !argument.hasPrefix("-") {
        files.append(argument)
      }
    }
    return (files, stages)
  }
}

/// Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators", figure 17.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
