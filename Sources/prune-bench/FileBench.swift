import ArrayFiles
import MPI
import Planning
import Pruning
import ShardedArrays

#if canImport(Glibc)
  import Glibc
#endif

/// One way to hold the benchmark's array: measurements with two decimals, which deflate shortens.
enum FileKind: String, CaseIterable {
  case npy = ".npy"
  case contiguous = "HDF5, contiguous"
  case deflated = "HDF5, deflated"

  static func value(_ index: Int) -> Double { (StageInput.measured(index) * 100).rounded() / 100 }
  static let limit = 45.0
}

/// The files, under names of their own.
struct BenchFiles {
  let options: BenchOptions
  let tag: Int
  let count: Int

  private func path(_ name: String) -> String { "\(options.directory)/prune-bench-\(tag)-\(name)" }

  var output: String { path("output.npy") }

  /// What is read.
  func path(_ kind: FileKind) -> String {
    switch kind {
    case .npy: path("values.npy")
    case .contiguous: path("contiguous.h5")
    // The one part that a compressed output has; the file that names it is not read.
    case .deflated: path("deflated.part-00000-of-00001.h5")
    }
  }

  /// Collective. Writes the array, each rank its part.
  func write(_ kind: FileKind, over world: borrowing Communicator) throws {
    let target: OutputTarget =
      switch kind {
      case .npy: .file(path(kind))
      case .contiguous: .hdf5(path(kind), [.init(path: "/x")])
      case .deflated: .hdf5(path("deflated.h5"), [.init(path: "/x")], shards: 1, compresses: true)
      }
    let array = OutputArray(target, of: .float64, count: count)
    var prepared = world.isRoot ? try OutputSet.prepare([array], replacing: true) : nil
    let outputs = try OutputSet(decoding: try world.broadcast(prepared?.encoded() ?? []))
    let range = Partition(even: count, over: world.size).range(of: world.rank)
    var writer = ArrayWriter(outputs.arrays[0])
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 17) {
      let values = (start..<min(start + (1 << 17), range.upperBound)).map(FileKind.value)
      // SAFETY: only read, as the doubles they are.
      try writer.write(unsafe values.span.bytes, at: start)
    }
    try writer.finish()
    try world.barrier()
    if world.isRoot {
      var sizes = outputs.unpackedSizes
      for number in 0..<outputs.packedFileCount {
        let packer = try outputs.packer(of: number)
        while try packer.packNext() {}
        try outputs.finish(packer, number, in: &sizes)
      }
      prepared?.notePacked(sizes)
      try prepared?.publish()
    }
    try world.barrier()
  }

  func remove() {
    for path in FileKind.allCases.map({ path($0) }) + [path("deflated.h5"), output] {
      _ = unsafe unlink(path)
    }
  }
}

/// Collective. The same array as `.npy`, as a contiguous and as a deflated HDF5 dataset, with a filter
/// that keeps a few of its records, on one rank and on all; and the deflated one by h5py, in turn
/// with them.
///
/// - Returns: Whether the answers were right.
func benchFiles(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  let files = BenchFiles(
    options: options, tag: try world.broadcast([Int(getpid())])[0], count: options.records / 2)
  defer { if world.isRoot { files.remove() } }
  for kind in FileKind.allCases { try files.write(kind, over: world) }
  let expected =
    world.isRoot ? (0..<files.count).map(FileKind.value).filter { $0 > FileKind.limit } : []

  let alone = try world.alone()
  var one = FileRuns(files)
  var all = FileRuns(files)
  var h5py = Timing()
  var right = true
  for run in 0...options.runs {
    // In both orders, so that none of them always comes behind the same other one.
    let order = run.isMultiple(of: 2) ? FileKind.allCases : FileKind.allCases.reversed()
    for kind in order {
      if world.isRoot {
        right = try one.run(kind, isTimed: run > 0, over: alone, expected: expected) && right
      }
      try world.barrier()
      if world.size > 1 {
        right = try all.run(kind, isTimed: run > 0, over: world, expected: expected) && right
      }
    }
    if world.isRoot, let python = options.python {
      let found = try timeH5py(python, files.path(.deflated))
      right = right && found.survivors == expected.count
      if run > 0 { h5py.add(found.seconds) }
    }
    try world.barrier()
  }
  if world.isRoot {
    print("")
    print(
      "files: \((files.count * 8) >> 20) MiB of float64 in \(options.directory), "
        + "\(expected.count) of \(files.count) records kept, \(options.runs) runs")
    print(
      "file".padded(to: 20) + column("ranks", 6) + column("best s", 9) + column("median s", 10)
        + column("of it read", 12) + column("MB/s/rank", 11))
    one.report(ranks: 1)
    if world.size > 1 { all.report(ranks: world.size) }
    let (npy, deflated) = (one.programs[.npy], one.programs[.deflated])
    if !h5py.seconds.isEmpty {
      print(
        FileRuns.line("h5py, deflated", 1, h5py, nil, bytes: files.count * 8))
      print(
        "deflated, time over h5py's:   " + fixed(deflated.ratio(to: h5py), 2) + " of medians, "
          + fixed(deflated.best / h5py.best, 2) + " of bests")
    }
    print(
      "contiguous, time over .npy's: " + fixed(one.programs[.contiguous].ratio(to: npy), 3)
        + ", bests " + fixed(one.programs[.contiguous].best / npy.best, 3))
    if world.size > 1 {
      let many = all.programs[.deflated]
      print(
        "deflated, 1 rank over \(world.size):     " + fixed(deflated.ratio(to: many), 2)
          + ", bests " + fixed(deflated.best / many.best, 2))
    }
    print(right ? "answers right" : "ANSWER WRONG")
  }
  return try world.allReduce(.min, right ? 1 : 0) == 1
}

/// Runs of the program on as many ranks as its communicator has.
struct FileRuns {
  let files: BenchFiles
  private(set) var programs: [FileKind: Timing] = [:]
  private(set) var reads: [FileKind: Timing] = [:]

  init(_ files: BenchFiles) { self.files = files }

  /// Collective. One run; the first one writes what it keeps, which is compared.
  ///
  /// - Returns: Whether that was right; true on other ranks than the first.
  mutating func run(
    _ kind: FileKind, isTimed: Bool, over world: borrowing Communicator, expected: [Double]
  ) throws -> Bool {
    if world.isRoot { _ = unsafe unlink(files.output) }
    try world.barrier()
    let job = PruneJob(
      input: .files(InputRequest([files.path(kind)])),
      stages: [.filter(.keep, "x > \(FileKind.limit)")],
      output: Plan.Output(survivors: isTimed ? nil : files.output), balance: .never,
      command: ["prune-bench"])
    var outcome: RunOutcome?
    let seconds = try measure {
      outcome = try prune(job, over: world)
      try world.barrier()
    }
    guard let outcome else { return true }
    guard isTimed else {
      return try StageInput.read(files.output, as: Double.self) == expected
    }
    programs[kind, default: Timing()].add(seconds)
    for phase in outcome.phases where phase.phase == .analyse {
      reads[kind, default: Timing()].add(phase.seconds)
    }
    return outcome.effect.survivors == expected.count
  }

  func report(ranks: Int) {
    for kind in FileKind.allCases {
      guard let program = programs[kind] else { continue }
      print(Self.line(kind.rawValue, ranks, program, reads[kind], bytes: files.count * 8))
    }
  }

  static func line(
    _ name: String, _ ranks: Int, _ program: Timing, _ read: Timing?, bytes: Int
  ) -> String {
    name.padded(to: 20) + column("\(ranks)", 6) + column(fixed(program.best, 3), 9)
      + column(fixed(program.median, 3), 10) + column(read.map { fixed($0.best, 3) } ?? "", 12)
      + column(fixed(Double(bytes) / program.best / Double(ranks) / 1e6, 0), 11)
  }
}

extension [FileKind: Timing] {
  fileprivate subscript(kind: FileKind) -> Timing { self[kind, default: Timing()] }
}

/// Local. One read by h5py in a process of its own: the faster of all at once and chunk by chunk.
///
/// - Returns: Seconds of the reads alone, and how many records the filter keeps.
private func timeH5py(
  _ python: String, _ path: String
) throws -> (seconds: Double, survivors: Int) {
  let program = """
    import h5py, sys, time
    limit = float(sys.argv[2])
    with h5py.File(sys.argv[1]) as file:
        x, began = file["x"], time.perf_counter()
        values = x[:]
        whole = time.perf_counter() - began
    kept = int((values > limit).sum())
    with h5py.File(sys.argv[1]) as file:
        x, began = file["x"], time.perf_counter()
        for part in x.iter_chunks(): values = x[part]
        by_chunk = time.perf_counter() - began
    print(min(whole, by_chunk), kept)
    """
  let command = "'\(python)' -c '\(program)' '\(path)' \(FileKind.limit)"
  guard let pipe = unsafe popen(command, "r") else {
    throw MinimalLoop.Failed(description: "cannot start \(python)")
  }
  var line = [CChar](repeating: 0, count: 256)
  // SAFETY: at most `count` bytes are written, the last of them zero.
  let isRead = unsafe fgets(&line, CInt(line.count), pipe) != nil
  let code = unsafe pclose(pipe)
  let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  let words = text.split(whereSeparator: \.isWhitespace)
  guard isRead, code == 0, words.count == 2, let seconds = Double(words[0]),
    let survivors = Int(words[1])
  else { throw MinimalLoop.Failed(description: "\(python) with h5py does not read \(path)") }
  return (seconds, survivors)
}
