import Expressions
import ShardedArrays
import Testing

/// Rows and structured records against answers that NumPy computed.
@Suite struct RowNumPyTests {
  /// As make-numpy-row-cases.py makes them: bits of the elements.
  private static func elements(_ type: ElementType, _ count: Int, seed: UInt64) -> [UInt64] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let bits = generator.next()
      switch type {
      case .bool: return bits % 4 == 0 ? 1 : 0
      case .float64: return ((Double(bits >> 32) - 0x1p31) / 0x1p20).bitPattern
      case .float32: return UInt64(Float((Double(bits >> 40) - 0x1p23) / 0x1p12).bitPattern)
      case .float16: return UInt64(Float16((Double(bits >> 53) - 0x1p10) / 0x1p8).bitPattern)
      default: return bits
      }
    }
  }

  private static func nan(_ type: ElementType) -> UInt64 {
    switch type {
    case .float16: UInt64(Float16.nan.bitPattern)
    case .float32: UInt64(Float.nan.bitPattern)
    default: Double.nan.bitPattern
    }
  }

  private static func isNaN(_ bits: UInt64, _ type: ElementType) -> Bool {
    switch type {
    case .float16: Float16(bitPattern: UInt16(bits)).isNaN
    case .float32: Float(bitPattern: UInt32(bits)).isNaN
    case .float64: Double(bitPattern: bits).isNaN
    default: false
    }
  }

  /// Expression, type and answers of one line.
  private struct Answer {
    let expression: String
    let type: ElementType
    let bits: [UInt64]

    init(_ line: Substring) throws {
      let parts = line.split(separator: ": ")
      let words = try #require(parts.last).split(separator: " ")
      expression = parts[0].drop { $0 == " " }.description
      type = try #require(ElementType(rawValue: String(words[0])))
      bits = try words.dropFirst().map { try #require(UInt64($0, radix: 16)) }
    }

    func matches(_ found: [UInt64]) -> Bool {
      found.count == bits.count
        && zip(found, bits).allSatisfy {
          $0 == $1 || (RowNumPyTests.isNaN($0, type) && RowNumPyTests.isNaN($1, type))
        }
    }
  }

  @Test("functions of rows give NumPy's bits, for every type and length")
  func rows() throws {
    var type = ElementType.bool
    var length = 0
    var rows: [UInt64] = []
    var checked = 0
    for line in NumPyRowCases.rows.split(separator: "\n") {
      guard line.hasPrefix("  ") else {
        let words = line.split(separator: " ")
        type = try #require(ElementType(rawValue: String(words[0])))
        length = try #require(Int(words[1]))
        rows = Self.elements(type, 3 * length, seed: UInt64(length + 1))
        if type.isFloat, length >= 7 { rows[2 * length + length / 2] = Self.nan(type) }
        continue
      }
      let answer = try Answer(line)
      let width = type.byteCount
      for order in [ByteOrder.little, .big] {
        let bytes = rows.flatMap {
          let bytes = littleEndian($0, width: width)
          return order == .little ? bytes : bytes.reversed()
        }
        let layout = RecordLayout(
          fields: [Field("x", type, order, shape: [length])], widths: [length * width])
        let expression = try ValueExpression(answer.expression, layout: layout)
        #expect(expression.elementType == answer.type, "\(answer.expression) of \(type)")
        let block = RecordBlock(count: 3, columns: [column(bytes)], positions: .from(0))
        #expect(
          answer.matches(values(expression, block)),
          "\(answer.expression) of \(length) \(type), \(order)")
        checked += 1
      }
    }
    #expect(checked > 2_000)
  }

  /// The packed record that the script describes.
  static let packed: RecordLayout = {
    var fields: [Field] = []
    var offset = 0
    func add(_ name: String, _ type: ElementType, _ order: ByteOrder, _ shape: [Int] = []) {
      let field = Field(name, type, order, shape: shape, offset: offset)
      fields.append(field)
      offset += field.byteCount
    }
    add("t", .int64, .big)
    add("v", .float32, .little)
    add("ok", .bool, .little)
    add("p", .float64, .big, [3])
    add("h", .float16, .big)
    add("q", .float16, .little, [2])
    add("m", .int16, .little, [2, 3])
    add("c", .uint8, .little)
    add("u", .uint32, .big)
    add("my field", .float64, .little)
    add("r", .float64, .little, [3])
    add("b", .uint16, .big, [2])
    add("max", .int32, .little)
    add("i8", .int8, .little)
    add("w", .uint64, .little)
    return RecordLayout(fields: fields, widths: [offset])
  }()

  private static func records() throws -> [[UInt8]] {
    try NumPyRowCases.records.split(separator: "\n").map { line in
      let digits = Array(line)
      return try stride(from: 0, to: digits.count, by: 2).map {
        try #require(UInt8(String(digits[$0...$0 + 1]), radix: 16))
      }
    }
  }

  /// Many records, so that chunks and blocks end everywhere; positions repeat with the records.
  @Test("fields of packed records of both byte orders give NumPy's bits")
  func structured() throws {
    let records = try Self.records()
    #expect(records.allSatisfy { $0.count == Self.packed.widths[0] })
    let times = 700
    let bytes = Array((0..<times).map { _ in records.joined() }.joined())
    let positions = (0..<times).flatMap { _ in
      records.indices.flatMap { littleEndian(UInt64($0 + 5), width: 8) }
    }
    for line in NumPyRowCases.structured.split(separator: "\n") {
      let answer = try Answer(line)
      let expression = try ValueExpression(answer.expression, layout: Self.packed)
      #expect(expression.elementType == answer.type, "\(answer.expression)")
      let one = RecordBlock(
        count: records.count, columns: [column(Array(records.joined()), offset: 3)],
        positions: .from(5))
      #expect(answer.matches(values(expression, one)), "\(answer.expression)")
      let many = RecordBlock(
        count: records.count * times, columns: [column(bytes, offset: 1)],
        positions: .listed(column(positions, offset: 8)))
      let found = values(expression, many)
      let isRepeated = (0..<times).allSatisfy {
        answer.matches(Array(found[$0 * records.count..<($0 + 1) * records.count]))
      }
      #expect(isRepeated, "\(answer.expression), many")
      guard answer.type == .bool else { continue }
      let predicate = try Predicate(answer.expression, layout: Self.packed)
      #expect(mask(predicate, one).map(UInt64.init) == answer.bits, "\(answer.expression)")
    }
  }
}
