import Expressions
import MPI
import ShardedArrays
import Stages

/// ``Unique`` against a dictionary over all ranks' records.
let uniqueChecks: [Check] =
  [false, true].flatMap { last in
    randomChecks(last: last)
      + [
        uniqueCheck("all equal", last: last) { _ in Array(repeating: Int64(7), count: 3000) },
        uniqueCheck("all different", last: last) { _ in (0..<9000).map { Int64($0) * 0x1_0000 } },
        uniqueCheck("the ends of int64", last: last) { random in
          (0..<500).map { _ in
            Bool.random(using: &random)
              ? Int64.max - .random(in: 0...9, using: &random)
              : Int64.min + .random(in: 0...9, using: &random)
          }
        },
        uniqueCheck("one value in nearly all of many", last: last) { random in
          (0..<20_000).map { _ in
            Int.random(in: 0..<50, using: &random) > 0
              ? 5.0 : Double.random(in: 0...1, using: &random)
          }
        },
        uniqueCheck("many values, some repeated", last: last) { random in
          (0..<30_000).map { _ in UInt64.random(in: 0..<15_000, using: &random) << 40 }
        },
      ]
  } + uniqueRowChecks + uniqueLedgerChecks

/// Values that repeat, for one element type.
private func randomChecks(last: Bool) -> [Check] {
  func check<Element: ArrayElement>(
    _ make: @escaping @Sendable (Int, inout SplitMix64) -> Element
  ) -> Check {
    uniqueCheck("random \(Element.elementType)", last: last, repetitions: 5) { random in
      let values = Int.random(in: 1...60, using: &random)
      return (0..<Int.random(in: 0...200, using: &random)).map { _ in
        make(Int.random(in: 0..<values, using: &random), &random)
      }
    }
  }
  func float<Element: BinaryFloatingPoint & ArrayElement>(
    _ nan: [Element]
  ) -> @Sendable (Int, inout SplitMix64) -> Element {
    { number, random in
      switch number {
      case 0: Bool.random(using: &random) ? 0 : -0.0
      case 1: nan[Int.random(in: 0..<nan.count, using: &random)]
      case 2: .infinity
      case 3: -Element.infinity
      case 4: .leastNonzeroMagnitude
      default: Element(number) / 2
      }
    }
  }
  return [
    check { number, _ in UInt8(number) }, check { number, _ in Int8(number - 30) },
    check { number, _ in UInt16(number * 1000) }, check { number, _ in Int16(number - 30) },
    check { number, _ in Int32(number) << 24 }, check { number, _ in UInt32(number) },
    check { number, _ in Int64(number) << 50 }, check { number, _ in UInt64(number) },
    check(float([Float16.nan, -.nan, .signalingNaN])),
    check(float([Float.nan, -.nan, .signalingNaN, Float(nan: 5, signaling: false)])),
    check(float([Double.nan, -.nan, .signalingNaN, Double(nan: 99, signaling: false)])),
  ]
}

/// The value of a record as a dictionary takes it: text, in which zeros and NaNs are one.
private func text<Element: ArrayElement>(_ value: Element) -> String {
  if value != value { return "nan" }
  let text = "\(value)"
  return text == "-0.0" ? "0.0" : text
}

/// Which records a loop over all of them keeps, and how many each stands for.
private func expected(_ values: [String], last: Bool, nan: NaNPolicy) -> [Int: Int] {
  var place: [String: Int] = [:]
  var counts: [String: Int] = [:]
  for (index, value) in values.enumerated() where nan == .keep || value != "nan" {
    if last || place[value] == nil { place[value] = index }
    counts[value, default: 0] += 1
  }
  return Dictionary(uniqueKeysWithValues: place.map { ($1, counts[$0] ?? 0) })
}

/// Divides records over the ranks: evenly, at random with empty ranks, or all on one rank.
private func shares(of count: Int, over ranks: Int, _ random: inout SplitMix64) -> Partition {
  switch Int.random(in: 0..<3, using: &random) {
  case 0: return Partition(even: count, over: ranks)
  case 1:
    let one = Int.random(in: 0..<ranks, using: &random)
    return Partition(counts: (0..<ranks).map { $0 == one ? count : 0 })
  default:
    let cuts = (1..<ranks).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
    return Partition(counts: zip([0] + cuts, cuts + [count]).map { $1 - $0 })
  }
}

private func uniqueCheck<Element: ArrayElement>(
  _ name: String, last: Bool, repetitions: Int = 1,
  _ make: @escaping @Sendable (inout SplitMix64) -> [Element]
) -> Check {
  Check(name: "unique, \(last ? "last" : "first"): \(name)") { world in
    var random = SplitMix64(seed: 77)
    var wrong: String?
    for repetition in 0..<repetitions {
      let values = make(&random)
      let texts = values.map(text)
      let share = shares(of: values.count, over: world.size, &random).range(of: world.rank)
      let source = ColumnsInMemory(
        Array(values[share]), blockRecords: values.count > 300 ? 5000 : 7)
      for nan in NaNPolicy.allCases {
        for (counts, rounds) in [(false, 1), (true, 1), (false, 3)] {
          var unique = Unique(by: [.field(0)], keyText: "x", last: last, counts: counts, nan: nan)
          unique.rounds = rounds
          let found = try outcome(of: unique, over: source, texts, share, on: world)
          wrong =
            wrong
            ?? found.map {
              "\(repetition), nan \(nan), counts \(counts), \(rounds) rounds: \($0)"
            }
        }
      }
    }
    return wrong
  }
}

/// What is wrong with a stage over records of these values, of which this rank has `share`.
private func outcome(
  of unique: Unique, over source: ColumnsInMemory, _ values: [String], _ share: Range<Int>,
  on world: borrowing Communicator
) throws -> String? {
  let nanCount = values.count { $0 == "nan" }
  let expected = expected(values, last: unique.last, nan: unique.nan)
  let solved: SolvedStage
  do {
    solved = try unique.solve(over: source, on: world)
  } catch {
    guard case .nanKeys(_, _, let count) = error else { throw error }
    return differs("NaN refused", unique.nan == .refuse ? count : -1, nanCount)
  }
  if unique.nan == .refuse && nanCount > 0 { return "NaN is not refused" }
  let places = expected.keys.filter(share.contains).sorted()
  let kept = source.kept(by: solved).map { $0 + share.lowerBound }
  let entered = expected.values.reduce(0, +)
  var facts = [
    StageFact("distinct", .count(expected.count)),
    StageFact("repeats", .count(entered - expected.count)),
  ]
  if unique.counts { facts.append(StageFact("most frequent", .count(expected.values.max() ?? 0))) }
  if unique.nan == .drop && nanCount > 0 {
    facts.append(StageFact("with NaN", .count(nanCount)))
  }
  return first(
    differs("kept", kept, places),
    differs("kept count", solved.keptCount, places.count),
    differs("facts", solved.facts, facts),
    differs(
      "counts", solved.attached?.elements(as: Int64.self).map(Int.init),
      unique.counts ? places.map { expected[$0] ?? 0 } : nil))
}

/// Keys of several elements and several fields.
private let uniqueRowChecks: [Check] = [
  rowCheck("rows of 3 doubles", [("r", 3)], of: Double.self) { Double($0) - 1 },
  rowCheck("rows of 2 floats, as long as a word", [("r", 2)], of: Float.self) { Float($0) - 1 },
  rowCheck("rows of 5 bytes", [("r", 5)], of: UInt8.self) { UInt8($0) },
  rowCheck("rows of no element", [("r", 0)], of: Int32.self) { Int32($0) },
  rowCheck("two fields of int64", [("a", 1), ("b", 1)], of: Int64.self) { Int64($0) << 60 },
  rowCheck("two fields of int16", [("a", 1), ("b", 1)], of: Int16.self) { Int16($0) - 1 },
  rowCheck("long rows", [("a", 1), ("b", 700)], of: Double.self) { Double($0) - 1 },
  Check(name: "unique: fields of different types, of which one is a key") { world in
    // The first key's repeats end where the second key differs.
    let count = 40 + world.rank
    let base = (0..<world.rank).reduce(0) { $0 + 40 + $1 }
    let a = (0..<count).map { UInt8(truncatingIfNeeded: (base + $0) / 4) }
    let b = (0..<count).map { (base + $0) % 2 == 0 ? 0.0 : -0.0 }
    let c = (0..<count).map { Int32(base + $0) % 2 }
    let source = ColumnsInMemory(
      count: count, fields: [Field("a", .uint8), Field("b", .float64), Field("c", .int32)],
      columns: [RecordBuffer(a), RecordBuffer(b), RecordBuffer(c)])
    let values = (0..<(0..<world.size).reduce(0) { $0 + 40 + $1 }).map { "\($0 / 4)" }
    let pairs = values.indices.map { "\($0 / 4) \($0 % 2)" }
    var wrong: String?
    for last in [false, true] {
      func unique(_ keys: [Int]) -> Unique {
        Unique(by: keys.map(Key.field), keyText: "k", last: last, counts: true, nan: .refuse)
      }
      for (keys, expected) in [
        ([0], values), ([0, 1], values), ([2, 0], pairs), ([1, 0, 2], pairs),
      ] {
        let found = try outcome(
          of: unique(keys), over: source, expected, base..<base + count, on: world)
        wrong = wrong ?? found.map { "by \(keys), last \(last): \($0)" }
      }
    }
    return wrong
  },
]

private func rowCheck<Element: ArrayElement>(
  _ name: String, _ fields: [(name: String, length: Int)], of type: Element.Type,
  _ element: @escaping @Sendable (Int) -> Element
) -> Check {
  Check(name: "unique: \(name)") { world in
    var random = SplitMix64(seed: 5)
    var wrong: String?
    for repetition in 0..<10 {
      let count = Int.random(in: 0...120, using: &random)
      // Rows that differ in their last element only, or in all.
      let columns = fields.map { field in
        (0..<count).map { _ in
          let first = element(Int.random(in: 0..<3, using: &random))
          return (0..<field.length).map { index in
            index == field.length - 1 ? element(Int.random(in: 0..<4, using: &random)) : first
          }
        }
      }
      let values = (0..<count).map { record in
        columns.map { $0[record].map(text).joined(separator: ",") }.joined(separator: ";")
      }
      let share = shares(of: count, over: world.size, &random).range(of: world.rank)
      let source = ColumnsInMemory(
        count: share.count,
        fields: fields.map { Field($0.name, Element.elementType, shape: [$0.length]) },
        columns: columns.map { RecordBuffer(Array($0[share].joined())) })
      for last in [false, true] {
        for (counts, rounds) in [(false, 1), (true, 1), (false, 4)] {
          var unique = Unique(
            by: fields.indices.map(Key.field), keyText: "rows", last: last, counts: counts,
            nan: .refuse)
          unique.rounds = rounds
          let found = try outcome(of: unique, over: source, values, share, on: world)
          wrong = wrong ?? found.map { "\(repetition), \(last), \(counts): \($0)" }
        }
      }
    }
    return wrong
  }
}

/// Calls and bytes: collectives of a few bytes, and messages by the values that others own.
private let uniqueLedgerChecks: [Check] = [
  Check(name: "unique: one value everywhere is a few bytes") { world in
    for count in [10, 100_000] {
      let source = ColumnsInMemory([Int64](repeating: 3, count: count), blockRecords: 5000)
      let spent = try spending(source, counts: false, on: world)
      let most = world.size == 1 ? 0 : 8 + world.size
      if spent.exchanged > most { return "\(spent.exchanged) bytes exchanged for one value" }
      let wrong = differs("collectives", spent.collectives, collectives(on: world, counts: false))
      if wrong != nil { return wrong }
    }
    return nil
  },
  Check(name: "unique: bytes by different values, not by records") { world in
    for repeats in [1, 50] {
      for counts in [false, true] {
        let different = 3000
        let mine = (0..<different * repeats).map { Int64($0 % different * 7 + world.rank) }
        let source = ColumnsInMemory(mine, blockRecords: 5000)
        let spent = try spending(source, counts: counts, on: world)
        // Each value to its owner, a bit for each value of the others that this rank owns, and
        // with counts 8 bytes either way.
        let most =
          world.size == 1
          ? 0 : different * (counts ? 16 : 8) + 2 * different * (counts ? 9 : 1) + world.size
        if spent.exchanged > most { return "\(spent.exchanged) bytes of at most \(most)" }
        let wrong = differs(
          "collectives", spent.collectives, collectives(on: world, counts: counts))
        if wrong != nil { return wrong }
      }
    }
    return nil
  },
]

private func collectives(on world: borrowing Communicator, counts: Bool) -> [String: [Int]] {
  var calls = ["MPI_Allreduce": counts ? [2, 32] : [1, 24]]
  if world.size > 1 { calls["MPI_Alltoall"] = [1, 8 * world.size] }
  return calls
}

private func spending(
  _ source: ColumnsInMemory, counts: Bool, on world: borrowing Communicator
) throws -> (collectives: [String: [Int]], exchanged: Int) {
  let before = world.ledger.entries
  _ = try Unique(by: [.field(0)], keyText: "x", last: false, counts: counts, nan: .refuse)
    .solve(over: source, on: world)
  var calls: [String: [Int]] = [:]
  var exchanged = 0
  for (name, entry) in world.ledger.entries {
    let made = entry.calls - (before[name]?.calls ?? 0)
    let bytes = entry.bytes - (before[name]?.bytes ?? 0)
    if name == "MPI_Isend" {
      exchanged = bytes
    } else if made > 0 {
      calls[name] = [made, bytes]
    }
  }
  return (calls, exchanged)
}
