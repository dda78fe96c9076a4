import Planning
import ShardedArrays
import Stages
import Testing

/// Where records are held when there is less memory than they need.
struct MemoryBudgetTests {
  private func model(
    _ bytes: Int, _ origin: MemoryBudget.Origin = .typed, ranks: Int = 2, count: Int = 1 << 24
  ) throws -> MemoryModel {
    let plan = Plan(
      input: .init(
        paths: ["a"], layout: RecordLayout(elements: .float64), shape: [count], count: count),
      stages: [], output: .init(), balance: .auto, reuse: 1, ranks: ranks)
    return try MemoryModel(
      plan, residentNow: 30 << 20,
      budget: MemoryBudget(bytes: bytes, origin: origin, scratch: "/scratch"))
  }

  @Test func enoughIsAsWithoutALimit() throws {
    let model = try model(1 << 30)
    #expect(model.place == .memory && model.records > 64 << 20)
  }

  @Test("what is stated stays in the budget", arguments: [4, 8, 12, 16, 40, 60])
  func scratch(mebibytes: Int) throws {
    let model = try model(mebibytes << 20)
    guard case .scratch(let limit, let bufferBytes, let directory) = model.place else {
      Issue.record("all in memory")
      return
    }
    #expect(directory == "/scratch")
    #expect(model.working + model.solving + model.records + model.moving <= mebibytes << 20)
    #expect(limit >= 0 && bufferBytes >= 128 << 10 && bufferBytes <= 4 << 20)
    #expect(model.records == limit + 2 * bufferBytes)
  }

  @Test func tooLittleIsRefusedIfItWasAskedFor() throws {
    let shortage = #expect(throws: MemoryShortage.self) { try model(1 << 20) }
    let needed = shortage?.needed ?? 0
    #expect(needed > 1 << 20)
    _ = try model(needed)
    #expect(throws: MemoryShortage.self) { try model(needed - 1) }
    // What a machine has is used as far as it goes.
    guard case .scratch(0, 131_072, _) = try model(1 << 20, .limit).place else {
      Issue.record("another place")
      return
    }
  }

  @Test func nothingToHold() throws {
    #expect(try model(0, count: 0).place == .memory)
  }

  @Test(arguments: [
    (1 << 20, 2_162_688, "--memory 1MiB", "3MiB"), (999, 5 << 30, "--memory 999", "5120MiB"),
    (3 << 10, 4097, "--memory 3KiB", "1MiB"), (0, 1 << 20, "--memory 0", "1MiB"),
  ])
  func words(budget: Int, needed: Int, typed: String, size: String) {
    #expect(
      MemoryShortage(budget: budget, needed: needed).description
        == "\(typed) is less than a rank of this run needs for its work, whatever survives: "
        + "\(size)\ntry: --memory \(size)")
  }
}
