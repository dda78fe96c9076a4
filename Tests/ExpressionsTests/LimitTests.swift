import Expressions
import ShardedArrays
import Testing

/// Texts without end neither crash nor hang: they are refused, with the limit.
@Suite struct LimitTests {
  private func firstLine(_ expression: String) -> Substring? {
    message(expression, .float64).split(separator: "\n").first
  }

  @Test("nesting is limited")
  func nesting() {
    let deep = 100_000
    let tooDeep: Substring = "more than 200 operations inside each other"
    #expect(firstLine(String(repeating: "(", count: deep)) == tooDeep)
    #expect(firstLine(String(repeating: "-", count: deep) + "x > 1") == tooDeep)
    #expect(firstLine(String(repeating: "not ", count: deep) + "x > 1") == tooDeep)
    #expect(firstLine(String(repeating: "x ** ", count: deep) + "x > 1") == tooDeep)
    #expect(firstLine(String(repeating: "x + ", count: deep) + "x > 1") == tooDeep)
    let arguments = String(repeating: "x, ", count: deep)
    #expect(firstLine("min(" + arguments + "x) > 1") == tooDeep)
  }

  @Test("chains that double at every level are refused before they fill the memory")
  func doubling() {
    var text = "x > 0"
    for _ in 0..<60 { text = "(x > 2) <= (\(text)) <= (x > 1)" }
    #expect(firstLine(text) == "more than 20000 operations")
    text = "x > 0"
    for _ in 0..<60 { text = "(\(text)) in [x > 1, x > 2, x > 3]" }
    #expect(firstLine(text) == "more than 20000 operations")
  }

  @Test("long chains of conditions and long lists are fine")
  func longChains() throws {
    let values = (0..<5_000).map { Int32($0) }
    let odd = values.filter { $0 % 2 == 1 }
    let list = odd.prefix(3_000).map(String.init).joined(separator: ", ")
    let predicate = try Predicate("x in [\(list)]", elementType: .int32)
    #expect(mask(predicate, values) == values.map { $0 % 2 == 1 ? 1 : 0 })
    let chain = odd.prefix(1_000).map { "x == \($0)" }.joined(separator: " or ")
    let chained = try Predicate(chain, elementType: .int32)
    #expect(mask(chained, values) == values.map { $0 % 2 == 1 && $0 < 2_000 ? 1 : 0 })
  }
}
