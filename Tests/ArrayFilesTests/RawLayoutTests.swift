import ArrayFiles
import ShardedArrays
import Testing

@Suite struct RawLayoutTests {
  @Test func parses() throws {
    let cases: [(String, ElementType, ByteOrder, [Int]?)] = [
      ("f8", .float64, .native, nil), ("f4:1000,3", .float32, .native, [1000, 3]),
      (">i2:4096", .int16, .big, [4096]), ("<u8", .uint64, .little, nil),
      (">b1:0", .bool, .native, [0]),
      ("=f2:2,0,9223372036854775807", .float16, .native, [2, 0, Int.max]),
    ]
    for (text, type, order, shape) in cases {
      let layout = try RawLayout(parsing: text)
      #expect(
        layout.elementType == type && layout.byteOrder == order && layout.shape == shape, "\(text)")
    }
  }

  @Test(
    "what was expected is said",
    arguments: [
      ("", "one of b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8"),
      ("f3", "one of b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8"),
      (">>f4", "one of b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8"),
      ("f4:", "lengths such as 1000,3 after the ':'"),
      ("f4:3,", "lengths such as 1000,3 after the ':'"),
      ("f4:-3", "lengths such as 1000,3 after the ':'"),
      ("f4:3x4", "lengths such as 1000,3 after the ':'"),
      ("f4:3:4", "lengths such as 1000,3 after the ':'"),
      ("f4:9223372036854775808", "lengths up to 9223372036854775807"),
      ("f4:4611686018427387904,2", "an array of at most 9223372036854775807 bytes"),
      ("t:", "one of b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8"),
      ("t:i8,v", "fields such as v:<f4 with commas between"),
      ("t:i8,,v:f4", "fields such as v:<f4 with commas between"),
      ("t:i8,t:f4", "the name 't' once"),
      ("t:i8,x", "a number of bytes before the 'x'"),
      ("t:i8,-1x", "a number of bytes before the 'x'"),
      ("t:i8[3", "']' after the lengths of a field"),
      ("t:i8[]", "lengths such as 2,3 between '[' and ']'"),
      ("t:i8[3,]", "lengths such as 2,3 between '[' and ']'"),
      ("t:i8[9223372036854775807]", "records of at most 9223372036854775807 bytes"),
      ("t:i8,9223372036854775807x", "records of at most 9223372036854775807 bytes"),
      ("t:i8[0]", "a field that is not empty"),
      ("f8@", "a number of bytes after the '@'"),
      ("f8@-1", "a number of bytes after the '@'"),
    ])
  func refuses(text: String, expected: String) {
    let found = failure { () throws(ArrayFileError) in _ = try RawLayout(parsing: text) }
    #expect(
      found
        == Failure(
          "raw layout '\(text)': expected \(expected)\n"
            + "try: f8 (shape from the file's size), f4:1000,3, '>i2:4096' or 't:<i8,v:<f4[3]'",
          .usage))
  }

  @Test func holdsTheFileAgainstTheLayout() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.bin", [UInt8](repeating: 0, count: 24))
    #expect(try ArrayInput.open([path], raw: RawLayout(parsing: "f8")).shape == [3])
    #expect(try ArrayInput.open([path], raw: RawLayout(parsing: "f4:2,3")).shape == [2, 3])
    let empty = try scratch.write("empty.bin", [])
    #expect(try ArrayInput.open([empty], raw: RawLayout(parsing: "f8")).shape == [0])

    func opening(_ layout: String) -> Failure? {
      failure { () throws(ArrayFileError) in
        _ = try ArrayInput.open([path], raw: RawLayout(parsing: layout))
      }
    }
    #expect(
      opening("f4:7")
        == Failure(
          "\(path): truncated: array of shape [7] needs 28 bytes of float32, the file holds 24",
          .badData))
    #expect(
      opening("f4:5")
        == Failure(
          "\(path): array of shape [5] needs 20 bytes of float32, the file holds 24: 4 too many",
          .badData))
    try scratch.write("a.bin", [UInt8](repeating: 0, count: 23))
    #expect(
      opening("f8")
        == Failure(
          "\(path): 23 bytes are not a whole number of float64 elements of 8 bytes", .badData))
  }

  @Test func recordsWithShapesGapsAndOffset() throws {
    let scratch = try Scratch()
    let layout = try RawLayout(parsing: "t:>i8,v:<f4[2,3],4x,f4:i2@16")
    #expect(layout.elementType == nil && layout.shape == nil)
    let path = try scratch.write("a.bin", [UInt8](repeating: 0, count: 16 + 3 * 38))
    let input = try RecordInput.open([path], raw: layout)
    #expect(input.count == 3 && input.layout.widths == [38])
    #expect(
      input.layout.fields == [
        Field("t", .int64, .big), Field("v", .float32, .little, shape: [2, 3], offset: 8),
        Field("f4", .int16, .native, offset: 36),
      ])
    #expect(input.columns[0].parts[0].dataOffset == 16)
    // A field may be called as a type is.
    #expect(
      try RecordInput.open([path], raw: RawLayout(parsing: "f4:i2")).layout.fields[0].name == "f4")
    #expect(
      failure { () throws(ArrayFileError) in
        _ = try RecordInput.open([path], raw: RawLayout(parsing: "t:u1,v:>f8"))
      }
        == Failure(
          "\(path): 130 bytes are not a whole number of records [('t', '|u1'), ('v', '>f8')] of "
            + "9 bytes", .badData))
    #expect(
      failure { () throws(ArrayFileError) in
        _ = try RecordInput.open([path], raw: RawLayout(parsing: "f8@131"))
      } == Failure("\(path): holds 130 bytes, fewer than the 131 that are passed over", .badData))
  }
}
