import MPI
import ShardedArrays
import Stages

/// Records without NaN and infinities, against a loop over all records.
let nonfiniteChecks: [Check] = [
  floats(of: Double.self),
  floats(of: Float.self),
  floats(of: Float16.self),
  Check(name: "nonfinite: several fields, vectors among them, one that is not looked at") { world in
    var wrong: String?
    for length in [0, 1, 9, 200] {
      for split in 0..<4 {
        var random = SplitMix64(seed: UInt64(length))
        let a: [Float] = values(length, &random)
        let b = (0..<length).map { _ in Int32.random(in: -5...5, using: &random) }
        let c: [Double] = values(3 * length, &random)
        let d: [Double] = values(length, &random)
        let mine = SampleGrounds.part(of: length, split, world)
        let source = ColumnsInMemory(
          count: mine.count,
          fields: [
            Field("a", .float32), Field("b", .int32), Field("c", .float64, shape: [3]),
            Field("d", .float64),
          ],
          columns: [
            RecordBuffer(Array(a[mine])), RecordBuffer(Array(b[mine])),
            RecordBuffer(Array(c[3 * mine.lowerBound..<3 * mine.upperBound])),
            RecordBuffer(Array(d[mine])),
          ])
        let elements = (0..<length).map { record -> [Double] in
          Array(c[3 * record..<3 * record + 3]) + [Double(b[record]), Double(a[record])]
        }
        let found = try compared(
          "length \(length), split \(split)", [.field(2), .field(1), .field(0)], source, elements,
          mine, world)
        wrong = wrong ?? found
      }
    }
    return wrong
  },
  Check(name: "nonfinite: integers alone are not read") { world in
    let solved = try Nonfinite([.field(0)]).solve(
      over: ColumnsInMemory([1, 2, 3] as [Int64]), on: world)
    return first(
      differs("kept", solved.keptCount, 3),
      differs("facts", solved.facts.map(\.value), Array(repeating: .count(0), count: 3)))
  },
  Check(name: "nonfinite: collectives") { world in
    let source = ColumnsInMemory([1, .nan, 3] as [Double])
    let spent = try SampleGrounds.spending(world) { world in
      _ = try Nonfinite([.field(0)]).solve(over: source, on: world)
    }
    return differs("spent", spent, ["MPI_Allreduce": [1, 24]])
  },
]

private func floats<Element: ArrayElement & BinaryFloatingPoint>(of type: Element.Type) -> Check {
  Check(name: "nonfinite: \(type), against a loop") { world in
    var wrong: String?
    for length in [0, 1, 2, 17, 64, 200] {
      for split in 0..<4 {
        var random = SplitMix64(seed: UInt64(length))
        let all: [Element] = values(length, &random)
        let mine = SampleGrounds.part(of: length, split, world)
        let found = try compared(
          "length \(length), split \(split)", [.field(0)], ColumnsInMemory(Array(all[mine])),
          all.map { [Double($0)] }, mine, world)
        wrong = wrong ?? found
      }
    }
    return wrong
  }
}

/// What is wrong with the stage's answer for this rank's records `mine` of all, whose elements
/// are listed in the order in which they are looked at.
private func compared(
  _ what: String, _ keys: [Key], _ source: ColumnsInMemory, _ elements: [[Double]],
  _ mine: Range<Int>, _ world: borrowing Communicator
) throws -> String? {
  let solved = try Nonfinite(keys).solve(over: source, on: world)
  var counts = [0, 0, 0]
  var expected: [Int] = []
  for (record, elements) in elements.enumerated() {
    if let bad = elements.first(where: { !$0.isFinite }) {
      counts[bad.isNaN ? 0 : bad == .infinity ? 1 : 2] += 1
    } else if mine.contains(record) {
      expected.append(record - mine.lowerBound)
    }
  }
  return first(
    differs("\(what): kept", source.kept(by: solved), expected),
    differs("\(what): its count", solved.keptCount, expected.count),
    differs(
      "\(what): facts", solved.facts,
      zip(["NaN", "+inf", "-inf"], counts).map { StageFact($0, .count($1)) }))
}

/// A quarter of them special, and not a few of these finite.
private func values<Element: BinaryFloatingPoint>(
  _ count: Int, _ random: inout SplitMix64
) -> [Element] {
  let special: [Element] = [
    .nan, -.nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNormalMagnitude,
  ]
  return (0..<count).map { _ in
    random.next() % 4 == 0
      ? special[Int(random.next() % UInt64(special.count))]
      : Element(Int.random(in: -100...100, using: &random))
  }
}
