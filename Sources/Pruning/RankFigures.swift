import MPI
import Planning
import PruneKernels
import ShardedArrays

/// Phase five on one rank: what it did, in numbers that can be gathered.
struct RankFigures {
  static let order: [PhaseOutcome.Phase] = PhaseOutcome.Phase.allCases

  var before = 0
  var pruned = 0
  var balanced = 0
  var kernelSecondsBefore = 0.0
  var kernelSecondsAfter = 0.0
  var readBytes = 0
  var writtenBytes = 0
  var sentBytes = 0
  var peakMemory = 0
  /// Bytes of records that were put into a scratch file.
  var spilledBytes = 0
  /// Records that were read a second time, and the bytes of that.
  var rereadRecords = 0
  var rereadBytes = 0
  /// By stage: survivors; and what solving it has sent, calls and bytes.
  var keptCounts: [Int] = []
  var stageCalls: [Int] = []
  var stageBytes: [Int] = []
  var phaseSeconds: [Double] = []
  var phaseBytes: [Int] = []
  var digestWords: [UInt64] = []

  /// As words of 8 bytes, the same number on every rank.
  var words: [UInt64] {
    let whole = [
      before, pruned, balanced, readBytes, writtenBytes, sentBytes, peakMemory, spilledBytes,
      rereadRecords, rereadBytes,
    ]
    let times = [kernelSecondsBefore, kernelSecondsAfter] + phaseSeconds
    return (whole + keptCounts + stageCalls + stageBytes + phaseBytes).map {
      UInt64(bitPattern: Int64($0))
    }
      + times.map(\.bitPattern) + digestWords
  }

  init() {}

  /// The inverse of ``words``, for a plan with `stages` stages.
  init(words: ArraySlice<UInt64>, stages: Int) {
    var rest = words
    func integers(_ count: Int) -> [Int] {
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).map { Int(Int64(bitPattern: $0)) }
    }
    func numbers(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).map { Double(bitPattern: $0) }
    }
    let whole = integers(10)
    before = whole[0]
    pruned = whole[1]
    balanced = whole[2]
    readBytes = whole[3]
    writtenBytes = whole[4]
    sentBytes = whole[5]
    peakMemory = whole[6]
    spilledBytes = whole[7]
    rereadRecords = whole[8]
    rereadBytes = whole[9]
    keptCounts = integers(stages)
    stageCalls = integers(stages)
    stageBytes = integers(stages)
    phaseBytes = integers(Self.order.count)
    let times = numbers(2)
    kernelSecondsBefore = times[0]
    kernelSecondsAfter = times[1]
    phaseSeconds = numbers(Self.order.count)
    digestWords = Array(rest)
  }
}

extension RankFigures {
  /// Local. This rank's figures once everything is written; times the plan's kernel over the
  /// survivors it holds now.
  init(_ plan: Plan, passes: PassFigures, balanced: Balanced, writer: OutputWriter) {
    before = passes.readCount
    pruned = passes.survivorCount
    let again = writer.secondRead ?? SecondReadFigures()
    self.balanced = balanced.survivors.count + again.survivors
    kernelSecondsBefore = passes.kernelSeconds
    kernelSecondsAfter = KernelProbe.seconds(plan, over: balanced.survivors) + again.kernelSeconds
    readBytes = passes.readBytes + again.bytes
    rereadRecords = again.records
    rereadBytes = again.bytes
    writtenBytes = writer.writtenBytes
    sentBytes = balanced.sentBytes
    keptCounts = passes.stages.map(\.kept)
    stageCalls = passes.stages.map(\.calls)
    stageBytes = passes.stages.map(\.bytes)
    digestWords = writer.digest.flatMap(\.words)
    peakMemory = ProcessMemory.peak
  }

  /// Takes over the times and bytes of the phases.
  mutating func add(_ clock: PhaseClock) {
    phaseSeconds = Self.order.map { clock.seconds[$0] ?? 0 }
    phaseBytes = Self.order.map { clock.bytes[$0] ?? 0 }
  }
}

/// All ranks' figures, on rank 0.
struct Gathered {
  let figures: [RankFigures]
  let hosts: [String]
  let calls: [CallOutcome]
  let pairs: [PairOutcome]

  /// Collective. nil on the other ranks.
  ///
  /// - Complexity: three collectives; some hundred bytes per rank arrive at rank 0.
  init?(
    _ mine: RankFigures, stages: Int, over world: borrowing Communicator
  ) throws(MPIError) {
    // The host's name, then a line for each MPI call of this rank and for each rank it sent to.
    var lines = [try world.hostName()]
    for (name, entry) in world.ledger.entries {
      lines.append("\(name) \(entry.calls) \(entry.bytes) \(entry.seconds.bitPattern)")
    }
    for (peer, entry) in world.ledger.sentByPeer {
      lines.append("\(peer) \(entry.calls) \(entry.bytes)")
    }
    let texts = try world.gatherBytes(Array(lines.joined(separator: "\n").utf8))
    let words = mine.words
    let gathered = try world.gather(words)
    guard let texts, let all = gathered else { return nil }
    figures = (0..<world.size).map {
      RankFigures(words: all[$0 * words.count..<($0 + 1) * words.count], stages: stages)
    }
    let tables = texts.map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    hosts = tables.map { $0.first.map(String.init) ?? "" }
    var calls: [String: CallOutcome] = [:]
    for line in tables.flatMap({ $0.dropFirst() }) {
      let fields = line.split(separator: " ")
      guard fields.count == 4, let count = Int(fields[1]), let bytes = Int(fields[2]),
        let bits = UInt64(fields[3])
      else { continue }
      let name = String(fields[0])
      var call = calls[name] ?? CallOutcome(name: name, calls: 0, bytes: 0, seconds: 0)
      call.calls += count
      call.bytes += bytes
      call.seconds = Swift.max(call.seconds, Double(bitPattern: bits))
      calls[name] = call
    }
    pairs = tables.enumerated().flatMap { rank, lines in
      lines.dropFirst().compactMap { PairOutcome(from: rank, $0.split(separator: " ")) }
    }.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    self.calls = calls.values.sorted { $0.name < $1.name }
  }
}

extension PairOutcome {
  /// nil for lines about something else.
  fileprivate init?(from sender: Int, _ fields: [Substring]) {
    guard fields.count == 3, let to = Int(fields[0]), let messages = Int(fields[1]),
      let bytes = Int(fields[2])
    else { return nil }
    self.init(from: sender, to: to, messages: messages, bytes: bytes)
  }
}
