import Planning
import Testing

/// What text may take of a budget.
struct TextMemoryTests {
  private func memory(
    _ bytes: Int, _ origin: MemoryBudget.Origin = .typed, lists: Int = 3
  ) throws(MemoryShortage) -> TextMemory {
    try TextMemory(
      MemoryBudget(bytes: bytes, origin: origin, scratch: "/scratch"), lists: lists,
      largestBuffer: 4 << 20)
  }

  @Test("at most half, with the buffers that grow", arguments: [7, 8, 12, 50, 200, 5000])
  func half(mebibytes: Int) throws {
    let memory = try memory(mebibytes << 20)
    #expect(memory.limit >= 0)
    #expect(memory.limit + 6 * memory.bufferBytes <= mebibytes << 19)
    #expect(memory.bufferBytes >= 16 << 10 && memory.bufferBytes <= 4 << 20)
    #expect(memory.lineLimit == (mebibytes << 19) / 5)
  }

  @Test func tooLittleIsRefusedIfItWasAskedFor() throws {
    let shortage = #expect(throws: MemoryShortage.self) { try memory(1 << 20, lists: 1000) }
    let needed = shortage?.needed ?? 0
    #expect(needed > 32 << 20)
    _ = try memory(needed, lists: 1000)
    #expect(throws: MemoryShortage.self) { try memory(needed - 2, lists: 1000) }
    #expect(try memory(1 << 20, .free).limit == 0)
    #expect(try memory(1 << 20, .limit).lineLimit == .max)
  }
}
