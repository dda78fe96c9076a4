import PruneKernels
import Testing

@Suite struct SummaryTests {
  @Test("against a filter for each figure", arguments: TestedType.allCases)
  func figures(type: TestedType) throws {
    try type.visit(Figures())
  }

  private struct Figures: TypeVisitor {
    func visit<E: Tested>(_ type: E.Type) throws {
      for length in Array(0...40) + [4095, 4096, 4097, 10_000] {
        let values = mixture(E.self, count: length, seed: UInt64(length))
        let numbers = values.filter { $0 == $0 }.sorted()
        let summary = summarise(values.span)
        #expect(summary.minimum == numbers.first, "\(E.name) \(length)")
        #expect(summary.maximum == numbers.last, "\(E.name) \(length)")
        #expect(summary.nanCount == length - numbers.count, "\(E.name) \(length)")
        // Zero is its own opposite, in bits or in sign only.
        let zero = E(randomBits: 0)
        #expect(summary.zeroCount == values.count { $0 == zero }, "\(E.name) \(length)")
        #expect(summary.infiniteCount == values.count { "\($0)".hasSuffix("inf") })

        var parts = Summary<E>()
        for start in stride(from: 0, to: length, by: 7) {
          parts.merge(summarise(values.span.extracting(start..<min(start + 7, length))))
        }
        #expect(parts == summary, "\(E.name) \(length)")
      }
    }
  }

  @Test("nothing but NaN has no extremes, and a zero's sign does not matter")
  func special() {
    let nothing = summarise([Double.nan, .nan].span)
    #expect(nothing.minimum == nil && nothing.maximum == nil && nothing.nanCount == 2)
    for zeros in [[0.0, -0.0], [-0.0, 0.0], [-0.0]] {
      let summary = summarise(zeros.span)
      #expect(summary.minimum?.sign == .plus && summary.maximum?.sign == .plus)
      #expect(summary.zeroCount == zeros.count)
    }
  }
}
