import Planning
import ShardedArrays
import Stages

/// What one rank's pass leaves behind.
struct ShardPassResult {
  let pass: FilterPass
  let readSeconds: Double
  let readBytes: Int
  /// Processor time of one pass of the kernel over what was read, from samples.
  let kernelSeconds: Double
}

extension Plan {
  /// What the pass must hold for this plan's outputs.
  var wants: FilterPass.Wants {
    FilterPass.Wants(positions: output.index != nil, rejects: output.rejects != nil)
  }
}

extension Initialised {
  /// Local. Phases two and three, analyse and prune: reads the records in `ranges` piece by
  /// piece, and prunes every piece while it is in cache.
  ///
  /// Reading counts as analysis; evaluating and compacting, which one kernel may do at once,
  /// counts as pruning.
  ///
  /// - Parameters:
  ///   - ranges: Global positions, ascending.
  ///   - afterPiece: Called with the records done so far; throws to stop.
  /// - Complexity: one read of the ranges; memory as the survivors need.
  func pass(
    _ ranges: [Range<Int>], wants: FilterPass.Wants,
    afterPiece: (_ done: Int) throws(PruningError) -> Void
  ) throws(PruningError) -> ShardPassResult {
    let pass = FilterPass(
      plan.filters, elementType: plan.input.elementType, byteOrder: plan.input.byteOrder,
      wants: wants)
    switch source {
    case .files(let files):
      var source = FileSource(files)
      return try run(pass, over: ranges, of: &source, afterPiece: afterPiece)
    case .generated(let field):
      var source = GeneratedSource(field: field)
      return try run(pass, over: ranges, of: &source, afterPiece: afterPiece)
    }
  }

  private func run<Source: RecordSource & ~Copyable>(
    _ pass: FilterPass, over ranges: [Range<Int>], of source: inout Source,
    afterPiece: (_ done: Int) throws(PruningError) -> Void
  ) throws(PruningError) -> ShardPassResult {
    let width = plan.input.elementType.byteCount
    let piece = RecordBuffer(byteCount: Plan.pieceBytes)
    let pieceRecords = Plan.pieceBytes / width
    let probe = KernelProbe(plan, records: ranges.reduce(0) { $0 + $1.count })
    var readSeconds = 0.0
    var done = 0
    for range in ranges {
      for next in stride(from: range.lowerBound, to: range.upperBound, by: pieceRecords) {
        let count = Swift.min(pieceRecords, range.upperBound - next)
        let watch = Stopwatch()
        try piece.withMutableBytes(0..<count * width) { (bytes) throws(PruningError) in
          try source.read(first: next, count: count, into: &bytes)
        }
        readSeconds += watch.seconds
        piece.withBytes(0..<count * width) {
          probe.offer($0, count: count, firstPosition: next)
          pass.process($0, count: count, firstPosition: next)
        }
        done += count
        try afterPiece(done)
      }
    }
    return ShardPassResult(
      pass: pass, readSeconds: readSeconds, readBytes: done * width, kernelSeconds: probe.seconds)
  }
}
