import Expressions
import PruneKernels
import ShardedArrays
import Testing

/// What is evaluated, and how, for an expression over an element type.
@Suite struct SimplificationTests {
  private func simplified(_ expression: String, _ type: ElementType) throws -> String {
    try Predicate(expression, elementType: type).simplified
  }

  @Test(
    "Python's precedence",
    arguments: [
      ("-x ** 2 < 4", "-(x * x) < 4.0"),
      ("2 ** 3 ** 2 > x", "x < 512.0"),
      ("not x > 2 and x < 3", "not x > 2.0 and x < 3.0"),
      ("x > 1 or x > 2 and x < 3", "x > 1.0 or x > 2.0 and x < 3.0"),
      ("(x > 1 or x > 2) and x < 3", "(x > 1.0 or x > 2.0) and x < 3.0"),
      ("x - 1 - 2 > 0", "x - 1.0 - 2.0 > 0.0"),
      ("x - (x - 2) > 0", "x - (x - 2.0) > 0.0"),
      ("x / 2 * 3 > x % 5 // 2", "x / 2.0 * 3.0 > x % 5.0 // 2.0"),
      ("x ** -2 > 2", "x ** -2.0 > 2.0"),
      ("-x % 3 == 1", "-x % 3.0 == 1.0"),
      ("!(x > 1) && x < 5 || x == 7", "not x > 1.0 and x < 5.0 or x == 7.0"),
      ("x ** x ** x > 1", "x ** x ** x > 1.0"),
      ("(x ** x) ** x > 1", "(x ** x) ** x > 1.0"),
    ])
  func precedence(expression: String, canonical: String) throws {
    #expect(try simplified(expression, .float64) == canonical)
  }

  @Test(
    "literals of every spelling",
    arguments: [
      ("x > 1_000", "x > 1000"), ("x > 0x1F", "x > 31"), ("x > 0o17", "x > 15"),
      ("x > 0b11", "x > 3"), ("x > 1.", "x > 1"), ("x > .5", "x > 0"), ("x > 1e3", "x > 1000"),
      ("x > 1E-3", "x > 0"), ("x > 7 - 2 * 3", "x > 1"), ("x > 7 // -2", "x > -4"),
      ("x > -7 % 3", "x > 2"), ("x > 2 ** 10", "x > 1024"), ("x > True + True", "x > 2"),
      ("x > 0x_ff", "x > 255"), ("x > pi", "x > 3"), ("x > 00", "x > 0"),
    ])
  func literals(expression: String, canonical: String) throws {
    #expect(try simplified(expression, .int64) == canonical)
  }

  @Test(
    "a comparison is brought into the element's own type wherever that is exact",
    arguments: [
      (ElementType.int8, "4 < x", "x > 4"), (.int8, "x > 127", "False"),
      (.int8, "x <= 127", "True"), (.int8, "x > 300", "False"), (.int8, "x < 300", "True"),
      (.uint8, "x > -1", "True"), (.uint8, "x == -1", "False"), (.int8, "x > 2.5", "x > 2"),
      (.int8, "x < 2.5", "x <= 2"), (.int8, "x == 2.5", "False"), (.int8, "x != 2.5", "True"),
      (.int8, "x >= -1e9", "True"), (.int64, "x > nan", "False"), (.int64, "x != nan", "True"),
      (.uint64, "x == 18446744073709551615", "x == 18446744073709551615"),
      (.uint64, "x > 1.8446744073709552e19", "False"),
      (.int64, "x >= 9007199254740992.0", "x >= 9007199254740992"),
      (.int64, "x > 9007199254740992.0", "x > 9007199254740993"),
      (.int64, "x == 9007199254740992.0", "x == 9007199254740992.0"),
      (.float32, "x > 0.1", "x > 0.1"), (.float32, "x > sqrt(2)", "x > 1.4142135"),
      (.float32, "x == sqrt(2)", "False"), (.float16, "x > 70000", "x > inf"),
      (.bool, "x == True", "x"), (.bool, "x != 1", "not x"), (.bool, "x > 0.5", "x"),
      (.bool, "x < 2", "True"), (.int32, "not x > 4", "x <= 4"),
      (.float32, "not x > 4", "not x > 4.0"), (.float32, "not x == 4", "x != 4.0"),
      (.float32, "not (not x > 4)", "x > 4.0"), (.int32, "x * 1 + 0 > 4", "x > 4"),
      (.float32, "x + 0 > 4", "x + 0.0 > 4.0"), (.float32, "x - 0 > 4", "x > 4.0"),
      (.int32, "x == x", "True"), (.float32, "x == x", "x == x"), (.int32, "isnan(x)", "False"),
      (.int32, "floor(x) > 2", "x > 2"), (.int32, "x in [3]", "x == 3"),
      (.int32, "x in []", "False"), (.int32, "x not in [1, 2]", "not (x == 1 or x == 2)"),
      (.int32, "x > 1 and True", "x > 1"), (.int32, "x > 1 and 1 > 2", "False"),
      (.int32, "x ** 2 > 3", "x * x > 3"), (.float32, "x ** 0.5 > 3", "sqrt(x) > 3.0"),
      (.float32, "x ** -1 > 3", "1.0 / x > 3.0"), (.uint32, "x < i", "x < i"),
      (.uint64, "x < i", "i > x"),
      (.int64, "0 < x <= 4", "x > 0 and x <= 4"),
    ])
  func exact(type: ElementType, expression: String, canonical: String) throws {
    #expect(try simplified(expression, type) == canonical, "\(expression) of \(type)")
  }

  @Test("the form tells which kernel runs")
  func forms() throws {
    func form(_ expression: String, _ type: ElementType) throws -> Predicate.Form {
      try Predicate(expression, elementType: type).form
    }
    let four = UInt64(Float(4).bitPattern)
    #expect(
      try form("x > 4", .float32)
        == .comparison(.init(magnitude: false, comparison: .greater, constantBits: four)))
    #expect(
      try form("4 <= abs(x)", .float32)
        == .comparison(.init(magnitude: true, comparison: .greaterOrEqual, constantBits: four)))
    #expect(
      try form("not x > 4", .float32)
        == .comparison(
          .init(magnitude: false, comparison: .greater, constantBits: four, negated: true)))
    #expect(
      try form("x < -1", .int16)
        == .comparison(.init(magnitude: false, comparison: .less, constantBits: 0xFFFF)))
    #expect(
      try form("x", .bool)
        == .comparison(.init(magnitude: false, comparison: .notEqual, constantBits: 0)))
    #expect(
      try form("isnan(x)", .float16)
        == .comparison(
          .init(magnitude: true, comparison: .lessOrEqual, constantBits: 0x7C00, negated: true)))
    #expect(try form("x > 300", .int8) == .constant(false))
    #expect(try form("x + 1 > 4", .float32) == .blocks)
    #expect(try form("x > i", .float32) == .blocks)
    let comparison = ConstantComparison(
      magnitude: false, comparison: .less, constantBits: 0xFFFF)
    #expect(comparison.constant(as: Int16.self) == -1)
  }

  @Test("a negation keeps exactly what the predicate drops, and the text as typed")
  func negation() throws {
    let values: [Double] = [1, -1, 0, -0.0, .nan, .infinity, -.infinity, 4]
    for expression in ["x > 0", "abs(x) == 1", "x != x", "isnan(x)", "0 < x < 4", "x in [1, 4]"] {
      let predicate = try Predicate(expression, elementType: .float64)
      let opposite = predicate.negated()
      #expect(opposite.text == expression)
      #expect(
        mask(opposite, values) == mask(predicate, values).map { 1 - $0 }, "\(expression)")
      #expect(opposite.negated() == predicate, "\(expression)")
    }
  }

  @Test("what is evaluated can be typed again")
  func canonicalTextIsStable() throws {
    for expression in [
      "x > 0", "not x > 0", "-3 <= x < 3", "abs(x - 3) < 2 or i % 2 == 0", "min(x, 3) ** 3 < 1",
      "isfinite(-x) and not (x > 1 or i < 3)", "x in [1, 2, 3]", "-(-x * -x) // 2 > x - (1 - x)",
    ] {
      for type in [ElementType.int32, .float64] {
        let once = try simplified(expression, type)
        #expect(try simplified(once, type) == once, "\(expression) of \(type)")
      }
    }
  }

  @Test("only expressions with i use the position")
  func position() throws {
    #expect(try Predicate("x > i", elementType: .int32).usesPosition)
    #expect(try !Predicate("x > 4", elementType: .int32).usesPosition)
    #expect(try !Predicate("x > 4 or i == i", elementType: .int32).usesPosition)
  }
}
