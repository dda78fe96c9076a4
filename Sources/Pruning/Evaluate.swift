import MPI
import Planning
import ShardedArrays
import Stages

/// Local. How long the plan's kernel takes over these records, without reading or holding them.
///
/// - Complexity: one pass over the records in memory.
func kernelSeconds(_ plan: Plan, over records: RecordList) -> Double {
  let pass = FilterPass(
    plan.filters, elementType: plan.input.elementType, byteOrder: plan.input.byteOrder,
    wants: FilterPass.Wants(survivors: false))
  let piece = Plan.pieceBytes
  records.forEachRun { run in
    for start in stride(from: 0, to: run.byteCount, by: piece) {
      let end = Swift.min(start + piece, run.byteCount)
      pass.process(
        run.extracting(start..<end), count: (end - start) / records.width, firstPosition: 0)
    }
  }
  return pass.seconds
}

extension MeasuredEffect {
  /// From the kernel's time over each rank's shard before and over its survivors after; nil
  /// where one of them took no time, because there was nothing to do.
  init?(before: [Double], after: [Double]) {
    guard let slowBefore = before.max(), let slowAfter = after.max(), slowBefore > 0, slowAfter > 0
    else { return nil }
    let useful = after.reduce(0, +) / Double(after.count)
    secondsBefore = slowBefore
    secondsAfter = slowAfter
    p0 = useful / slowBefore
    p1 = useful / slowAfter
    p = slowBefore / slowAfter
  }
}
