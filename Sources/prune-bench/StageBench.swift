import ArrayFiles
import MPI
import Planning
import Pruning
import ShardedArrays
import Stages

#if canImport(Glibc)
  import Glibc
#endif

/// One row of the table of stages.
struct StageRow {
  var name: String
  /// One array, or one file for each field.
  var paths: [String]
  var fields: [String] = []
  var stages: [StageRequest]
  /// Bytes of a record in all files.
  var recordBytes: Int
  var count: Int
  /// Whether the timed runs write what survives, and the limit as many bytes.
  var writes = false
}

/// What a row has taken.
struct StageFigures {
  var (limit, program) = (Timing(), Timing())
  /// Reading and solving; evaluating and compacting.
  var (analyse, prune) = (Timing(), Timing())
  var survivors = 0
  var peak = 0
}

/// Runs rows and prints them.
struct StageBench: ~Copyable {
  let options: BenchOptions
  /// In every file's name: two benchmarks at once must not write to the same files.
  let tag: Int
  let output: String
  let loop = MinimalLoop()
  var right = true

  init(_ options: BenchOptions, tag: Int) {
    self.options = options
    self.tag = tag
    output = "\(options.directory)/prune-bench-\(tag)-output.npy"
  }

  deinit { loop.free() }

  func path(_ name: String) -> String { "\(options.directory)/prune-bench-\(tag)-\(name).npy" }

  /// Collective. Times a row: the first run is not timed, writes its survivors, and is checked by
  /// `reference` on rank 0, which says whether they are right and how long a plain program took.
  ///
  /// - Returns: Figures on rank 0; none of a row that was not asked for.
  mutating func run(
    _ row: StageRow, over world: borrowing Communicator,
    reference: ((_ output: String) throws -> (right: Bool, seconds: Double))?
  ) throws -> StageFigures {
    let limitOutput = "\(options.directory)/prune-bench-\(tag)-limit.bin"
    var figures = StageFigures()
    guard options.rows.isEmpty || row.name.contains(options.rows) else { return figures }
    var plain = 0.0
    for run in 0...options.runs {
      let writes = row.writes || (run == 0 && reference != nil)
      if run > 0 {
        let survivors = try world.broadcast([figures.survivors])[0]
        figures.limit.add(try limit(row, survivors, limitOutput, over: world))
      }
      if world.isRoot { remove(row) }
      Machine.resetPeakMemory()
      try world.barrier()
      let input =
        row.fields.isEmpty
        ? InputRequest(row.paths)
        : InputRequest([], fields: zip(row.fields, row.paths).map { .init(name: $0, path: $1) })
      let job = PruneJob(
        input: .files(input), stages: row.stages,
        output: Plan.Output(survivors: writes ? output : nil), balance: .never,
        command: ["prune-bench"])
      var outcome: RunOutcome?
      let seconds = try measure {
        outcome = try prune(job, over: world)
        try world.barrier()
      }
      if let outcome {
        figures.survivors = outcome.effect.survivors
        if run > 0 {
          figures.program.add(seconds)
          figures.peak = max(figures.peak, outcome.memory.peak)
          for phase in outcome.phases {
            if phase.phase == .analyse { figures.analyse.add(phase.seconds) }
            if phase.phase == .prune { figures.prune.add(phase.seconds) }
          }
        }
      }
      if run == 0, world.isRoot, let reference {
        let found = try reference(output)
        plain = found.seconds
        right = right && found.right
        if !found.right { print("ANSWER WRONG: \(row.name)") }
      }
      try world.barrier()
    }
    if world.isRoot {
      remove(row)
      _ = unsafe unlink(limitOutput)
      let best = figures.program.best
      print(
        row.name.padded(to: 26) + column("\(figures.survivors)", 11)
          + column(fixed(figures.limit.median, 3), 8)
          + column(fixed(figures.program.median, 3), 9)
          + column(fixed(figures.analyse.median, 3), 9)
          + column(fixed(figures.prune.median, 3), 8)
          + column(fixed(figures.program.ratio(to: figures.limit), 2), 8)
          + column(fixed(Double(row.count) / best / Double(world.size) / 1e6, 1), 9)
          + column(plain > 0 ? fixed(plain, 2) : "", 9)
          + column(plain > 0 ? fixed(plain / figures.program.median, 1) : "", 8)
          + column("\(figures.peak >> 20)", 7))
      _ = fflush(nil)
    }
    return figures
  }

  static func printHead() {
    print(
      "stage".padded(to: 26) + column("survive", 11) + column("limit", 8) + column("program", 9)
        + column("analyse", 9) + column("prune", 8) + column("ratio", 8) + column("M/s/rank", 9)
        + column("plain", 9) + column("faster", 8) + column("MiB", 7))
  }

  /// Collective. One read of all files and, where the row writes, one flushed write.
  private func limit(
    _ row: StageRow, _ survivors: Int, _ path: String, over world: borrowing Communicator
  ) throws -> Double {
    let header = 128
    if world.isRoot { try MinimalLoop.create(path) }
    try world.barrier()
    return try measure {
      for file in row.paths {
        let info = try ArrayInput.open([file])
        let range = Partition(even: info.count, over: world.size).range(of: world.rank)
        let width = row.paths.count == 1 ? row.recordBytes : Self.width(of: file)
        try loop.read(
          file, header + range.lowerBound * width..<header + range.upperBound * width)
      }
      if row.writes {
        let range = Partition(even: survivors, over: world.size).range(of: world.rank)
        let width = row.recordBytes
        try loop.write(path, range.lowerBound * width..<range.upperBound * width, flush: true)
      }
      try world.barrier()
    }
  }

  private static func width(of path: String) -> Int { path.hasSuffix("-series.npy") ? 4 : 8 }

  private func remove(_ row: StageRow) {
    for field in row.fields { _ = unsafe unlink("\(output)/\(field).npy") }
    _ = unsafe rmdir(output)
    _ = unsafe unlink(output)
  }
}

/// Collective. Every stage on data that suits it, against one read of its input and against a
/// plain program on one core: a sort, a hash set, a loop.
///
/// - Returns: Whether the answers were right.
func benchStages(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  var bench = StageBench(options, tag: try world.broadcast([Int(getpid())])[0])
  if world.isRoot {
    print("")
    print(
      "stages: \(options.records) records (top: twice as many), \(options.runs) runs, medians in "
        + "seconds; limit: one read, and one flushed write where the row writes; plain: the same "
        + "by a plain loop in one process, reading not counted")
    StageBench.printHead()
  }
  try selectionRows(&bench, over: world)
  try doubleRows(&bench, over: world)
  try uniqueRows(&bench, over: world)
  try seriesRows(&bench, over: world)
  if world.isRoot && bench.right { print("answers right") }
  return try world.allReduce(.min, bench.right ? 1 : 0) == 1
}

private func percent(_ text: String) -> Amount {
  guard let amount = Amount(text) else { preconditionFailure(text) }
  return amount
}

private func number(_ text: String) -> TypedNumber {
  guard let number = TypedNumber(text) else { preconditionFailure(text) }
  return number
}

// MARK: rows

private func selectionRows(_ bench: inout StageBench, over world: borrowing Communicator) throws {
  let path = bench.path("magnitudes")
  let count = 2 * bench.options.records
  try StageInput.write(path, count: count, over: world, StageInput.magnitude)
  defer { if world.isRoot { _ = unsafe unlink(path) } }

  func row(_ name: String, _ amount: Amount, writes: Bool = false) -> StageRow {
    StageRow(
      name: name, paths: [path], stages: [.selection(.init(.top, amount, by: "abs(x)"))],
      recordBytes: 4, count: count, writes: writes)
  }
  _ = try bench.run(row("top 10% by abs(x), written", percent("10%"), writes: true), over: world) {
    output in
    let values = try StageInput.read(path, as: Float.self)
    var expected: [Float] = []
    let seconds = measure {
      let wanted = percent("10%").records(of: count)
      let sorted = values.map(\.magnitude).sorted()
      let border = sorted[count - wanted]
      var ties = wanted - (count - (sorted.firstIndex { $0 > border } ?? count))
      for value in values {
        if value.magnitude > border {
          expected.append(value)
        } else if value.magnitude == border, ties > 0 {
          expected.append(value)
          ties -= 1
        }
      }
    }
    return (try StageInput.read(output, as: Float.self) == expected, seconds)
  }
  var flat = Timing()
  for amount in [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] where amount < count {
    let figures = try bench.run(
      row("top \(amount) by abs(x)", .count(amount)), over: world, reference: nil)
    if !figures.analyse.seconds.isEmpty { flat.add(figures.analyse.median) }
  }
  if world.isRoot, let most = flat.seconds.max() {
    print("selection alone (analyse), most over least: \(fixed(most / flat.best, 2))")
  }
}

private func doubleRows(_ bench: inout StageBench, over world: borrowing Communicator) throws {
  let path = bench.path("doubles")
  let count = bench.options.records
  try StageInput.write(path, count: count, over: world, BenchField.value)
  defer { if world.isRoot { _ = unsafe unlink(path) } }

  func row(_ name: String, _ stage: StageRequest) -> StageRow {
    StageRow(name: name, paths: [path], stages: [stage], recordBytes: 8, count: count)
  }
  /// Local. The survivors by a plain program, timed, against those in the file.
  func same(
    _ output: String, _ plain: ([Double]) -> [Double]
  ) throws -> (right: Bool, seconds: Double) {
    let values = try StageInput.read(path, as: Double.self)
    var expected: [Double] = []
    let seconds = measure { expected = plain(values) }
    return (try StageInput.read(output, as: Double.self) == expected, seconds)
  }

  _ = try bench.run(
    row("above-quantile 0.9", .quantile(.init(.above, number("0.9")))), over: world
  ) { output in
    try same(output) { values in
      let border = values.sorted()[max(0, (9 * count + 9) / 10 - 1)]
      return values.filter { $0 > border }
    }
  }
  _ = try bench.run(row("sample 1%", .sample(.init(percent("1%")))), over: world) { output in
    let values = try StageInput.read(path, as: Double.self)
    let wanted = percent("1%").records(of: count)
    // Selection sampling, Knuth's algorithm S: another sample, of the same size.
    var plain: [Double] = []
    let seconds = measure {
      var generator = SystemRandomNumberGenerator()
      for (index, value) in values.enumerated()
      where Int(generator.next(upperBound: UInt(count - index))) < wanted - plain.count {
        plain.append(value)
      }
    }
    let sampled = try StageInput.read(output, as: Double.self)
    var next = 0
    for value in values where next < sampled.count && sampled[next] == value { next += 1 }
    return (plain.count == wanted && sampled.count == wanted && next == wanted, seconds)
  }
  _ = try bench.run(row("every 10", .every(.init(10))), over: world) { output in
    try same(output) { values in stride(from: 0, to: count, by: 10).map { values[$0] } }
  }
  _ = try bench.run(row("nonfinite drop", .nonfinite), over: world) { output in
    try same(output) { values in values.filter(\.isFinite) }
  }
  _ = try bench.run(row("outliers iqr:0.5", .outliers(.init(.iqr, number("0.5")))), over: world) {
    output in
    try same(output) { values in
      let sorted = values.sorted()
      let (first, third) = (sorted[(count + 3) / 4 - 1], sorted[(3 * count + 3) / 4 - 1])
      let reach = 0.5 * (third - first)
      return values.filter { $0 >= first - reach && $0 <= third + reach }
    }
  }
  _ = try bench.run(row("outliers mad:1.5", .outliers(.init(.mad, number("1.5")))), over: world) {
    output in
    try same(output) { values in
      let median = values.sorted()[(count + 1) / 2 - 1]
      let distance = values.map { ($0 - median).magnitude }.sorted()[(count + 1) / 2 - 1]
      return values.filter { ($0 - median).magnitude <= 1.5 * distance }
    }
  }
  _ = try bench.run(
    row("outliers zscore:1.5", .outliers(.init(.zscore, number("1.5")))), over: world
  ) { output in
    try same(output) { values in
      let mean = values.reduce(0, +) / Double(count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      let limit = 1.5 * variance.squareRoot()
      return values.filter { ($0 - mean).magnitude <= limit }
    }
  }
  if case .percent(let half) = percent("50%") {
    _ = try bench.run(row("keep-mass 50%", .keepMass(.init(half))), over: world) { output in
      try same(output) { values in
        let sorted = values.sorted(by: >)
        let wanted = sorted.reduce(0, +) / 2
        var sum = 0.0
        let border = sorted.first {
          sum += $0
          return sum >= wanted
        }
        return values.filter { $0 >= border ?? 0 }
      }
    }
  }
}

private func uniqueRows(_ bench: inout StageBench, over world: borrowing Communicator) throws {
  let path = bench.path("repeats")
  let count = bench.options.records
  try StageInput.write(path, count: count, over: world) { StageInput.repeated($0, of: count) }
  defer { if world.isRoot { _ = unsafe unlink(path) } }
  let row = StageRow(
    name: "unique, half repeats", paths: [path], stages: [.unique(.init())], recordBytes: 8,
    count: count)
  let figures = try bench.run(row, over: world) { output in
    let values = try StageInput.read(path, as: Int64.self)
    var expected: [Int64] = []
    let seconds = measure {
      var seen: Set<Int64> = []
      for value in values where seen.insert(value).inserted { expected.append(value) }
    }
    return (try StageInput.read(output, as: Int64.self) == expected, seconds)
  }
  if world.isRoot, figures.survivors > 0 {
    let owned = Double(figures.survivors) / Double(world.size)
    let held = figures.peak - figures.survivors * 8 / world.size
    print(
      "unique: \(fixed(Double(held) / owned, 1)) bytes of peak memory a distinct value of a rank, "
        + "without survivors, with the whole process")
  }
}

private func seriesRows(_ bench: inout StageBench, over world: borrowing Communicator) throws {
  let count = bench.options.records
  let paths = ["series", "time", "value"].map { bench.path($0) }
  try StageInput.write(paths[0], count: count, over: world, StageInput.series)
  try StageInput.write(paths[1], count: count, over: world, StageInput.time)
  try StageInput.write(paths[2], count: count, over: world, StageInput.measured)
  defer { if world.isRoot { for path in paths { _ = unsafe unlink(path) } } }

  func row(_ name: String, _ stage: StageRequest) -> StageRow {
    StageRow(
      name: name, paths: paths, fields: ["s", "t", "v"], stages: [stage], recordBytes: 20,
      count: count)
  }
  var swing = StageRequest.Swing(number("2"))
  swing.value = "v"
  swing.time = "t"
  swing.by = "s"
  _ = try bench.run(row("swing 2, 1000 series", .swing(swing)), over: world) { output in
    try StageOracle.swing(paths, output, width: 2)
  }
  var deadband = StageRequest.Deadband(number("2"))
  deadband.value = "v"
  deadband.by = "s"
  _ = try bench.run(row("deadband 2, 1000 series", .deadband(deadband)), over: world) { output in
    try StageOracle.deadband(paths, output, width: 2)
  }
}
