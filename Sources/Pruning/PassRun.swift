import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// What one pass leaves behind on this rank.
struct PassResult {
  var records: HeldRecords
  /// Columns of what was dropped; empty unless the pass was to keep them.
  var rejects: [RecordList]
  /// Survivors of each of the pass's stages.
  var keptCounts: [Int]
  /// Records that entered, and survivors as they were counted while they were compacted.
  var readCount: Int
  var survivorCount: Int
  /// Evaluating and compacting.
  var seconds: Double
  /// What of the records had no room; nil where all had.
  var unheld: UnheldRecords?
}

/// A pass, ready to be made over this rank's records.
struct PassRun {
  let plan: Plan
  /// Of the plan's stages.
  let stages: Range<Int>
  /// The first of them, where it had to be solved.
  let solved: SolvedStage?
  let wants: StagePass.Wants
  /// Where full buffers go; nil where they stay in memory.
  let store: RecordStore?
  /// Bytes up to which records are held; what comes behind is only counted. nil for no limit.
  var limit: Int?
  /// What tells whether the input changes meanwhile.
  var stamps: InputStamps?

  private var steps: [PassStep] {
    stages.compactMap { index in
      if let solved, index == stages.lowerBound { return .decision(solved) }
      return plan.stages[index].filter.map { .filter($0) }
    }
  }

  /// Local. Makes the pass.
  ///
  /// - Parameters:
  ///   - source: Consumed: records in memory are given back behind the pass.
  ///   - probe: Offered every piece of the input.
  ///   - afterPiece: Called with the records done so far; throws to stop.
  /// - Complexity: one read of the columns that the stages need, and of the others around
  ///   survivors; memory as the survivors need.
  func make(
    over source: consuming PassSource, probe: KernelProbe?,
    afterPiece: (_ done: Int) throws(PruningError) -> Void
  ) throws(PruningError) -> PassResult {
    switch consume source {
    case .input(let reader, let shard):
      let pass = StagePass(steps, layout: plan.input.layout, wants: wants, store: store)
      var columns = pass.neededColumns
      if let probe { columns = Set(columns + probe.columns).sorted() }
      // One column is read in long pieces, whether the stages need it or not.
      if plan.input.layout.widths.count == 1 { columns = [0] }
      var done = 0
      var rest: (pass: StagePass, first: Int, kept: Int)?
      try reader.forEachPiece(of: [shard], columns: columns) { (piece) throws(PruningError) in
        guard case .from(let first) = piece.positions else { return }
        probe?.offer(piece)
        // Long pieces of few columns in parts whose survivors take no more than a piece.
        let step =
          limit == nil
          ? piece.count : Swift.max(1, Plan.pieceBytes / Swift.max(1, pieceRecordBytes))
        for start in stride(from: 0, to: piece.count, by: Swift.max(1, step)) {
          let part = piece.part(
            start..<Swift.min(start + step, piece.count), plan.input.layout.widths)
          if let limit, rest == nil, let store,
            store.memoryBytes + part.count * pieceRecordBytes > limit
          {
            rest = (pass.holdNoMore(store: store), first + start, pass.survivorCount)
          }
          try pass.process(part) { (column, records) throws(PruningError) in
            let here = first + start + records.lowerBound
            return try reader.load(column, first: here, count: records.count)
          }
        }
        try store?.check()
        done += piece.count
        try afterPiece(done)
      }
      var made = try result(pass, carried: 0)
      made.unheld = rest.map {
        UnheldRecords(
          pass: $0.pass, range: $0.first..<shard.upperBound, kept: pass.survivorCount - $0.kept,
          stamps: stamps, reader: reader)
      }
      return made
    case .held(let records):
      let carried = records.attached.map(\.width)
      let pass = StagePass(
        steps, layout: plan.input.layout, carried: carried, wants: wants, store: store)
      try records.drain(of: pass.capacity) { (block, _) throws(PruningError) in
        pass.process(block)
        try store?.check()
      }
      return try result(pass, carried: carried.count)
    }
  }

  /// Bytes that a record takes at most where it is held, among survivors or rejects.
  private var pieceRecordBytes: Int {
    Swift.max(plan.survivorBytes, wants.rejects ? plan.input.recordBytes : 0)
  }

  private func result(_ pass: StagePass, carried: Int) throws(PruningError) -> PassResult {
    if let solved, let kept = pass.keptCounts.first, kept != solved.keptCount {
      throw .miscounted(
        what: "survivors of '\(plan.stages[stages.lowerBound].text)'",
        expected: solved.keptCount, found: kept)
    }
    let records = pass.takeRecords()
    let attached = Array(records.columns.suffix(carried))
    return PassResult(
      records: HeldRecords(
        columns: Array(records.columns.dropLast(carried)),
        positions: wants.positions ? records.positions : nil,
        attached: attached + (solved?.attached.map { [$0] } ?? [])),
      rejects: wants.rejects ? records.rejects : [], keptCounts: pass.keptCounts,
      readCount: pass.readCount, survivorCount: pass.survivorCount, seconds: pass.seconds)
  }
}

/// All passes of a plan, from the input to what survives.
struct AllPasses {
  var survivors: HeldRecords
  /// Columns of what was dropped; empty unless it is written.
  var rejects: [RecordList]
  /// Where they are, beside memory.
  var store: RecordStore?
  /// What of both had no room and was counted; nil where all had.
  var unheld: UnheldRecords?
  var figures: PassFigures
}

extension Initialised {
  /// Collective. Phases two and three, analyse and prune: every pass of the plan over this rank's
  /// records.
  ///
  /// Reading and solving count as analysis; evaluating and compacting, which one kernel may do at
  /// once, count as pruning.
  ///
  /// - Throws: on every rank alike.
  /// - Complexity: one read of the input, and one more for each pass that a global stage makes
  ///   before its own; later stages read memory. One collective of 8 bytes per pass, and what the
  ///   stages state.
  func allPasses(
    over world: borrowing Communicator, agreement: Agreement, observer: RunObserver
  ) throws(PruningError) -> AllPasses {
    let shard = plan.partition.range(of: world.rank)
    let layout = plan.input.layout
    let reader = ShardReader(recordSource, layout: layout)
    let store = makeStore()
    let single = plan.passes.count == 1
    let wants = StagePass.Wants(
      positions: plan.holdsPositions, rejects: single && plan.output.rejects != nil)
    let probe = KernelProbe(
      plan, records: shard.count,
      pieceRecords: Swift.max(1, Plan.pieceBytes / Swift.max(1, layout.recordBytes)))
    var source = PassSource.input(reader, shard)
    let rereading = try rereading(shard, over: world, agreement: agreement)
    var unheld: UnheldRecords?
    var rejects: [RecordList] = []
    var all = PassFigures(
      stages: Array(repeating: StageFigures(), count: plan.stages.count))
    for (index, planned) in plan.passes.enumerated() {
      var solved: SolvedStage?
      if let global = planned.global, let stage = plan.stages[global].global {
        let watch = Stopwatch()
        let before = reader.seconds
        let found = try solve(stage, over: source, on: world, agreement: agreement)
        solved = found.solved
        all.stages[global] = found.figures
        all.solveSeconds += watch.seconds - (reader.seconds - before)
      }
      let run = PassRun(
        plan: plan, stages: planned.stages, solved: solved, wants: wants, store: store,
        limit: rereading?.limit, stamps: rereading?.stamps)
      let isFirst = index == 0
      let entering = source
      source = .held(HeldRecords(columns: [], positions: nil, attached: []))
      let result = try agreement.together(world, namesRank: true) {
        () throws(PruningError) -> PassResult in
        try run.make(over: entering, probe: isFirst ? probe : nil) { (done) throws(PruningError) in
          try agreement.throwIfInterrupted()
          observer.progress(done, shard.count)
        }
      }
      if isFirst { all.readCount = result.readCount }
      for (stage, kept) in zip(planned.stages, result.keptCounts) { all.stages[stage].kept = kept }
      all.survivorCount = result.survivorCount
      all.pruneSeconds += result.seconds
      unheld = result.unheld
      if single { rejects = result.rejects }
      source = .held(result.records)
    }
    guard case .held(let survivors) = consume source else {
      preconditionFailure("a plan without a pass")
    }
    if !single, plan.output.rejects != nil {
      rejects = try agreement.together(world, namesRank: true) {
        () throws(PruningError) -> [RecordList] in
        try self.rejects(
          of: shard, survivors: survivors, reader: reader, store: store, agreement: agreement)
      }
    }
    all.kernelSeconds = probe.seconds
    all.readSeconds = reader.seconds
    all.readBytes = reader.bytes
    return AllPasses(
      survivors: survivors, rejects: rejects, store: store, unheld: unheld, figures: all)
  }

  /// Collective. Solves a global stage and takes down what that cost this rank.
  private func solve(
    _ stage: any GlobalStage, over source: PassSource, on world: borrowing Communicator,
    agreement: Agreement
  ) throws(PruningError) -> (solved: SolvedStage, figures: StageFigures) {
    let passOver = try PassOver(
      source, layout: plan.input.layout, agreement: agreement, over: world)
    let before = world.ledger.total
    do throws(StageError) {
      let solved = try stage.solve(over: passOver, on: world)
      let after = world.ledger.total
      return (
        solved,
        StageFigures(
          passes: passOver.passes, calls: after.calls - before.calls,
          bytes: after.bytes - before.bytes, facts: solved.facts)
      )
    } catch {
      switch error {
      case .mpi(let error): throw .mpi(error)
      case .source(let error as PruningError): throw error
      default: throw .stage(error)
      }
    }
  }

  /// Local. Reads this rank's part once more for what did not survive several passes.
  private func rejects(
    of shard: Range<Int>, survivors: HeldRecords, reader: ShardReader, store: RecordStore?,
    agreement: Agreement
  ) throws(PruningError) -> [RecordList] {
    let survived = KeepBits(count: shard.count)
    survivors.positions?.forEachRun { run in
      run.withElements(as: Int64.self) { positions in
        for index in positions.indices { survived.keep(Int(positions[index]) - shard.lowerBound) }
      }
    }
    let pass = StagePass(
      [.decision(SolvedStage(keys: [], decision: survived, keptCount: survivors.count))],
      layout: plan.input.layout, wants: StagePass.Wants(rejects: true, survivors: false),
      store: store)
    try reader.forEachPiece(of: [shard], columns: Array(plan.input.layout.widths.indices)) {
      (piece) throws(PruningError) in
      pass.process(piece)
      try store?.check()
      try agreement.throwIfInterrupted()
    }
    return pass.takeRecords().rejects
  }
}

extension RecordStore {
  /// Local. Throws what went wrong, if anything did.
  func check() throws(PruningError) {
    if let failure { throw .scratch(failure) }
  }
}

extension Ledger {
  /// Calls and bytes of all kinds.
  fileprivate var total: (calls: Int, bytes: Int) {
    entries.values.reduce((0, 0)) { ($0.0 + $1.calls, $0.1 + $1.bytes) }
  }
}
