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
    ])
  func refuses(text: String, expected: String) {
    let found = failure { () throws(ArrayFileError) in _ = try RawLayout(parsing: text) }
    #expect(
      found
        == Failure(
          "raw layout '\(text)': expected \(expected)\n"
            + "try: f8 (shape from the file's size), f4:1000,3 or '>i2:4096'", .usage))
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
}
