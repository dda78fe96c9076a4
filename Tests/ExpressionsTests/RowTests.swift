import Expressions
import ShardedArrays
import Testing

/// Fields, columns and rows as expressions see them.
@Suite struct RowTests {
  /// Two files: time stamps, and readings of three values beside one.
  static let layout = RecordLayout(
    fields: [
      Field("time", .int64), Field("v", .float32, .big, column: 1),
      Field("p", .float32, shape: [3], column: 1, offset: 4),
      Field("flag", .bool, column: 2), Field("grid", .int8, shape: [2, 3], column: 3),
      Field("no", .float64, shape: [2, 0], column: 4), Field("log", .int32, column: 5),
      Field("a b`c", .uint8, column: 6), Field("q", .float32, shape: [4], column: 7),
    ], widths: [8, 16, 1, 6, 0, 4, 1, 16])

  private func simplified(_ expression: String) throws -> String {
    try ValueExpression(expression, layout: Self.layout).simplified
  }

  @Test(
    "fields, rows and components are written as they are typed",
    arguments: [
      ("time + 1 > v", "time + 1 > v"), ("any(abs(p) > 4)", "any(abs(p) > 4.0)"),
      ("max(p) - min(p)", "max(p) - min(p)"), ("p[-1] * 2", "p[2] * 2.0"),
      ("grid[1, -2]", "grid[1, 1]"), ("sum(grid[-1])", "sum(grid[1])"),
      ("norm(p - v)", "norm(p - v)"), ("norm(grid)", "norm(grid)"),
      ("`a b``c` // 2", "`a b``c` // 2"), ("`log` + 1", "`log` + 1"),
      ("log(`log`)", "log(`log`)"), ("all(not p > 4)", "all(not p > 4.0)"),
      ("sum(grid == grid)", "6"), ("mean(grid == grid)", "1.0"), ("any(no > 1)", "False"),
      ("sum(no)", "sum(no)"),
      ("any(grid > 200)", "False"), ("all(grid < 200 and flag)", "flag"),
      ("max(max(p), 3)", "max(max(p), 3.0)"), ("sum(min(p, 3))", "sum(min(p, 3.0))"),
      ("`time`", "time"),
    ])
  func texts(expression: String, canonical: String) throws {
    #expect(try simplified(expression) == canonical)
    #expect(try simplified(canonical) == canonical)
  }

  @Test("only the columns of fields that decide are read")
  func columns() throws {
    func columns(_ expression: String) throws -> [Int] {
      try Predicate(expression, layout: Self.layout).columns
    }
    #expect(try columns("time > 4 and any(p > v)") == [0, 1])
    #expect(try columns("grid[0, 0] > 3 or flag") == [2, 3])
    #expect(try columns("i > 3 or sum(grid == grid) > 7") == [])
    #expect(try columns("all(grid < 300) and flag") == [2])
    #expect(try ValueExpression("norm(q)", layout: Self.layout).columns == [7])
  }

  @Test("single fields and comparisons of them are recognised")
  func recognised() throws {
    func value(_ expression: String) throws -> ValueExpression {
      try ValueExpression(expression, layout: Self.layout)
    }
    #expect(try value("time").isField == 0)
    #expect(try value("v * 1").isField == 1)
    #expect(try value("abs(`a b``c`)").isField == 7)
    #expect(try value("p[0]").isField == nil)
    #expect(try value("abs(v)").magnitudeOf == 1)
    #expect(try value("abs(v)").isField == nil)
    #expect(try value("abs(p[0])").magnitudeOf == nil)
    func predicate(_ expression: String) throws -> Predicate {
      try Predicate(expression, layout: Self.layout)
    }
    #expect(try predicate("v > 4").comparedField == 1)
    #expect(try predicate("v > 4").form == .blocks)
    #expect(
      try predicate("v > 4").comparison
        == Predicate("x > 4", elementType: .float32).comparison)
    #expect(try predicate("flag").comparedField == 3)
    #expect(try predicate("not isnan(v)").comparedField == 1)
    #expect(try predicate("p[1] > 4").comparedField == nil)
    #expect(try predicate("v > time").comparedField == nil)
    let plain = RecordLayout(elements: .float64)
    #expect(try Predicate("x > 4", layout: plain).comparedField == 0)
    #expect(
      try Predicate("x > 4", layout: plain).form == Predicate("x > 4", elementType: .float64).form)
    let swapped = RecordLayout(elements: .float64, .big)
    #expect(try Predicate("x > 4", layout: swapped).form == .blocks)
  }

  @Test("a field called i is not the position")
  func fieldI() throws {
    let layout = RecordLayout(
      fields: [Field("i", .uint8), Field("I", .uint8, offset: 1)], widths: [2])
    let predicate = try Predicate("i == 7 and I == 8", layout: layout)
    #expect(!predicate.usesPosition)
    let block = RecordBlock(
      count: 3, columns: [column([7, 8, 1, 8, 7, 7])], positions: .from(7))
    #expect(mask(predicate, block) == [1, 0, 0])
  }

  @Test("positions may be listed, and columns not read be absent")
  func listed() throws {
    let positions = [9, 1 << 40, 0, 3].flatMap { littleEndian(UInt64($0), width: 8) }
    let block = RecordBlock(
      count: 4, columns: [nil, nil, column([1, 0, 1, 1], offset: 5), nil, nil, nil, nil, nil],
      positions: .listed(column(positions, offset: 16)))
    let value = try ValueExpression("i * 2", layout: Self.layout)
    #expect(values(value, block) == [18, 2 << 40, 0, 6])
    let predicate = try Predicate("flag and i > 2", layout: Self.layout)
    #expect(mask(predicate, block) == [1, 0, 0, 1])
  }

  @Test("rows without elements have answers")
  func empty() throws {
    let block = RecordBlock(
      count: 2, columns: [nil, nil, nil, nil, column([]), nil, nil, nil], positions: .from(0))
    func answer(_ expression: String) throws -> [Double] {
      values(try ValueExpression(expression, layout: Self.layout), block).map(
        Double.init(bitPattern:))
    }
    #expect(try answer("sum(no)") == [0, 0])
    #expect(try answer("norm(no)") == [0, 0])
    #expect(try answer("mean(no)").allSatisfy(\.isNaN))
    #expect(mask(try Predicate("any(no > 1)", layout: Self.layout), block) == [0, 0])
    #expect(mask(try Predicate("all(no > 1)", layout: Self.layout), block) == [1, 1])
    #expect(mask(try Predicate("any(no == no or True)", layout: Self.layout), block) == [0, 0])
    // A layout of no bytes as a plain span.
    let layout = RecordLayout(fields: [Field("x", .int8, shape: [0])], widths: [0])
    let none: [UInt8] = []
    var evaluator = BlockEvaluator(try Predicate("all(x > 1)", layout: layout), capacity: 3)
    var answers: [UInt8] = [9, 9, 9]
    var span = answers.mutableSpan
    // SAFETY: nothing is read.
    evaluator.evaluate(unsafe none.span.bytes, count: 3, firstPosition: 0, into: &span)
    #expect(answers == [1, 1, 1])
  }

  @Test("a row longer than a chunk, beside single values")
  func long() throws {
    let length = 300_000
    let layout = RecordLayout(
      fields: [Field("x", .float32, shape: [length]), Field("n", .int32, column: 1)],
      widths: [length * 4, 4])
    let elements = (0..<3 * length).map { Float(($0 * 7919) % 1_000_003) }
    let block = RecordBlock(
      count: 3,
      columns: [
        column(elements.flatMap { littleEndian(UInt64($0.bitPattern), width: 4) }),
        column([1_000_002, 999_999, 1].flatMap { littleEndian($0, width: 4) }),
      ], positions: .from(0))
    let limits = [Float(1_000_002), 999_999, 1]
    let expected = (0..<3).map { record in
      let row = elements[record * length..<(record + 1) * length]
      return row.contains { $0 * 1 >= limits[record] } && row.contains { $0 < 5 } ? UInt8(1) : 0
    }
    let predicate = try Predicate("any(x >= n) and min(x) < 5", layout: layout)
    #expect(mask(predicate, block) == expected)
    #expect(mask(predicate, block, capacity: 4_096) == expected)
    #expect(BlockEvaluator(predicate, capacity: 4_096).byteCount < 20 * length)
  }

  @Test("every float16 comes out as it went in, in either byte order")
  func halves() throws {
    let bits = (0..<65_536).map { UInt64($0) }
    for order in [ByteOrder.little, .big] {
      let bytes = bits.flatMap {
        let bytes = littleEndian($0, width: 2)
        return order == .little ? bytes : bytes.reversed()
      }
      let block = RecordBlock(count: bits.count, columns: [column(bytes)], positions: .from(0))
      let layout = RecordLayout(elements: .float16, order)
      #expect(values(try ValueExpression("x", layout: layout), block, capacity: 70_000) == bits)
    }
  }

  @Test("a plain array in the other byte order is read as it lies")
  func swapped() throws {
    for type in ElementType.allCases where type.byteCount > 1 {
      let width = type.byteCount
      var generator = SplitMix64(seed: 3)
      let bits = (0..<5_000).map { _ in generator.next() >> UInt64(64 - width * 8) }
      func block(_ order: ByteOrder) -> RecordBlock {
        let bytes = bits.flatMap {
          let bytes = littleEndian($0, width: width)
          return order == .little ? bytes : bytes.reversed()
        }
        return RecordBlock(count: bits.count, columns: [column(bytes)], positions: .from(0))
      }
      let big = RecordLayout(elements: type, .big)
      let native = RecordLayout(elements: type)
      for expression in ["x * 3", "x", "abs(x) + i"] {
        #expect(
          values(try ValueExpression(expression, layout: big), block(.big))
            == values(try ValueExpression(expression, layout: native), block(.little)),
          "\(expression) of \(type)")
      }
    }
  }
}
