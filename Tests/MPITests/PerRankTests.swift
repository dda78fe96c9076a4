import MPI
import Testing

@Suite struct PerRankTests {
  @Test("blocks lie one behind the other, empty ones too")
  func blocks() {
    let parts = PerRank([[1, 2], [], [3]])
    #expect(parts.elements == [1, 2, 3])
    #expect(parts.counts == [2, 0, 1])
    #expect(parts.offsets == [0, 2, 2])
    #expect(parts.map(Array.init) == [[1, 2], [], [3]])
    #expect(parts == PerRank(elements: [1, 2, 3], counts: [2, 0, 1]))
    #expect(parts != PerRank(elements: [1, 2, 3], counts: [2, 1, 0]))
  }

  @Test("lengths that do not add up end the program")
  func wrongCounts() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = PerRank(elements: [1, 2, 3], counts: [2, 2])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("PerRank: blocks of 4 elements together, and 3 elements"))
  }
}
