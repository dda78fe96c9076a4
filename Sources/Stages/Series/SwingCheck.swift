import MPI

/// Collective. Compares each dropped sample with the line between its kept neighbours.
///
/// Most were compared when their lines ended (see ``SwingLines``); left are the lines that were
/// open when a rank's samples ended.
///
/// The recurrence leaves room for rounding, so that nothing should be too far from its line. What
/// is all the same (products that overflow or underflow) is kept, and all is compared again, until
/// nothing is: at least one more sample is kept each time.
///
/// - Complexity: ⌈log₂ *P*⌉ messages of 24 bytes for each series, and one allreduce of 8 bytes;
///   where a sample is too far from its line, for each round, mostly one, two passes more,
///   2 × ⌈log₂ *P*⌉ such messages, and two allreduces.
struct SwingCheck<Time: SeriesNumber, Value: SeriesNumber> {
  typealias Segments = SwingSegments<Time, Value>
  typealias Point = SwingPoint<Time, Value>

  let keys: SeriesKeys
  let run: SeriesRun<SwingLines<Time, Value>>
  let width: Double

  /// - Returns: The largest error of a dropped sample.
  func largestError(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> Double {
    try closeLines(on: world)
    let mine = [run.watch.largestError, run.watch.isOverfull ? 1 : 0]
    let all = try mpi { () throws(MPIError) in try world.allReduce(.max, mine) }
    let largest = all[0]
    guard largest <= width else { return try repair(over: source, on: world) }
    if all[1] == 0 { return largest }
    // A line that had too many samples has more than half as many that were dropped here.
    return Swift.max(
      largest, try repair(over: source, linesOf: leastLineSamples / 2, on: world))
  }

  /// Collective. Ends the lines that are open where this rank's samples end.
  private func closeLines(on world: borrowing Communicator) throws(StageError) {
    let (bits, lines) = (run.bits, run.watch)
    var firsts: [(id: Int, point: Point)] = []
    for id in 0..<run.columns.ids.count {
      let slot = run.standing(id)
      guard slot.previous >= 0 else { continue }
      let isLastKept = bits.keeps(slot.previous)
      let last = isLastKept ? Point(slot.state.previousTime, slot.state.previousValue) : Point()
      let first = lines.first(id).isKnown ? lines.first(id) : last
      if first.isKnown { firsts.append((id, first)) }
      if isLastKept && lines.isOpen(id) { lines.closeHere(id, slot.state) }
    }
    for (id, end) in try neighbours(firsts, .after, world) {
      let slot = run.standing(id)
      guard slot.previous >= 0, !bits.keeps(slot.previous), lines.isOpen(id) else { continue }
      lines.close(id, slot.state, at: end)
    }
  }

  /// Collective. Keeps samples that are too far from their lines.
  ///
  /// - Parameter least: Dropped samples here of a line that is compared; shorter ones were already.
  /// - Returns: The largest error that is left.
  private func repair(
    over source: any StageSource, linesOf least: Int = 1, on world: borrowing Communicator
  ) throws(StageError) -> Double {
    var least = least
    while true {
      let segments = Segments(run.columns, run.bits, linesOf: least)
      try source.pass(over: keys.keys) { segments.collect($0) }
      // Both sides first, as each needs what was collected.
      let starts = try neighbours(segments.lastKept, .before, world)
      let ends = try neighbours(segments.firstKept, .after, world)
      segments.end(ends)
      segments.begin(starts)
      try source.pass(over: keys.keys) { segments.compare($0, width: width) }
      for record in segments.wrong { run.bits.keep(record) }
      let (wrong, error) = (segments.wrong.count, segments.largestError)
      let all = try mpi { () throws(MPIError) in
        (try world.allReduce(.sum, wrong), try world.allReduce(.max, error))
      }
      if all.0 == 0 { return all.1 }
      least = 1
    }
  }

  /// Collective. The samples that the nearest ranks have of this rank's series.
  private func neighbours(
    _ mine: [(id: Int, point: Point)], _ direction: SeriesRows.Direction,
    _ world: borrowing Communicator
  ) throws(StageError) -> [(id: Int, point: Point)] {
    guard world.size > 1 else { return [] }
    let ids = run.columns.ids
    var rows = SeriesRows(width: 3)
    for (id, point) in mine {
      rows.append([ids.keys[id], point.time.word, point.value.word])
    }
    let theirs = try rows.nearest(direction, on: world)
    return (0..<theirs.count).compactMap { row in
      let words = Array(theirs[row])
      let id = Int(ids.find(words[0]))
      guard id >= 0 else { return nil }
      return (id, Point(Time(word: words[1]), Value(word: words[2])))
    }
  }
}
