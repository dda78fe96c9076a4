import MPI
import ShardedArrays
import Stages

/// The swinging door where it takes other ways than in ``seriesChecks``: eight series at once,
/// lines of thousands of samples, products that underflow.
let swingChecks: [Check] =
  [
    lanesCheck(Double.self, Double.self), lanesCheck(Double.self, Int64.self),
    lanesCheck(Int64.self, Double.self), lanesCheck(Int32.self, Int32.self),
    lanesCheck(Float.self, UInt64.self),
  ] + [
    Check(name: "swing: the largest error of lines of thousands of samples") { world in
      for (width, wave) in [(2.0, 1.0), (1.0, 0.0), (500, 300)] {
        var random = SplitMix64(seed: 5)
        let count = 3 * 6000
        let samples = (0..<count).map { index in
          // A plateau, a ramp of exact integers, and noise.
          let noise = Double.random(in: -wave...wave, using: &random)
          let values = [5, Double(index / 3), noise]
          return TimedSample(time: Double(index / 3), value: values[index % 3], series: index % 3)
        }
        let wrong = try compareWithFormula(samples, width, world)
        if let wrong { return "width \(width): \(wrong)" }
      }
      return nil
    },
    Check(name: "swing: with room for few samples of a line, kept ones and the error are the same")
    {
      world in
      var random = SplitMix64(seed: 11 + UInt64(world.rank))
      let count = 40_000 + world.rank
      // An arc, of which every sample may be the farthest from its line, between stretches of noise.
      let values = (0..<count).map { index in
        let place = Double(index % 20_000) / 20_000
        return place < 0.5 ? 1000 * place * (1 - place) : Double.random(in: 0...9, using: &random)
      }
      for width in [0.5, 40, 1e6] {
        var stage = SwingingDoor(width, SeriesOptions(value: .field(0)))
        let solved = try [Int.max, 1024].map { most in
          stage.pointsMost = most
          let source = ColumnsInMemory(
            count: count, fields: [Field("x", .float64)], columns: [RecordBuffer(values)],
            blockRecords: 4096)
          let solved = try stage.solve(over: source, on: world)
          return (source.kept(by: solved), solved.facts)
        }
        let wrong = first(
          differs("kept", solved[1].0, solved[0].0), differs("facts", solved[1].1, solved[0].1))
        if let wrong { return "width \(width): \(wrong)" }
      }
      return nil
    },
    Check(name: "swing: samples that underflow past the bound are kept") { world in
      let samples = (0..<200).map { index in
        TimedSample(
          time: Double(index) * 1e-200, value: Double(index * index % 37) * 1e-200, series: 0)
      }
      return try compareWithFormula(samples, 3e-200, world)
    },
  ]

/// Long blocks, which are taken eight samples at once where the processor can, against short ones,
/// which never are.
private func lanesCheck<V: SeriesElement, T: SeriesElement>(
  _ value: V.Type, _ time: T.Type
) -> Check {
  Check(name: "swing of \(V.elementType) over \(T.elementType), eight series at once") { world in
    var random = SplitMix64(seed: UInt64(world.rank))
    let count = 12_000 + world.rank
    for (kinds, width) in [(9, 0.0), (40, 1.5), (100, 4), (1000, 30)] {
      var levels = Array(repeating: 50, count: kinds)
      var values: [V] = []
      var times: [T] = []
      var series: [Int32] = []
      for index in 0..<count {
        // Mostly in turn, or for some time in another order; a few out of turn, back in time, or
        // the same.
        let isOdd = Int.random(in: 0..<200, using: &random) == 0
        let inOrder = index / 3000 % 2 == 0 ? index % kinds : 7 * index % kinds
        let kind = isOdd ? Int.random(in: 0..<kinds, using: &random) : inOrder
        levels[kind] += Int.random(in: -2...3, using: &random)
        values.append(V(small: levels[kind]))
        let stepsBack = Int.random(in: 0..<500, using: &random) == 0
        times.append(T(small: 50 + 10 * (index / kinds) - (stepsBack ? 40 : 0)))
        series.append(Int32(kind))
      }
      let fields = [
        Field("v", V.elementType), Field("t", T.elementType), Field("s", .int32),
      ]
      let columns = [RecordBuffer(values), RecordBuffer(times), RecordBuffer(series)]
      let gap: Double? = kinds == 40 ? 200 : nil
      let stage = SwingingDoor(
        width,
        SeriesOptions(
          value: .field(0), time: .field(1), series: .field(2), maxGap: gap))
      let solved = try [7, 4096].map { length in
        let source = ColumnsInMemory(
          count: count, fields: fields, columns: columns, blockRecords: length)
        let solved = try stage.solve(over: source, on: world)
        return (source.kept(by: solved), solved.facts)
      }
      let wrong = first(
        differs("kept", solved[1].0, solved[0].0), differs("facts", solved[1].1, solved[0].1),
        solved[0].0.count < count && solved[0].0.count > kinds ? nil : "nothing to compare")
      if let wrong { return "\(kinds) series, width \(width): \(wrong)" }
    }
    return nil
  }
}

/// Solves for samples that are spread over the ranks, and computes each dropped one's error by the
/// documented formula.
private func compareWithFormula(
  _ samples: [TimedSample], _ width: Double, _ world: borrowing Communicator
) throws -> String? {
  let count = samples.count
  let mine = count * world.rank / world.size..<count * (world.rank + 1) / world.size
  func source(_ range: Range<Int>) -> ColumnsInMemory {
    ColumnsInMemory(
      count: range.count,
      fields: [Field("v", .float64), Field("t", .float64), Field("s", .int64)],
      columns: [
        RecordBuffer(samples[range].map(\.value)), RecordBuffer(samples[range].map(\.time)),
        RecordBuffer(samples[range].map(\.series)),
      ], blockRecords: 500)
  }
  let stage = SwingingDoor(
    width, SeriesOptions(value: .field(0), time: .field(1), series: .field(2)))
  let shard = source(mine)
  let solved = try stage.solve(over: shard, on: world)
  let kept = try world.allGather(
    varying: shard.kept(by: solved).map { $0 + mine.lowerBound }
  ).elements
  guard let alone = try world.split(color: world.rank) else { return "no communicator of one rank" }
  let whole = source(0..<count)
  let single = try stage.solve(over: whole, on: alone)
  let isKept = Set(kept)
  var largest = 0.0
  for group in Dictionary(grouping: samples.indices, by: { samples[$0].series }).values {
    let group = group.sorted()
    let ends = group.indices.filter { isKept.contains(group[$0]) }
    guard ends.first == 0, ends.last == group.count - 1 else { return "a first or last is dropped" }
    for (start, end) in zip(ends, ends.dropFirst()) {
      let (a, b) = (samples[group[start]], samples[group[end]])
      for place in start + 1..<Swift.max(end, start + 1) {
        let sample = samples[group[place]]
        let line = (sample.time - a.time) * (b.value - a.value) / (b.time - a.time)
        largest = Swift.max(largest, abs(sample.value - a.value - line))
      }
    }
  }
  return first(
    differs("kept by one rank", whole.kept(by: single), kept),
    differs("facts of one rank", single.facts, solved.facts),
    differs("largest error", solved.facts.first?.value, .number(largest)),
    largest <= width ? nil : "an error of \(largest)",
    kept.count < count ? nil : "nothing was dropped")
}
