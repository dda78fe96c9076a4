import Expressions
import ShardedArrays
import Testing

/// The evaluator against masks that NumPy computed: every expression of a list, for every
/// element type, on the special values of that type.
@Suite struct NumPyTests {
  private struct Case {
    let expression: String
    let type: ElementType
    /// Zeros and ones; nil where NumPy refuses the expression.
    let mask: [UInt8]?
  }

  /// What NumPy computes as long as no exponent is negative, and we refuse beforehand, would
  /// need an exception here; the list has none.
  private static func cases() throws -> [Case] {
    var cases: [Case] = []
    var expression = ""
    for line in NumPyCases.masks.split(separator: "\n") {
      guard line.hasPrefix("  ") else {
        expression = String(line)
        continue
      }
      let words = line.split(separator: " ")
      let type = try #require(ElementType(rawValue: String(words[0])))
      let mask = words[1] == "refused" ? nil : words[1].map { $0 == "1" ? UInt8(1) : 0 }
      cases.append(Case(expression: expression, type: type, mask: mask))
    }
    return cases
  }

  /// Native bytes of each type's values.
  private static func values() throws -> [ElementType: [UInt64]] {
    var values: [ElementType: [UInt64]] = [:]
    for line in NumPyCases.values.split(separator: "\n") {
      let words = line.split(separator: " ")
      let type = try #require(ElementType(rawValue: String(words[0])))
      values[type] = try words.dropFirst().map { try #require(UInt64($0, radix: 16)) }
    }
    return values
  }

  private func evaluate(_ predicate: Predicate, _ bits: [UInt64]) -> [UInt8] {
    switch predicate.elementType.byteCount {
    case 1: mask(predicate, bits.map { UInt8($0) })
    case 2: mask(predicate, bits.map { UInt16($0) })
    case 4: mask(predicate, bits.map { UInt32($0) })
    default: mask(predicate, bits)
    }
  }

  @Test("an expression keeps what NumPy's mask keeps, and is refused where NumPy refuses it")
  func agrees() throws {
    let values = try Self.values()
    let cases = try Self.cases()
    #expect(values.count == ElementType.allCases.count)
    #expect(cases.count > 1_000)
    for entry in cases {
      let bits = try #require(values[entry.type])
      let found: [UInt8]?
      do throws(ExpressionError) {
        found = evaluate(
          try Predicate(entry.expression, elementType: entry.type), bits)
      } catch {
        found = nil
      }
      #expect(found == entry.mask, "\(entry.expression) of \(entry.type)")
    }
  }

  @Test("a negation is the opposite for every element type")
  func negated() throws {
    let values = try Self.values()
    for entry in try Self.cases() {
      guard let mask = entry.mask, let bits = values[entry.type] else { continue }
      let predicate = try Predicate(entry.expression, elementType: entry.type)
      #expect(
        evaluate(predicate.negated(), bits) == mask.map { 1 - $0 },
        "not (\(entry.expression)) of \(entry.type)")
    }
  }
}
