import CommandLineInterface
import Stages
import Testing

/// Stages and their options, from the command line to what is asked for.
@Suite struct StageTests {
  private func stages(_ arguments: String...) throws -> [StageRequest] {
    guard case .prune(let options) = try Invocation.parse(["a.npy"] + arguments) else {
      Issue.record("not a run: \(arguments)")
      return []
    }
    return options.stages
  }

  private func decimal(_ text: String) throws -> Decimal { try #require(Decimal(text)) }
  private func number(_ text: String) throws -> TypedNumber { try #require(TypedNumber(text)) }

  @Test("each stage, without options")
  func plain() throws {
    #expect(try stages("--top", "1000") == [.selection(.init(.top, .count(1000)))])
    #expect(
      try stages("--bottom=0.1%") == [.selection(.init(.bottom, .percent(decimal("0.1"))))])
    #expect(try stages("--above-quantile", "0.9") == [.quantile(.init(.above, number("0.9")))])
    #expect(try stages("--below-quantile", "0") == [.quantile(.init(.below, number("0")))])
    #expect(try stages("--unique") == [.unique(.init())])
    #expect(
      try stages("--outliers", "zscore:3") == [.outliers(.init(.zscore, number("3")))])
    #expect(try stages("--sample", "5%") == [.sample(.init(.percent(decimal("5"))))])
    #expect(try stages("--every", "10") == [.every(.init(10))])
    #expect(try stages("--deadband", "1e-6") == [.deadband(.init(number("1e-6")))])
    #expect(try stages("--swing", "0.5") == [.swing(.init(number("0.5")))])
    #expect(try stages("--nonfinite", "drop") == [.nonfinite])
    #expect(try stages("--keep-mass", "90%") == [.keepMass(.init(decimal("90")))])
  }

  @Test(
    "sizes",
    arguments: [
      ("1000", StageRequest.Budget.Limit.bytes(1000)), ("0", .bytes(0)), ("7B", .bytes(7)),
      ("512MiB", .bytes(512 << 20)), ("1.5GB", .bytes(1_500_000_000)), ("2kB", .bytes(2000)),
      ("2KB", .bytes(2000)), ("0.5KiB", .bytes(512)), ("3TiB", .bytes(3 << 40)),
      ("4 ranks", .ranks(4)), ("4ranks", .ranks(4)), ("1 rank", .ranks(1)),
    ])
  func sizes(text: String, limit: StageRequest.Budget.Limit) throws {
    #expect(try stages("--budget", text) == [.budget(.init(limit))])
  }

  @Test("options change the stage before them, each its own")
  func options() throws {
    var first = StageRequest.Unique()
    first.by = ["t", "id"]
    first.last = true
    first.countOutput = "n.npy"
    var deadband = StageRequest.Deadband(try number("2"))
    deadband.value = "v"
    deadband.time = "t"
    deadband.by = "id"
    deadband.maxGap = try number("60")
    deadband.keepPrevious = true
    var swing = StageRequest.Swing(try number("3"))
    swing.value = "-v"
    var outliers = StageRequest.Outliers(.mad, try number("6"))
    outliers.by = "v"
    outliers.only = true
    var sample = StageRequest.Sample(.count(3))
    sample.seed = 7
    var every = StageRequest.Every(5)
    every.offset = 4
    var budget = StageRequest.Budget(.ranks(2))
    budget.by = "v"
    budget.rankMemory = 1 << 30
    #expect(
      try stages(
        "--unique", "--by", "t, id", "--keep-last", "--count-out", "n.npy",
        "--deadband", "2", "--value", "v", "--time", "t", "--by", "id", "--max-gap", "60",
        "--keep-previous", "--swing", "3", "--value", "-v", "--keep", "v > 0",
        "--outliers", "mad:6", "--only-outliers", "--by", "v", "--sample", "3", "--seed", "7",
        "--every", "5", "--offset", "4", "--top", "10%", "--by", "abs(v)",
        "--budget", "2 ranks", "--rank-memory", "1GiB", "--by", "v")
        == [
          .unique(first), .deadband(deadband), .swing(swing), .filter(.keep, "v > 0"),
          .outliers(outliers), .sample(sample), .every(every),
          .selection(.init(.top, .percent(try decimal("10")), by: "abs(v)")), .budget(budget),
        ])
  }

  @Test("files as fields, rows, and what becomes of NaN")
  func records() throws {
    guard
      case .prune(let options) = try Invocation.parse([
        "--field", "t=time.npy", "--nan", "drop", "--field=v=a=b.npy", "--keep", "v > 0",
      ])
    else {
      Issue.record("not a run")
      return
    }
    #expect(options.inputs.isEmpty && options.nan == .drop && options.axis == nil)
    #expect(options.fields.map(\.name) == ["t", "v"])
    #expect(options.fields.map(\.path) == ["time.npy", "a=b.npy"])
    guard case .prune(let rows) = try Invocation.parse(["a", "--axis", "0", "--keep", "any(x)"])
    else {
      Issue.record("not a run")
      return
    }
    #expect(rows.axis == 0 && rows.nan == nil)
  }

  static let wrong: [Wrong] = [
    Wrong(
      ["a", "--by", "x"],
      """
      '--by' belongs to a stage before it, and there is none
      it follows one of --top, --bottom, --above-quantile, --below-quantile, --outliers, --budget, \
      --keep-mass, --unique, --deadband, --swing
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--unique", "--seed", "1"],
      """
      '--seed' is not an option of '--unique', the stage before it
      it follows one of --sample
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--unique", "--keep-last", "--keep-last"],
      """
      '--keep-last' is given twice for one '--unique'
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--every", "3", "--offset", "3"],
      """
      '--offset' is 3, expected less than the 3 of '--every'
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--field", "v=b", "--keep", "v > 0"],
      """
      'a' is given beside '--field', which names the files
      give each file a name: --field NAME=PATH
      try: prune-mpi --help
      """),
    Wrong(
      ["--field", "v=b", "--axis", "0", "--keep", "v > 0"],
      """
      '--axis' is given beside '--field', of which every file is taken along axis 0
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--top", "101%"],
      """
      '--top' is '101%', expected a whole number, or a percentage from 0% to 100%
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--budget", "-1"],
      """
      '--budget' is '-1', expected bytes (512MiB), a percentage (10%) or 'N ranks'
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--outliers", "sigma:3"],
      """
      '--outliers' is 'sigma:3', expected zscore:K, iqr:K or mad:K, K a finite number, 0 or more
      try: prune-mpi --help
      """),
    Wrong(
      ["a", "--nan", "refuse", "--unique"],
      """
      '--nan' is 'refuse', expected drop or keep
      try: prune-mpi --help
      """),
    Wrong(
      ["--field", "v", "--unique"],
      """
      '--field' is 'v', expected a name and a path with '=' between
      try: prune-mpi --help
      """),
  ]

  @Test("what is said of stages that are wrong", arguments: wrong)
  func errors(wrong: Wrong) { #expect(message(of: wrong.arguments) == wrong.text) }

  @Test(
    "values that a stage does not take",
    arguments: [
      ("--top", ["-1", "1.5", "1e3", "%", "10 %", "+1", "x"]),
      ("--above-quantile", ["-0.1", "1.1", "nan", "50%"]),
      ("--sample", ["-1", "200%"]), ("--every", ["0", "-1", "1.5"]),
      ("--deadband", ["-1", "inf", "nan", "x"]), ("--swing", ["-0.0", "1,5"]),
      ("--outliers", ["iqr", "iqr:", "iqr:-1", "iqr:1:2", ":3"]),
      ("--nonfinite", ["keep"]), ("--keep-mass", ["90", "101%"]),
      ("--budget", ["99999999TiB", "ranks", "-2 ranks", "1 GB"]),
    ])
  func refused(flag: String, values: [String]) {
    for value in values {
      #expect(
        message(of: ["a", "\(flag)=\(value)"])?.hasPrefix("'\(flag)' is '\(value)', expected ")
          == true, "\(flag) \(value)")
    }
  }
}
