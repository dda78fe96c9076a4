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
