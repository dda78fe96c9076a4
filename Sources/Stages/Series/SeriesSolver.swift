import MPI
import ShardedArrays

/// Collective. Runs a rule over the series of all ranks, as one sequential loop would.
///
/// All ranks run at once as if the series began with them. Then each learns how the nearest rank
/// before it that has a series left it, and runs it again as far as that matters (see
/// ``SeriesRun``), until on no rank the series stand otherwise than assumed. A series is rerun only
/// up to where both runs decide alike, mostly a few kept samples, where the pass ends, and then one
/// more run of messages finds nothing new: 2 passes. Where runs never meet, each pass settles one
/// more rank: at most as many passes as ranks.
///
/// - Complexity: for each pass, ⌈log₂ *P*⌉ messages of a row for each series, and one allreduce of
///   8 bytes; in the end two collectives with 8 bytes for each series whose last sample before
///   a rank's first is kept.
struct SeriesSolver<Watch: SeriesWatch> {
  typealias Rule = Watch.Rule
  typealias Run = SeriesRun<Watch>

  let keys: SeriesKeys
  let run: Run
  /// For each series that has come before this rank's records: its value, its state, and the rank
  /// and index of its last sample.
  private var incoming: SeriesRows
  private(set) var passes = 1

  static func solve(
    _ rule: Rule, _ keys: SeriesKeys, over source: any StageSource, text: String,
    nan: NaNPolicy, on world: borrowing Communicator, watch: @escaping () -> Watch
  ) throws(StageError) -> SeriesSolver {
    var first = 0
    if keys.timeColumn == nil {
      first = try mpi { () throws(MPIError) in try world.exScan(.sum, source.count, first: 0) }
    }
    let columns = SeriesColumns<Rule.Time, Rule.Value>(keys, firstPosition: first)
    var solver = SeriesSolver(keys, Run(rule, columns, count: source.count, watch: watch))
    try source.pass(over: keys.keys) { solver.run.run($0, keepsNaN: nan == .keep) }
    if nan == .refuse && keys.mayBeNaN { try solver.refuseNaN(text, on: world) }
    if world.size > 1 { try solver.settle(over: source, on: world) }
    try solver.keepBeforeFirst(on: world)
    return solver
  }

  private init(_ keys: SeriesKeys, _ run: Run) {
    self.keys = keys
    self.run = run
    incoming = SeriesRows(width: 3 + MemoryLayout<Rule.State>.size / 8)
  }

  private func refuseNaN(
    _ text: String, on world: borrowing Communicator
  ) throws(StageError) {
    let mine = run.nanCounts
    let all = try mpi { () throws(MPIError) in
      try world.allReduce(.sum, [mine[0], mine[1], mine[2]])
    }
    for (name, count) in zip(keys.names, all) where count > 0 {
      throw .nanKeys(stage: text, key: name, count: count)
    }
  }

  /// Collective. Runs again until every rank knows how the series stood before it.
  private mutating func settle(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) {
    while true {
      incoming = try outgoing(world.rank).nearest(.before, on: world)
      let mustRun = run.prepare(
        (0..<incoming.count).map { row in
          let words = incoming[row]
          return (
            words[words.startIndex],
            Words.state(words.dropFirst().dropLast(2), like: run.rule.empty)
          )
        })
      let anywhere = try mpi { () throws(MPIError) in
        try world.allReduce(.max, mustRun ? 1 : 0)
      }
      if anywhere == 0 { return }
      try source.pass(over: keys.keys, while: { run.isRunningAgain }) { run.runAgain($0) }
      run.finish()
      passes += 1
    }
  }

  /// Local. How this rank leaves each of its series.
  private func outgoing(_ rank: Int) -> SeriesRows {
    var rows = SeriesRows(width: incoming.width)
    for (id, key) in run.columns.ids.keys.enumerated() {
      let slot = run.standing(id)
      // All of its samples here may have been NaN.
      guard slot.previous >= 0 else { continue }
      rows.append([key] + Words.of(slot.state) + [UInt64(rank), UInt64(slot.previous)])
    }
    return rows
  }

  /// Collective. Tells the ranks that have them which samples were kept by one after them, and,
  /// where the rule keeps them, which are the last of their series.
  private func keepBeforeFirst(on world: borrowing Communicator) throws(StageError) {
    guard run.rule.looksBack || run.rule.keepsLast else { return }
    var wanted = Array(repeating: [Int](), count: world.size)
    func want(_ rows: SeriesRows, _ row: Int) {
      let place = rows[row].suffix(2)
      wanted[Int(place[place.startIndex])].append(Int(place[place.startIndex + 1]))
    }
    let keeping = Set(run.keepingPrevious.map { run.columns.ids.keys[$0] })
    for row in 0..<incoming.count where keeping.contains(incoming[row][row * incoming.width]) {
      want(incoming, row)
    }
    if run.rule.keepsLast && world.rank == world.size - 1 {
      let last = outgoing(world.rank).covering(incoming.words)
      for row in 0..<last.count { want(last, row) }
    }
    var told = wanted[0]
    if world.size > 1 {
      told = try mpi { () throws(MPIError) in
        try world.allToAll(varying: PerRank(wanted)).elements
      }
    }
    for record in told {
      precondition(record >= 0 && record < run.bits.count, "a sample of another rank")
      run.bits.keep(record)
    }
  }
}
