import MPI
import ShardedArrays
import Stages

/// Deadband and swinging door against loops over the gathered samples, one series after the
/// other, that share nothing with the stages.
let seriesChecks: [Check] =
  seriesCheck(Int64.self) + seriesCheck(Double.self) + seriesCheck(Float.self)
  + seriesCheck(UInt64.self) + [
    Check(name: "series: NaN is refused with the same count everywhere") { world in
      let values: [Double] = world.rank == world.size - 1 ? [1, .nan, .nan] : [3]
      do {
        _ = try Deadband(1, SeriesOptions(value: .field(0)), text: "deadband 1")
          .solve(over: ColumnsInMemory(values), on: world)
      } catch StageError.nanKeys(let stage, let key, let count) {
        return first(
          differs("stage", stage, "deadband 1"), differs("key", key, "x"),
          differs("count", count, 2))
      }
      return "NaN went through"
    },
    Check(name: "series: calls are counted, and as many for any number of samples") { world in
      let options = SeriesOptions(value: .field(0))
      let (deadband, swing) = (Deadband(3, options), SwingingDoor(3, options))
      return first(
        differs("of deadband", try calls(50, deadband, world), try calls(500, deadband, world)),
        differs("of swing", try calls(50, swing, world), try calls(500, swing, world)))
    },
  ]

/// Calls that a stage makes over `count` samples on each rank.
private func calls(
  _ count: Int, _ stage: some GlobalStage, _ world: borrowing Communicator
) throws -> [String: Int] {
  let source = ColumnsInMemory((0..<count).map { Double(($0 * 7919 + world.rank) % 101) })
  let before = world.ledger.entries.mapValues(\.calls)
  _ = try stage.solve(over: source, on: world)
  return world.ledger.entries.mapValues(\.calls).merging(before) { $0 - $1 }
    .filter { $0.value > 0 }
}

/// A type that a check makes samples of.
protocol SeriesElement: ArrayElement, Comparable {
  init(small: Int)
  var number: Double { get }
  static var special: [Self] { get }
}

extension SeriesElement where Self: BinaryInteger {
  init(small: Int) { self.init(Swift.max(0, small)) }
  var number: Double { Double(self) }
  static var special: [Self] { [] }
}

extension SeriesElement where Self: BinaryFloatingPoint {
  init(small: Int) { self = Self(small) / 10 }
  var number: Double { Double(self) }
  static var special: [Self] { [.nan, -0.0, .infinity, -.infinity] }
}

extension Int32: SeriesElement {}
extension Int64: SeriesElement {}
extension UInt64: SeriesElement {}
extension UInt8: SeriesElement {}
extension Double: SeriesElement {}
extension Float: SeriesElement {}

struct TimedSample {
  var time: Double
  var value: Double
  var series: Int
}

private func seriesCheck<V: SeriesElement>(_ value: V.Type) -> [Check] {
  [NaNPolicy.drop, .keep].flatMap { nan in
    [
      seriesCheck(value, Int64.self, nan), seriesCheck(value, Double.self, nan),
      seriesCheck(value, UInt8.self, nan),
    ]
  }
}

private func seriesCheck<V: SeriesElement, T: SeriesElement>(
  _ value: V.Type, _ time: T.Type, _ nan: NaNPolicy
) -> Check {
  Check(name: "series of \(V.elementType) over \(T.elementType), NaN \(nan)") { world in
    for seed in 0..<24 {
      var random = SplitMix64(seed: UInt64(seed))
      if let wrong = try runCase(V.self, T.self, nan, &random, world) {
        return "seed \(seed): \(wrong)"
      }
    }
    return nil
  }
}

private func runCase<V: SeriesElement, T: SeriesElement>(
  _ value: V.Type, _ time: T.Type, _ nan: NaNPolicy, _ random: inout SplitMix64,
  _ world: borrowing Communicator
) throws -> String? {
  let count =
    pick([0, 1, 2, 5, 200], &random) + Int.random(in: 0...3, using: &random)
  let values = walk(V.self, count, &random)
  let times = clock(T.self, count, &random)
  // Ids beyond the direct table, and negative ones.
  let names: [Int64] = [7, -3, 1 << 40, 70_000, 0]
  let kinds = Int.random(in: 1...5, using: &random)
  var series = (0..<count).map { _ in names[Int.random(in: 0..<kinds, using: &random)] }
  // Series that are on a part only.
  for index in series.indices where index < count / 3 && series[index] == 7 { series[index] = 0 }
  let cuts = (0..<world.size - 1).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
  let bounds = [0] + cuts + [count]
  let mine = bounds[world.rank]..<bounds[world.rank + 1]
  let source = ColumnsInMemory(
    count: mine.count,
    fields: [
      Field("v", V.elementType), Field("t", T.elementType), Field("s", .int64),
    ],
    columns: [
      RecordBuffer(Array(values[mine])), RecordBuffer(Array(times[mine])),
      RecordBuffer(Array(series[mine])),
    ])
  let width = pick([0, 0.1, 0.5, 1, 3, 1e9], &random)
  let gap = pick([nil, nil, 0, 0.5, 3, 40], &random)
  let hasTime = Bool.random(using: &random)
  let hasSeries = Int.random(in: 0..<4, using: &random) > 0
  let options = SeriesOptions(
    value: .field(0), time: hasTime ? .field(1) : nil, series: hasSeries ? .field(2) : nil,
    maxGap: gap, nan: nan)
  // By series, the samples that take part.
  var groups: [Int64: [Int]] = [:]
  var skipped: [Int] = []
  let numbers = (0..<count).map { index in
    TimedSample(
      time: hasTime ? times[index].number : Double(index), value: values[index].number, series: 0)
  }
  for index in 0..<count {
    if numbers[index].value.isNaN || numbers[index].time.isNaN {
      skipped.append(index)
    } else {
      groups[hasSeries ? series[index] : 0, default: []].append(index)
    }
  }
  let always = nan == .keep ? Set(skipped) : []
  let what = "width \(width), gap \(String(describing: gap)), time \(hasTime), \(count) samples"

  for keepsPrevious in [false, true] {
    let solved = try Deadband(width, options, keepsPrevious: keepsPrevious)
      .solve(over: source, on: world)
    var expected = always
    for group in groups.values {
      expected.formUnion(
        plainDeadband(group, numbers, width, gap: gap, keepsPrevious: keepsPrevious))
    }
    let kept = source.kept(by: solved).map { $0 + mine.lowerBound }
    if let wrong = first(
      differs("deadband kept", kept, expected.filter(mine.contains).sorted()),
      differs("deadband's count", solved.keptCount, kept.count))
    {
      return "\(wrong); \(what), previous \(keepsPrevious)"
    }
  }

  let solved = try SwingingDoor(width, options).solve(over: source, on: world)
  let kept = source.kept(by: solved).map { $0 + mine.lowerBound }
  let all = Set(try world.allGather(varying: kept).elements)
  let alone = try world.split(color: world.rank)
  // The same by one rank that has all.
  let whole = ColumnsInMemory(
    count: count, fields: source.layout.fields,
    columns: [RecordBuffer(values), RecordBuffer(times), RecordBuffer(series)], blockRecords: 16)
  guard let alone else { return "no communicator of one rank" }
  let single = whole.kept(by: try SwingingDoor(width, options).solve(over: whole, on: alone))
  var steps = 0
  var largest = 0.0
  var wrong: String?
  for group in groups.values {
    steps += zip(group, group.dropFirst()).count { !(numbers[$1].time > numbers[$0].time) }
    wrong = wrong ?? badSwing(group, numbers, all, width, gap: gap, &largest)
    if !V.elementType.isFloat, !T.elementType.isFloat || !hasTime, width != 0.1 {
      let expected = plainSwing(group, numbers, width, gap: gap)
      wrong = wrong ?? differs("swing kept", group.filter(all.contains), expected)
    }
  }
  guard case .number(let reported)? = solved.facts.first?.value else { return "no error told" }
  let slack = 1e-12 * Swift.max(1, reported)
  return first(
    wrong, differs("swing by one rank", single, all.sorted()),
    differs("NaN kept", skipped.filter(all.contains), nan == .keep ? skipped : []),
    differs("swing's count", solved.keptCount, kept.count),
    differs("steps back", solved.facts.last?.value, .count(steps)),
    reported <= width && abs(reported - largest) <= slack
      ? nil : "largest error \(reported), found \(largest)"
  ).map { "\($0); \(what)" }
}

private func pick<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
  values[Int.random(in: values.indices, using: &random)]
}

/// Plateaus, ramps, jumps and noise.
private func walk<V: SeriesElement>(
  _ type: V.Type, _ count: Int, _ random: inout SplitMix64
) -> [V] {
  let wild = Bool.random(using: &random)
  var (level, slope) = (500, 0)
  return (0..<count).map { _ in
    switch Int.random(in: 0..<20, using: &random) {
    case 0: level += Int.random(in: -200...200, using: &random)
    case 1: slope = Int.random(in: -5...5, using: &random)
    case 2: slope = 0
    case 3: level += Int.random(in: -10...10, using: &random)
    case 4 where wild: return V.special.randomElement(using: &random) ?? V(small: level)
    default: break
    }
    level += slope
    return V(small: level)
  }
}

/// Times that mostly grow, repeat or step back.
private func clock<T: SeriesElement>(
  _ type: T.Type, _ count: Int, _ random: inout SplitMix64
) -> [T] {
  let wild = Int.random(in: 0..<3, using: &random) == 0
  let steady = Bool.random(using: &random)
  var now = 0
  return (0..<count).map { _ in
    let event = Int.random(in: 0..<15, using: &random)
    if steady || event > 3 {
      now += steady ? 1 : Int.random(in: 1...3, using: &random)
    } else if event == 0 {
      now -= Int.random(in: 0...5, using: &random)
    } else if event == 1, wild, let special = T.special.randomElement(using: &random) {
      return special
    }
    now = Swift.max(0, now) % 256
    return T(small: now)
  }
}

private func plainDeadband(
  _ group: [Int], _ samples: [TimedSample], _ width: Double, gap: Double?, keepsPrevious: Bool
) -> Set<Int> {
  var kept: Set<Int> = []
  var last: TimedSample?
  for (place, index) in group.enumerated() {
    let sample = samples[index]
    guard let reference = last else {
      kept.insert(index)
      last = sample
      continue
    }
    let jumps = abs(sample.value - reference.value) > width
    let isDue = gap.map { sample.time - reference.time >= $0 } ?? false
    guard jumps || isDue else { continue }
    kept.insert(index)
    if jumps && keepsPrevious { kept.insert(group[place - 1]) }
    last = sample
  }
  return kept
}

/// The longest lines whose every sample could have been an end, in integers; the width is a
/// multiple of one half.
private func plainSwing(
  _ group: [Int], _ samples: [TimedSample], _ width: Double, gap: Double?
) -> [Int] {
  let points = group.map { (t: Int(samples[$0].time), v: Int(2 * samples[$0].value)) }
  let limit = Int(2 * width)
  func fits(_ start: Int, _ end: Int) -> Bool {
    let (run, rise) = (points[end].t - points[start].t, points[end].v - points[start].v)
    if let gap, end > start + 1, Double(run) > gap { return false }
    return (start + 1..<Swift.max(end, start + 1)).allSatisfy { place in
      let (t, v) = (points[place].t - points[start].t, points[place].v - points[start].v)
      return abs(v * run - rise * t) <= limit * run
    }
  }
  var kept: Set<Int> = [0, points.count - 1]
  var start = 0
  for place in points.indices.dropFirst() {
    if points[place].t <= points[place - 1].t {
      kept.formUnion([place - 1, place])
      start = place
    } else if !fits(start, place) {
      kept.insert(place - 1)
      start = place - 1
    }
  }
  return kept.sorted().map { group[$0] }
}

/// What is wrong with the kept samples of one series.
private func badSwing(
  _ group: [Int], _ samples: [TimedSample], _ kept: Set<Int>, _ width: Double, gap: Double?,
  _ largest: inout Double
) -> String? {
  let ends = group.indices.filter { kept.contains(group[$0]) }
  guard ends.first == group.indices.first, ends.last == group.indices.last else {
    return "the first or the last sample of a series was dropped"
  }
  for (start, end) in zip(ends, ends.dropFirst()) where end > start + 1 {
    let (a, b) = (samples[group[start]], samples[group[end]])
    if let gap, b.time - a.time > gap { return "a line longer than the gap" }
    for place in start + 1..<end {
      let sample = samples[group[place]]
      guard sample.time > samples[group[place - 1]].time, b.time > sample.time else {
        return "a line where time steps back"
      }
      let part = (sample.time - a.time) / (b.time - a.time)
      let error = abs(sample.value - (a.value * (1 - part) + b.value * part))
      largest = Swift.max(largest, error)
      if !(error <= width + 1e-12 * (1 + abs(a.value) + abs(b.value))) {
        return "sample \(group[place]) is \(error) from its line"
      }
    }
  }
  return nil
}
