import MPI
import PruneKernels
import ShardedArrays
import Stages

/// Selections, quantile cuts, kept mass and outliers against sorted arrays and plain loops.
let selectionChecks: [Check] =
  checks(of: Double.self) + checks(of: Float.self) + checks(of: Float16.self)
  + checks(of: Int64.self) + checks(of: UInt64.self) + checks(of: Int32.self)
  + checks(of: UInt32.self) + checks(of: Int16.self) + checks(of: UInt16.self)
  + checks(of: Int8.self) + checks(of: UInt8.self) + ledgerOfSelections

/// A key type, its hard values, and what plain code needs of it.
protocol SelectedKey: ArrayElement {
  static var hardValues: [Self] { get }
  var isNumber: Bool { get }
  var isInfinite: Bool { get }
  var double: Double { get }
  init(random bits: UInt64)
}

extension SelectedKey where Self: FixedWidthInteger {
  static var hardValues: [Self] { [.min, .min + 1, 0, 1, .max - 1, .max] }
  var isNumber: Bool { true }
  var isInfinite: Bool { false }
  var double: Double { Double(self) }
  init(random bits: UInt64) { self.init(truncatingIfNeeded: bits) }
}

extension SelectedKey where Self: BinaryFloatingPoint {
  static var hardValues: [Self] {
    [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude.nextDown, 1,
      Self(1).nextUp, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity,
    ]
  }
  var isNumber: Bool { !isNaN }
  var double: Double { Double(self) }
  init(random bits: UInt64) {
    self = Self(Double(Int64(bitPattern: bits) >> 20) * 0x1p-40)
  }
}

extension Double: SelectedKey {}
extension Float: SelectedKey {}
extension Float16: SelectedKey {}
extension Int64: SelectedKey {}
extension UInt64: SelectedKey {}
extension Int32: SelectedKey {}
extension UInt32: SelectedKey {}
extension Int16: SelectedKey {}
extension UInt16: SelectedKey {}
extension Int8: SelectedKey {}
extension UInt8: SelectedKey {}

private func checks<Key: SelectedKey>(of type: Key.Type) -> [Check] {
  let name = Key.elementType.rawValue
  return [
    Check(name: "selection: top and bottom of \(name)") { world in
      try everyCase(of: type, on: world) { try compareSelections($0, on: world) }
    },
    Check(name: "selection: quantile cuts of \(name)") { world in
      try everyCase(of: type, on: world) { try compareCuts($0, on: world) }
    },
    Check(name: "selection: kept mass of \(name)") { world in
      try everyCase(of: type, on: world) { try compareMasses($0, on: world) }
    },
    Check(name: "selection: outliers of \(name)") { world in
      try everyCase(of: type, on: world) { try compareOutliers($0, on: world) }
    },
  ]
}

// MARK: cases

/// Keys of all ranks, and where each rank's begin.
struct SelectionCase<Key: SelectedKey> {
  let values: [Key]
  let offsets: [Int]
  let nan: NaNPolicy
  let limits: SearchLimits
  let seed: UInt64
  var random: SplitMix64

  /// What a record is to a stage that works on numbers: those that take part.
  var numbers: [Int] { values.indices.filter { values[$0].isNumber } }
  var nanCount: Int { values.count - numbers.count }

  var text: String {
    "seed \(seed), \(values.count) keys, NaN \(nan), from \(offsets): \(values.prefix(12))"
  }

  init(seed: UInt64, ranks: Int) {
    self.seed = seed
    random = SplitMix64(seed: seed)
    var random = SplitMix64(seed: seed &* 77)
    let count = seed < 4 ? Int(seed) : Int(random.next() % 200)
    let kind = Int(random.next() % 8)
    let few = (0..<3).map { _ in Key(random: random.next()) }
    let hard = Key.hardValues
    var values = (0..<count).map { _ -> Key in
      switch kind {
      case 0: few[0]
      case 1: few[Int(random.next() % 3)]
      case 2: random.next() % 16 == 0 ? few[1] : few[0]
      case 3, 4: hard[Int(random.next() % UInt64(hard.count))]
      default: Key(random: random.next())
      }
    }
    if kind == 5 { values.sort { $0 < $1 } }
    if kind == 6 { values.sort { $0 > $1 } }
    if count > 0, kind == 0, seed % 2 == 0 { values[Int(random.next() % UInt64(count))] = few[1] }
    // Every third case has NaNs, where there are any.
    if seed % 3 == 0, let none = nanKey(of: Key.self) {
      for index in values.indices where random.next() % 5 == 0 { values[index] = none }
    }
    self.values = values
    nan = NaNPolicy.allCases[Int(seed / 3 % 3)]
    // Any cuts, equal ones among them; sometimes everything on one rank.
    let single = Int(random.next() % UInt64(ranks))
    let cuts =
      seed % 5 == 0
      ? (1..<max(ranks, 1)).map { $0 <= single ? 0 : count }
      : (1..<max(ranks, 1)).map { _ in Int(random.next() % UInt64(count + 1)) }.sorted()
    offsets = [0] + cuts + [count]
    limits = Self.limits[Int(seed % UInt64(Self.limits.count))]
  }

  /// As in a run; a sample with hardly any margin, no room for candidates, small histograms.
  private static var limits: [SearchLimits] {
    var misled = SearchLimits()
    misled.unsampledCount = 0
    misled.sampleCount = 20
    misled.deviations = 0.2
    misled.stretches = 0
    misled.margin = 0
    misled.bins = 4
    misled.massBins = 11
    var cramped = misled
    cramped.sampleCount = 50
    cramped.deviations = 1
    cramped.candidateShare = 20
    cramped.candidateFloor = 0
    cramped.bins = 6
    var usual = SearchLimits()
    usual.bins = MemoryLayout<Key>.size == 2 ? 16 : 10
    usual.massBins = 11
    return [usual, misled, cramped]
  }
}

private func nanKey<Key: SelectedKey>(of type: Key.Type) -> Key? {
  (Double.nan as? Key) ?? (-Float.nan as? Key) ?? (Float16.nan as? Key)
}

private func everyCase<Key: SelectedKey>(
  of type: Key.Type, on world: borrowing Communicator,
  _ body: (SelectionCase<Key>) throws -> String?
) throws -> String? {
  var wrong: String?
  for seed in 0..<12 as Range<UInt64> {
    let one = SelectionCase<Key>(seed: seed, ranks: world.size)
    let found = try body(one)
    if wrong == nil, let found { wrong = "\(found); \(one.text)" }
  }
  return wrong
}

// MARK: comparison

/// What is wrong with the records of this rank that a stage keeps, or with its refusal.
private func compare<Key: SelectedKey>(
  _ what: String, _ one: SelectionCase<Key>, _ stage: some GlobalStage, keeps expected: [Int],
  refuses: String? = nil, on world: borrowing Communicator
) throws -> String? {
  let mine = one.offsets[world.rank]..<one.offsets[world.rank + 1]
  let source = ColumnsInMemory(Array(one.values[mine]))
  let refusal = one.nan == .refuse && one.nanCount > 0 ? "nan \(one.nanCount)" : refuses
  do {
    let solved = try stage.solve(over: source, on: world)
    let all =
      expected + (one.nan == .keep ? one.values.indices.filter { !one.values[$0].isNumber } : [])
    let kept = source.kept(by: solved).map { $0 + mine.lowerBound }
    return first(
      differs("\(what): refusal", nil, refusal),
      refusal == nil ? differs("\(what): kept", kept, all.filter(mine.contains).sorted()) : nil,
      refusal == nil ? differs("\(what): count", solved.keptCount, kept.count) : nil)
  } catch {
    let found =
      switch error {
      case .nanKeys(_, _, let count): "nan \(count)"
      case .negativeKeys(_, _, let count): "negative \(count)"
      case .infiniteKeys(_, _, let count): "infinite \(count)"
      default: throw error
      }
    return differs("\(what): refusal", found, refusal)
  }
}

private func compareSelections<Key: SelectedKey>(
  _ one: SelectionCase<Key>, on world: borrowing Communicator
) throws -> String? {
  var wrong: String?
  var random = one.random
  let numbers = one.numbers
  let n = numbers.count
  let largest = numbers.sorted { (one.values[$1], $0) < (one.values[$0], $1) }
  let smallest = numbers.sorted { (one.values[$0], $0) < (one.values[$1], $1) }
  for k in [0, 1, n - 1, n, n + 1, Int(random.next() % UInt64(n + 1))] where k >= 0 {
    for side in [Bool.random(using: &random) ? Selection.Side.top : .bottom] {
      var stage = Selection(side, .count(k), by: .field(0), keyText: "x", nan: one.nan)
      stage.limits = one.limits
      let expected = (side == .top ? largest : smallest).prefix(k)
      let found = try compare("\(side) \(k)", one, stage, keeps: Array(expected), on: world)
      wrong = wrong ?? found
    }
  }
  for percent in [1, 33] {
    guard let amount = Amount("\(percent)%") else { return "no amount" }
    var stage = Selection(.top, amount, by: .field(0), keyText: "x", nan: one.nan)
    stage.limits = one.limits
    let expected = largest.prefix((n * percent + 99) / 100)
    let found = try compare("top \(percent)%", one, stage, keeps: Array(expected), on: world)
    wrong = wrong ?? found
  }
  return wrong
}

private func compareCuts<Key: SelectedKey>(
  _ one: SelectionCase<Key>, on world: borrowing Communicator
) throws -> String? {
  var wrong: String?
  var random = one.random
  let sorted = one.numbers.map { one.values[$0] }.sorted { $0 < $1 }
  for quantile in [0, 0.25, 0.9, 1] {
    let index = Double(sorted.count) * quantile - 1
    let place = max(0, Int(index.rounded(.up)))
    for side in [QuantileCut.Side.above, .below] {
      if (side == .above) == Bool.random(using: &random) { continue }
      var stage = QuantileCut(side, quantile, by: .field(0), keyText: "x", nan: one.nan)
      stage.limits = one.limits
      let expected = one.numbers.filter {
        side == .above ? one.values[$0] > sorted[place] : one.values[$0] < sorted[place]
      }
      let found = try compare("\(side) \(quantile)", one, stage, keeps: expected, on: world)
      wrong = wrong ?? found
    }
  }
  return wrong
}

private func compareMasses<Key: SelectedKey>(
  _ one: SelectionCase<Key>, on world: borrowing Communicator
) throws -> String? {
  // Keys of 0 or more that plain integers of 128 bits can add up: whole multiples of a unit.
  var wrong = try compareMass(one, on: world)
  let magnitudes = one.values.map { value -> Key in
    guard value.isNumber, value.double >= 0, !value.isInfinite, value.double < 0x1p62 else {
      return value.isNumber ? Key(random: 0) : value
    }
    // Drops subnormals, whose unit is too small to be counted in.
    return value.double < 0x1p-40 ? Key(random: 0) : value
  }
  let found = try compareMass(one.with(magnitudes), on: world)
  wrong = wrong ?? found
  return wrong
}

private func compareMass<Key: SelectedKey>(
  _ one: SelectionCase<Key>, on world: borrowing Communicator
) throws -> String? {
  var wrong: String?
  let numbers = one.numbers
  let negative = numbers.count { one.values[$0].double < 0 }
  let infinite = numbers.count { one.values[$0].isInfinite }
  let refuses =
    negative > 0 ? "negative \(negative)" : infinite > 0 ? "infinite \(infinite)" : nil
  let largest = numbers.sorted { (one.values[$1], $0) < (one.values[$0], $1) }
  // Integers in units of 2^-92 for floats that are whole multiples of it and below 2^20.
  let isExact = refuses == nil && largest.allSatisfy { one.values[$0].units != nil }
  guard refuses != nil || isExact else { return nil }
  for text in ["0", "10", "99.9", "100"] {
    guard let share = Decimal(text) else { return "no share" }
    var stage = KeepMass(share, by: .field(0), keyText: "x", nan: one.nan)
    stage.limits = one.limits
    var expected: [Int] = []
    if isExact {
      let total = largest.reduce(0 as StaticBigSum) { $0 + (one.values[$1].units ?? 0) }
      let target = total * StaticBigSum(share.numerator)
      var sum: StaticBigSum = 0
      for index in largest where sum * StaticBigSum(100 * share.denominator) < target {
        sum += one.values[index].units ?? 0
        expected.append(index)
      }
    }
    let found = try compare(
      "mass \(text)%", one, stage, keeps: expected, refuses: refuses, on: world)
    wrong = wrong ?? found
    if refuses != nil { break }
  }
  return wrong
}

/// What plain arithmetic adds masses up in.
private typealias StaticBigSum = UInt128

extension SelectedKey {
  /// The key as a whole number of units that few keys of a case overflow; nil if it is not one.
  fileprivate var units: UInt128? {
    if let integer = self as? any FixedWidthInteger { return UInt128(integer) }
    let scaled = double * 0x1p40
    guard scaled == scaled.rounded(), scaled < 0x1p80, scaled >= 0 else { return nil }
    return UInt128(scaled)
  }
}

extension SelectionCase {
  func with(_ values: [Key]) -> SelectionCase {
    SelectionCase(
      values: values, offsets: offsets, nan: nan, limits: limits, seed: seed, random: random)
  }

  private init(
    values: [Key], offsets: [Int], nan: NaNPolicy, limits: SearchLimits, seed: UInt64,
    random: SplitMix64
  ) {
    self.values = values
    self.offsets = offsets
    self.nan = nan
    self.limits = limits
    self.seed = seed
    self.random = random
  }
}

private func compareOutliers<Key: SelectedKey>(
  _ one: SelectionCase<Key>, on world: borrowing Communicator
) throws -> String? {
  var wrong: String?
  var random = one.random
  let numbers = one.numbers
  let doubles = numbers.map { one.values[$0].double }
  let sorted = doubles.sorted()
  func quantile(_ q: Double, _ sorted: [Double]) -> Double {
    sorted[max(0, Int((Double(sorted.count) * q - 1).rounded(.up)))]
  }
  let infinite = numbers.count { one.values[$0].isInfinite }
  for factor in [0, 0.5, 1.5] {
    for only in [Bool.random(using: &random)] {
      func run(
        _ rule: OutlierRule, refuses: String? = nil, _ isOutlier: (Double) -> Bool
      ) throws {
        var stage = Outliers(rule, only: only, by: .field(0), keyText: "x", nan: one.nan)
        stage.limits = one.limits
        let expected = numbers.filter { isOutlier(one.values[$0].double) == only }
        let found = try compare(
          "\(rule), only \(only)", one, stage, keeps: expected, refuses: refuses, on: world)
        wrong = wrong ?? found
      }
      if sorted.isEmpty {
        try run(.iqr(factor)) { _ in false }
        try run(.mad(factor)) { _ in false }
        continue
      }
      let (q1, q3) = (quantile(0.25, sorted), quantile(0.75, sorted))
      let reach = q1 == q3 ? 0 : factor * (q3 - q1)
      try run(.iqr(factor)) { $0 < q1 - reach || $0 > q3 + reach }
      let median = quantile(0.5, sorted)
      func distance(_ value: Double) -> Double { value == median ? 0 : abs(value - median) }
      let mad = quantile(0.5, sorted.map(distance).sorted())
      try run(.mad(factor)) { distance($0) > (mad == 0 ? 0 : factor * mad) }
      // Where plain sums are exact, as all values are small multiples of a unit.
      let isPlain = doubles.allSatisfy {
        abs($0) < 0x1p33 && $0 * 0x1p12 == ($0 * 0x1p12).rounded()
      }
      if infinite > 0 {
        try run(.zscore(factor), refuses: "infinite \(infinite)") { _ in false }
      } else if isPlain {
        let mean = doubles.reduce(0, +) / Double(doubles.count)
        let squares = doubles.map { ($0 - mean) * ($0 - mean) }
        let variance = try world.reproducibleSum(world.isRoot ? squares : [])
        let deviation = (variance / Double(doubles.count)).squareRoot()
        try run(.zscore(factor)) { abs($0 - mean) > factor * deviation }
      }
    }
  }
  return wrong
}

// MARK: what is read and communicated

/// That neither the number of records kept nor where they lie changes what is read and
/// communicated.
private let ledgerOfSelections: [Check] = [
  ledger("random keys") { random, _ in Double(random: random) },
  ledger("equal keys") { _, _ in 4 },
  ledger("two keys") { random, _ in random % 4 == 0 ? -1 : 3 },
  ledger("few keys") { random, _ in Double(random % 30) },
  ledger("sorted keys") { _, place in Double(place) },
]

private func ledger(
  _ name: String, _ key: @escaping @Sendable (UInt64, Int) -> Double
) -> Check {
  Check(name: "selection: passes, collectives and bytes do not depend on k, \(name)") { world in
    let mine = 70_000 / world.size
    var random = SplitMix64(seed: UInt64(world.rank) + 1)
    let source = CountedPasses(
      ColumnsInMemory(
        (0..<mine).map { key(random.next(), world.rank * mine + $0) }, blockRecords: 64))
    // As large as these keys need it.
    var limits = SearchLimits()
    limits.unsampledCount = 1000
    limits.sampleCount = 8192
    var wrong: String?
    for k in [10, 1000, 30_000, 69_000] {
      var stage = Selection(.top, .count(k), by: .field(0), keyText: "x", nan: .refuse)
      stage.limits = limits
      let before = spent(world)
      source.passes.value = 0
      let solved = try stage.solve(over: source, on: world)
      let after = spent(world)
      let passes = source.passes.value
      let kept = try world.allReduce(.sum, solved.keptCount)
      // One sum of records, the sample with its counts, one sum of counts, at most four histograms
      // of 64 Ki bins and a flag, one scan of ties.
      let calls = 1 + 2 + 1 + 4 + 1
      let bytes = 8 + 8 + 8 * (8192 + 1) + 5 * 8 + 4 * (8 * 65_536 + 8) + 8
      let found = first(
        differs("top \(k): records", kept, min(k, mine * world.size)),
        differs("top \(k): passes", passes, kept == mine * world.size ? passes : 1),
        after.calls - before.calls > calls ? "top \(k): \(after.calls - before.calls) calls" : nil,
        after.bytes - before.bytes > bytes ? "top \(k): \(after.bytes - before.bytes) bytes" : nil)
      wrong = wrong ?? found
    }
    return wrong
  }
}

private func spent(_ world: borrowing Communicator) -> (calls: Int, bytes: Int) {
  world.ledger.entries.values.reduce((0, 0)) { ($0.0 + $1.calls, $0.1 + $1.bytes) }
}

/// A source that counts the passes over all records.
private struct CountedPasses: StageSource {
  final class Counter { var value = 0 }

  let base: ColumnsInMemory
  let passes = Counter()
  var count: Int { base.count }
  var layout: RecordLayout { base.layout }

  init(_ base: ColumnsInMemory) { self.base = base }

  func pass(over keys: [Stages.Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void) {
    passes.value += 1
    base.pass(over: keys, while: goesOn, body)
  }

  func sample(_ limit: Int, of keys: [Stages.Key], _ body: (KeyBlock) -> Void) {
    base.sample(limit, of: keys, body)
  }
}
