import PruneKernels
import Testing

/// Separators and numbers of text, on every path, against byte-by-byte Swift and the standard library.
@Suite struct TextTests {
  private static let pieces: [[UInt8]] = [
    "1", "23.5", ",", ",", "\n", "a", "\"q,\nx\"", "\"\"", "-", "",
  ]
  .map { Array($0.utf8) }

  /// Separators outside quotes, of text in which every quoted field is a whole field.
  private static func separators(_ text: [UInt8]) -> [UInt32] {
    var isQuoted = false
    var places: [UInt32] = []
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
        places.append(UInt32(index))
      }
    }
    return places
  }

  @Test("separators, in pieces of any length", arguments: 0..<40, paths)
  func separators(seed: Int, path: KernelPath) {
    var generator = SplitMix64(seed: UInt64(seed))
    var text: [UInt8] = []
    let hasQuotes = seed % 2 == 0
    for _ in 0..<Int.random(in: 0..<400, using: &generator) {
      let piece = Self.pieces.randomElement(using: &generator) ?? []
      if piece.first == UInt8(ascii: "\"") {
        if hasQuotes { text += Array(",".utf8) + piece + Array(",".utf8) }
      } else {
        text += piece
      }
    }
    let wanted = Self.separators(text)
    var found = [UInt32](repeating: 0, count: text.count)
    var count = 0
    var finder = TextSeparators(delimiter: UInt8(ascii: ","), path: path)
    var start = 0
    var lines = 0
    while start < text.count {
      let end = Swift.min(text.count, start + Int.random(in: 1...200, using: &generator))
      var span = found.mutableSpan
      // SAFETY: a byte has no padding.
      let mistake = unsafe finder.find(start..<end, of: text.span.bytes, into: &span, count: &count)
      #expect(mistake == nil)
      lines += finder.lines
      start = end
    }
    #expect(Array(found[..<count]) == wanted, "seed \(seed)")
    #expect(lines == wanted.count { text[Int($0)] == UInt8(ascii: "\n") })
  }

  /// One column of one-field records.
  private static func table(_ fields: [String]) -> (
    text: [UInt8], starts: [UInt32], places: [UInt32]
  ) {
    var text: [UInt8] = []
    var (starts, places): ([UInt32], [UInt32]) = ([], [])
    for field in fields {
      starts.append(UInt32(text.count))
      text += Array(field.utf8)
      places.append(UInt32(text.count))
      text.append(UInt8(ascii: "\n"))
    }
    return (text, starts, places)
  }

  @Test("numbers are those of the standard library", arguments: 0..<20, paths)
  func numbers(seed: Int, path: KernelPath) {
    var generator = SplitMix64(seed: UInt64(seed))
    let fields = (0..<500).map { _ in
      let digits = String(
        (0..<Int.random(in: 1...15, using: &generator)).map { _ in
          "0123456789".randomElement(using: &generator) ?? "0"
        })
      let point = digits.index(
        digits.startIndex, offsetBy: Int.random(in: 0...digits.count, using: &generator))
      let sign = ["", "", "-", "+"].randomElement(using: &generator) ?? ""
      return sign + digits[..<point] + (Bool.random(using: &generator) ? "." : "")
        + digits[point...]
    }
    let table = Self.table(fields)
    var values = [Double](repeating: .nan, count: fields.count)
    var longest = 3
    var span = values.mutableSpan
    let read = TextField(0, of: 1, path: path).decimals(
      in: table.text.span, starts: table.starts.span, places: table.places.span, from: 0,
      into: &span, longest: &longest)
    #expect(read == fields.count)
    #expect(longest == Swift.max(3, fields.map(\.utf8.count).max() ?? 0))
    #expect(
      values.map(\.bitPattern)
        == fields.map { ($0.last == "." ? Double($0 + "0") : Double($0))?.bitPattern })

    let whole = fields.map { $0.filter { $0 != "." } }.filter { Int64($0) != 0 }
    let wholeTable = Self.table(whole)
    var integers = [Int64](repeating: 0, count: whole.count)
    var integerSpan = integers.mutableSpan
    let integersRead = TextField(0, of: 1, path: path).integers(
      in: wholeTable.text.span, starts: wholeTable.starts.span, places: wholeTable.places.span,
      from: 0, into: &integerSpan, longest: &longest)
    #expect(integersRead == whole.count)
    #expect(integers == whole.map { Int64($0) })
  }

  /// What is no plain number is left to others, and so is what follows it.
  @Test(
    arguments: [
      "", " 1", "1 ", "1e5", "nan", ".", "-", "+", "--1", "1-", "1..2", "1.2.3", "\"1\"", "0x10",
      "99999999999999999", "123456789012345678901", "1,5", "é",
    ], paths)
  func leftToOthers(field: String, path: KernelPath) {
    let table = Self.table(["12", "-3.5", field, "4"])
    var values = [Double](repeating: .nan, count: 4)
    var longest = 0
    var span = values.mutableSpan
    let read = TextField(0, of: 1, path: path).decimals(
      in: table.text.span, starts: table.starts.span, places: table.places.span, from: 0,
      into: &span, longest: &longest)
    #expect(read == 2 && longest == 4)
    #expect(values[0] == 12 && values[1] == -3.5)
    var integers = [Int64](repeating: 0, count: 3)
    var integerSpan = integers.mutableSpan
    for other in ["-0", "1.", "1.0", field] where field.utf8.count < 17 {
      let table = Self.table(["7", other, "4"])
      let read = TextField(0, of: 1, path: path).integers(
        in: table.text.span, starts: table.starts.span, places: table.places.span, from: 0,
        into: &integerSpan, longest: &longest)
      #expect(read == 1)
    }
  }

  /// The carriage return of a line's end is no part of the last field.
  @Test(arguments: paths) func lineEnds(path: KernelPath) {
    let text = Array("1,2\r\n3,4\r\n".utf8)
    var values = [Double](repeating: 0, count: 2)
    var longest = 0
    var span = values.mutableSpan
    let read = TextField(1, of: 2, path: path).decimals(
      in: text.span, starts: [0, 5].span, places: [1, 4, 6, 9].span, from: 0, into: &span,
      longest: &longest)
    #expect(read == 2 && values == [2, 4] && longest == 1)
  }
}
