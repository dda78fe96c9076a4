import Expressions
import ShardedArrays
import Testing

/// The evaluator against a tree that is walked once per record.
@Suite struct BlockEvaluatorTests {
  /// An expression as text, and as a function of one record and its position.
  private struct Number<Value> {
    let text: String
    let value: (Value, Int64) -> Value
  }

  private struct Condition<Value> {
    let text: String
    let holds: (Value, Int64) -> Bool
  }

  /// Builds random trees over one element type.
  private struct Forest<Value: Comparable> {
    var generator: SplitMix64
    let leaves: [Number<Value>]
    let unary: [(String, (Value) -> Value)]
    let binary: [(String, (Value, Value) -> Value)]

    mutating func number(_ depth: Int) -> Number<Value> {
      let choice = Int.random(in: 0..<10, using: &generator)
      if depth == 0 || choice < 3 {
        return leaves[Int.random(in: 0..<leaves.count, using: &generator)]
      }
      let left = number(depth - 1)
      if choice < 5 {
        let (name, apply) = unary[Int.random(in: 0..<unary.count, using: &generator)]
        return Number(text: "\(name)(\(left.text))") { apply(left.value($0, $1)) }
      }
      let right = number(depth - 1)
      let (name, apply) = binary[Int.random(in: 0..<binary.count, using: &generator)]
      let text =
        name.count == 3
        ? "\(name)(\(left.text), \(right.text))" : "(\(left.text) \(name) \(right.text))"
      return Number(text: text) { apply(left.value($0, $1), right.value($0, $1)) }
    }

    mutating func condition(_ depth: Int) -> Condition<Value> {
      let choice = Int.random(in: 0..<10, using: &generator)
      if depth == 0 || choice < 4 {
        let (left, right) = (number(2), number(2))
        let comparisons: [(String, (Value, Value) -> Bool)] = [
          ("<", { $0 < $1 }), ("<=", { $0 <= $1 }), ("==", { $0 == $1 }), ("!=", { $0 != $1 }),
          (">=", { $0 >= $1 }), (">", { $0 > $1 }),
        ]
        let (name, holds) = comparisons[Int.random(in: 0..<6, using: &generator)]
        return Condition(text: "\(left.text) \(name) \(right.text)") {
          holds(left.value($0, $1), right.value($0, $1))
        }
      }
      let left = condition(depth - 1)
      if choice < 6 {
        return Condition(text: "not (\(left.text))") { !left.holds($0, $1) }
      }
      let right = condition(depth - 1)
      return choice < 8
        ? Condition(text: "(\(left.text)) and (\(right.text))") {
          left.holds($0, $1) && right.holds($0, $1)
        }
        : Condition(text: "(\(left.text)) or (\(right.text))") {
          left.holds($0, $1) || right.holds($0, $1)
        }
    }
  }

  /// Lengths around the chunks that the evaluator works in, and a position far out.
  private func check<Value: BitwiseCopyable & Comparable>(
    _ type: ElementType, _ values: [Value], _ forest: Forest<Value>, seed: UInt64
  ) throws {
    var forest = forest
    for round in 0..<60 {
      let condition = forest.condition(3)
      let predicate = try Predicate(condition.text, elementType: type)
      let length = [0, 1, 63, 2047, 2049, 4097, values.count][round % 7]
      let first = round % 2 == 0 ? 0 : 1 << 40
      let records = Array(values.prefix(length))
      let expected = records.indices.map {
        condition.holds(records[$0], Int64(first + $0)) ? UInt8(1) : 0
      }
      let found = mask(predicate, records, firstPosition: first, capacity: values.count)
      let wrong = records.indices.first { found[$0] != expected[$0] }
      #expect(
        found == expected,
        """
        seed \(seed), round \(round), \(type), \(length) records: \(condition.text) is wrong \
        at \(wrong.map { "\($0): \(records[$0])" } ?? "no record")
        """)
    }
  }

  private static func sizes(_ count: Int, seed: UInt64) -> [UInt64] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.next() }
  }

  @Test("float64 agrees with a walked tree", arguments: [UInt64(1), 2, 3])
  func float64(seed: UInt64) throws {
    let special: [Double] = [
      0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1e308, 0.5, 1.5, 2.5,
    ]
    let values = Self.sizes(5_000, seed: seed).map {
      $0 % 8 == 0 ? special[Int($0 >> 8) % special.count] : Double(Int64(bitPattern: $0) >> 59) / 4
    }
    // A literal beside nothing but literals would be Python's, so every leaf has an x.
    let forest = Forest<Double>(
      generator: SplitMix64(seed: seed),
      leaves: [
        Number(text: "x") { value, _ in value },
        Number(text: "(x * 0.3)") { value, _ in value * 0.3 },
        Number(text: "(x - i)") { value, position in value - Double(position) },
        Number(text: "(2.5 - x)") { value, _ in 2.5 - value },
      ],
      unary: [
        ("-", { -$0 }), ("abs", { $0.magnitude }), ("sqrt", { $0.squareRoot() }),
        ("floor", { $0.rounded(.down) }), ("ceil", { $0.rounded(.up) }),
        ("round", { $0.rounded(.toNearestOrEven) }), ("+", { $0 }),
      ],
      binary: [
        ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }),
        ("min", { $0.isNaN ? $0 : $1.isNaN ? $1 : $1 <= $0 ? $1 : $0 }),
        ("max", { $0.isNaN ? $0 : $1.isNaN ? $1 : $1 >= $0 ? $1 : $0 }),
      ])
    try check(.float64, values, forest, seed: seed)
  }

  @Test("float16 rounds after every operation", arguments: [UInt64(4), 5, 6])
  func float16(seed: UInt64) throws {
    let values = Self.sizes(5_000, seed: seed).map {
      $0 % 2 == 0
        ? Float16(bitPattern: UInt16($0 >> 48)) : Float16(Int64(bitPattern: $0) >> 58) / 8
    }
    let forest = Forest<Float16>(
      generator: SplitMix64(seed: seed),
      leaves: [
        Number(text: "x") { value, _ in value },
        Number(text: "(x * 0.3)") { value, _ in value * 0.3 },
        Number(text: "(2.5 - x)") { value, _ in 2.5 - value },
        Number(text: "(x / 3)") { value, _ in value / 3 },
      ],
      unary: [
        ("-", { -$0 }), ("abs", { $0.magnitude }), ("sqrt", { $0.squareRoot() }),
        ("floor", { $0.rounded(.down) }), ("ceil", { $0.rounded(.up) }),
        ("round", { $0.rounded(.toNearestOrEven) }),
      ],
      binary: [
        ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }),
      ])
    try check(.float16, values, forest, seed: seed)
  }

  @Test("int32 wraps and floors", arguments: [UInt64(7), 8, 9])
  func int32(seed: UInt64) throws {
    let special: [Int32] = [.min, .max, 0, -1, 1, .min + 1]
    let values = Self.sizes(9_000, seed: seed).map {
      $0 % 8 == 0
        ? special[Int($0 >> 8) % special.count] : Int32(truncatingIfNeeded: $0 >> 40) % 20
    }
    func floored(_ left: Int32, _ right: Int32) -> (quotient: Int32, remainder: Int32) {
      if right == 0 { return (0, 0) }
      if right == -1 { return (0 &- left, 0) }
      let down = (Double(left) / Double(right)).rounded(.down)
      return (Int32(down), left &- Int32(down) &* right)
    }
    let forest = Forest<Int32>(
      generator: SplitMix64(seed: seed),
      leaves: [
        Number(text: "x") { value, _ in value },
        Number(text: "(x + 3)") { value, _ in value &+ 3 },
        Number(text: "(7 - x)") { value, _ in 7 &- value },
        Number(text: "(x % 4)") { value, _ in value & 3 },
        Number(text: "(x // -8)") { value, _ in floored(value, -8).quotient },
        Number(text: "(x ** 5)") { value, _ in value &* value &* value &* value &* value },
      ],
      unary: [
        ("-", { 0 &- $0 }), ("abs", { $0 < 0 ? 0 &- $0 : $0 }), ("sign", { $0.signum() }),
        ("floor", { $0 }),
      ],
      binary: [
        ("+", { $0 &+ $1 }), ("-", { $0 &- $1 }), ("*", { $0 &* $1 }),
        ("//", { floored($0, $1).quotient }), ("%", { floored($0, $1).remainder }),
        ("min", { Swift.min($0, $1) }), ("max", { Swift.max($0, $1) }),
      ])
    try check(.int32, values, forest, seed: seed)
  }

  @Test("lists of any length find exactly their members")
  func membership() throws {
    var generator = SplitMix64(seed: 10)
    for length in [1, 2, 8, 9, 17, 18, 19, 36, 71, 72, 100] {
      let values = (0..<3_000).map { _ in Float.random(in: -60...60, using: &generator).rounded() }
      let members = (0..<length).map { _ in Float.random(in: -60...60, using: &generator).rounded()
      }
      let list = members.map { "\($0)" }.joined(separator: ", ")
      let predicate = try Predicate("x in [\(list), nan]", elementType: .float32)
      #expect(
        mask(predicate, values) == values.map { members.contains($0) ? 1 : 0 },
        "seed 10, \(length) members")
    }
  }

  @Test("the position counts on over blocks")
  func position() throws {
    let predicate = try Predicate("i % 3 == 1 and i > 4", elementType: .uint8)
    let block = [UInt8](repeating: 0, count: 40_000)
    let found = mask(predicate, block, firstPosition: 2)
    #expect(found == block.indices.map { ($0 + 2) % 3 == 1 && $0 + 2 > 4 ? 1 : 0 })
  }
}
