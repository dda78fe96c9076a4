import ArrayFiles
import MPI
import Planning
import ShardedArrays
import Stages

/// Records of this rank that a pass has counted but not held, for lack of room.
struct UnheldRecords {
  /// Does the pass's work over them again, and holds what stays.
  let pass: StagePass
  /// Their positions, and how many of them stay.
  let range: Range<Int>
  let kept: Int
  /// What tells whether the input is still what was counted; nil where it is no file.
  let stamps: InputStamps?
  let reader: ShardReader

  /// Local. Reads them again and writes what stays behind what the sinks have.
  ///
  /// - Throws: also where other records stay than were counted, or a file has changed.
  /// - Complexity: a read of the columns that the stages need, and of the others around survivors;
  ///   a write of what stays. Memory: a buffer for each column and sink.
  func write(
    to sinks: [ColumnSink], _ plan: Plan, _ agreement: Agreement
  ) throws(PruningError) -> SecondReadFigures {
    let before = (bytes: reader.bytes, seconds: reader.seconds)
    let layout = plan.input.layout
    let probe = KernelProbe(
      plan, records: kept,
      pieceRecords: Swift.max(1, Plan.pieceBytes / Swift.max(1, plan.survivorBytes)))
    try read(plan, agreement) { (records) throws(PruningError) in
      for sink in sinks {
        switch sink.role {
        case .survivors: try sink.write(records.columns[sink.column], agreement)
        case .index: try sink.write(records.positions, agreement)
        case .rejects: try sink.write(records.rejects[sink.column], agreement)
        // What solving the stage has made: all there already.
        case .counts: break
        }
      }
      offer(records, to: probe, layout.widths.count)
    }
    for sink in sinks { try sink.finish() }
    return SecondReadFigures(
      records: range.count, survivors: pass.survivorCount, bytes: reader.bytes - before.bytes,
      readSeconds: reader.seconds - before.seconds, pruneSeconds: pass.seconds,
      kernelSeconds: probe.seconds)
  }

  /// Local. Has the plan's kernel measured over what nobody will hold.
  private func offer(
    _ records: borrowing StagePass.Records, to probe: KernelProbe, _ columns: Int
  ) {
    let held = HeldRecords(
      columns: Array(records.columns.prefix(columns)), positions: nil, attached: [])
    let size = Swift.max(1, Plan.pieceBytes / Swift.max(1, held.recordBytes))
    held.forEachBlock(of: size, columns: Array(0..<columns)) { block, _ in probe.offer(block) }
  }

  /// Local. Reads them again and hands on what stays, about a buffer of records at a time.
  private func read(
    _ plan: Plan, _ agreement: Agreement,
    _ body: (borrowing StagePass.Records) throws(PruningError) -> Void
  ) throws(PruningError) {
    try checkStamps()
    let layout = plan.input.layout
    let columns = layout.widths.count == 1 ? [0] : pass.neededColumns
    // Pieces of which all that survives fits into a buffer or two.
    let most = Swift.max(1, Plan.pieceBytes / Swift.max(1, plan.survivorBytes, layout.recordBytes))
    try reader.forEachPiece(of: [range], columns: columns, atMost: most) {
      (piece) throws(PruningError) in
      guard case .from(let first) = piece.positions else { return }
      try pass.process(piece) { (column, records) throws(PruningError) in
        try reader.load(column, first: first + records.lowerBound, count: records.count)
      }
      guard pass.survivorCount <= kept, pass.rejectCount <= range.count - kept else {
        throw differs
      }
      if pass.heldBytes >= Plan.pieceBytes / 2 { try pass.drain(body) }
      try agreement.throwIfInterrupted()
    }
    guard pass.survivorCount == kept else { throw differs }
    try pass.drain(body)
    try checkStamps()
  }

  private func checkStamps() throws(PruningError) {
    guard let stamps else { return }
    try file { () throws(ArrayFileError) in try stamps.check() }
  }

  private var differs: PruningError {
    .rereadDiffers(records: range, kept: kept)
  }
}

/// What a second read has done on this rank.
struct SecondReadFigures {
  /// Records read again, and those of them that stayed, counted where they were compacted.
  var records = 0
  var survivors = 0
  var bytes = 0
  var readSeconds = 0.0
  var pruneSeconds = 0.0
  /// Processor time of one pass of the plan's kernel over the survivors that nobody holds.
  var kernelSeconds = 0.0
}

extension Initialised {
  /// Collective where the run reads a second time what has no room; nil where it does not, or where
  /// this rank has room for all.
  func rereading(
    _ shard: Range<Int>, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) -> (limit: Int, stamps: InputStamps?)? {
    guard spill?.way == .reread else { return nil }
    let stamps = try agreement.together(world, namesRank: true) {
      () throws(PruningError) -> InputStamps? in
      guard case .files(let input) = source else { return nil }
      return try file { () throws(ArrayFileError) in try InputStamps(input, records: shard) }
    }
    guard case .reread(let limit, _) = memory.place else { return nil }
    return (limit, stamps)
  }
}
