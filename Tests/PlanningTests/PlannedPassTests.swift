import Expressions
import Planning
import ShardedArrays
import Stages
import Testing

@Suite struct PlannedPassTests {
  private func stages(_ requests: [StageRequest]) throws -> [Stage] {
    try requests.map {
      try Stage($0, layout: RecordLayout(elements: .float64), records: 1000, nan: .refuse)
    }
  }

  private func passes(_ requests: StageRequest...) throws -> [PlannedPass] {
    PlannedPass.all(of: try stages(requests))
  }

  private static let keep = StageRequest.filter(.keep, "x > 0")
  private static let top = StageRequest.selection(.init(.top, .count(5)))

  @Test("filters share a pass, and follow the global stage before them")
  func sharing() throws {
    let filters = try passes(Self.keep, Self.keep)
    #expect(filters.map(\.stages) == [0..<2] && filters[0].global == nil)
    let first = try passes(Self.top, Self.keep, Self.keep)
    #expect(first.map(\.stages) == [0..<3] && first[0].global == 0)
    let mixed = try passes(Self.keep, Self.top, Self.keep, Self.top)
    #expect(mixed.map(\.stages) == [0..<1, 1..<3, 3..<4])
    #expect(mixed.map(\.global) == [nil, 1, 3])
  }

  @Test("numbers that go with survivors are joined with them before the next pass")
  func counts() throws {
    var unique = StageRequest.Unique()
    unique.countOutput = "n.npy"
    let counted = try passes(.unique(unique), Self.keep, Self.keep)
    #expect(counted.map(\.stages) == [0..<1, 1..<3] && counted.map(\.global) == [0, nil])
  }

  @Test("positions are held where an output, rejects of several passes or a later 'i' needs them")
  func positions() throws {
    func plan(_ requests: [StageRequest], _ output: Plan.Output = .init()) throws -> Plan {
      Plan(
        input: .init(
          paths: ["a"], layout: RecordLayout(elements: .float64), shape: [1000], count: 1000),
        stages: try stages(requests), output: output, balance: .auto, reuse: 1, ranks: 2)
    }
    let place = StageRequest.filter(.keep, "i % 2 == 0")
    #expect(try !plan([Self.keep, Self.top]).holdsPositions)
    #expect(try !plan([place, Self.top]).holdsPositions)
    #expect(try plan([Self.keep, Self.top, place]).holdsPositions)
    #expect(try plan([Self.keep], .init(index: "i.npy")).holdsPositions)
    #expect(try !plan([Self.top], .init(rejects: "r.npy")).holdsPositions)
    #expect(try plan([Self.keep, Self.top], .init(rejects: "r.npy")).holdsPositions)
  }

  @Test("what solving takes is in the stated peak")
  func memory() throws {
    func model(_ requests: [StageRequest]) throws -> MemoryModel {
      let plan = Plan(
        input: .init(
          paths: ["a"], layout: RecordLayout(elements: .float64), shape: [1 << 20],
          count: 1 << 20), stages: try stages(requests), output: .init(), balance: .never,
        reuse: 1, ranks: 1)
      return try MemoryModel(plan, residentNow: 1 << 20)
    }
    let filters = try model([Self.keep])
    #expect(filters.solving == 0)
    let unique = try model([.unique(.init())])
    // Entries of 12 bytes, one for each record at most.
    #expect(unique.solving >= 12 << 20)
    #expect(unique.peak == unique.solving + filters.peak)
  }
}
