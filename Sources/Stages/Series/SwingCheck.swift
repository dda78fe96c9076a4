import MPI

/// Collective. Compares each dropped sample with the line between its kept neighbours.
///
/// The recurrence leaves room for rounding, so that nothing should be found. What is found all
/// the same (products that overflow or underflow) is kept, and all is compared again, until
/// nothing is: at least one more sample is kept each time.
///
/// - Complexity: for each round, mostly one, two passes, 2 × ⌈log₂ *P*⌉ messages of 24 bytes for
///   each series, and two allreduces of 8 bytes.
struct SwingCheck<Time: SeriesNumber, Value: SeriesNumber> {
  typealias Segments = SwingSegments<Time, Value>

  let keys: SeriesKeys
  let columns: SeriesColumns<Time, Value>
  let bits: KeepBits
  let width: Double

  /// - Returns: The largest error of a dropped sample, and in how many rounds it was found.
  func run(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> (largestError: Double, rounds: Int) {
    var rounds = 0
    while true {
      rounds += 1
      let segments = Segments(columns, bits)
      try source.pass(over: keys.keys) { segments.collect($0) }
      // Both sides first, as each needs what was collected.
      let starts = try neighbours(segments.lastKept, .before, world)
      let ends = try neighbours(segments.firstKept, .after, world)
      segments.end(ends)
      segments.begin(starts)
      try source.pass(over: keys.keys) { segments.compare($0, width: width) }
      for record in segments.wrong { bits.keep(record) }
      let (wrong, error) = (segments.wrong.count, segments.largestError)
      let all = try mpi { () throws(MPIError) in
        (try world.allReduce(.sum, wrong), try world.allReduce(.max, error))
      }
      if all.0 == 0 { return (all.1, rounds) }
    }
  }

  /// Collective. The samples that the nearest ranks have of this rank's series.
  private func neighbours(
    _ mine: [(id: Int, point: Segments.Point)], _ direction: SeriesRows.Direction,
    _ world: borrowing Communicator
  ) throws(StageError) -> [(id: Int, point: Segments.Point)] {
    guard world.size > 1 else { return [] }
    var rows = SeriesRows(width: 3)
    for (id, point) in mine {
      rows.append([columns.ids.keys[id], point.time.word, point.value.word])
    }
    let theirs = try rows.nearest(direction, on: world)
    return (0..<theirs.count).compactMap { row in
      let words = Array(theirs[row])
      let id = Int(columns.ids.find(words[0]))
      guard id >= 0 else { return nil }
      return (id, Segments.Point(time: Time(word: words[1]), value: Value(word: words[2])))
    }
  }
}
