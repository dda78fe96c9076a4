import ArrayFiles
import ShardedArrays
import Testing

private let metadata = """
  {"zarr_format": 2, "shape": [5, 3], "chunks": [2, 3], "dtype": "<i2", "compressor": null,
   "fill_value": 7, "order": "C", "filters": null}
  """

/// An array whose middle chunk of three is there.
private func write(_ scratch: Scratch, _ text: String, chunk: Int = 12) throws -> String {
  try scratch.makeDirectory("a.zarr")
  try scratch.write("a.zarr/.zarray", Array(text.utf8))
  try scratch.write("a.zarr/1.0", (0..<UInt8(chunk)).map { $0 })
  return scratch("a.zarr")
}

@Suite struct ZarrTests {
  @Test func rowsAndFill() throws {
    let scratch = try Scratch()
    let input = try RecordInput.open([try write(scratch, metadata)], axis: 0)
    #expect(input.count == 5 && input.layout.widths == [6])
    #expect(try RecordInput(decoding: input.encoded()) == input)
    let buffer = RecordBuffer(byteCount: 30)
    try buffer.withMutableBytes(0..<30) { (bytes) throws(ArrayFileError) in
      var reader = RecordReader(input)
      try reader.read(column: 0, first: 0, count: 5, into: &bytes)
    }
    let seven = [UInt8](repeating: 7, count: 6).enumerated().map { $0.0 % 2 == 0 ? $0.1 : 0 }
    // SAFETY: every offset is inside the span, and any bits are a byte.
    let found = buffer.withBytes(0..<30) { bytes in
      (0..<30).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
    #expect(found == seven + seven + (0..<12).map { $0 } + seven)
  }

  /// What one rank decodes stays together; what is read in place may be cut anywhere.
  @Test(arguments: [
    ("[2, 3]", "null", 1), ("[2, 2]", "null", 6), ("[2, 3]", #"{"id": "zstd"}"#, 6),
    ("[9, 3]", #"{"id": "blosc"}"#, 15),
  ])
  func grain(chunks: String, compressor: String, grain: Int) throws {
    let scratch = try Scratch()
    let text = metadata.replacing("[2, 3]", with: chunks)
      .replacing(#""compressor": null"#, with: "\"compressor\": \(compressor)")
    let input = try RecordInput.open([try write(scratch, text)])
    #expect(input.count == 15 && input.columns[0].parts[0].grain == grain)
  }

  @Test(
    arguments: [
      ("", nil), ("[1, 2.5e3, -0]", 3), ("[NaN, -Infinity]", 2), ("[1,]", nil), ("[0x1]", nil),
      (#"["\ud83d\ude00\n", {"a": {"b": null}}]"#, 2), (#"["\ud83d"]"#, nil), ("[] []", nil),
      (#"["a]"#, nil), ("[inf]", nil), ("[tru]", nil), ("{\"a\" 1}", nil), ("[ ]", 0),
    ] as [(String, Int?)])
  func json(text: String, count: Int?) {
    let value = try? JSONValue(parsing: Array(text.utf8))
    if case .list(let values)? = value {
      #expect(values.count == count, "\(text)")
    } else {
      #expect(count == nil, "\(text)")
    }
  }

  /// Any bytes: an answer or one error.
  @Test(arguments: 0..<8) func hostileMetadata(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let scratch = try Scratch()
    let path = try write(scratch, metadata)
    for _ in 0..<300 {
      var bytes = Array(metadata.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] =
          Array("0179-\"{}[],x.e".utf8).randomElement(using: &generator) ?? 0
      }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
      try scratch.write("a.zarr/.zarray", bytes)
      let found = failure { () throws(ArrayFileError) in
        let input = try RecordInput.open([path])
        _ = try RecordInput(decoding: input.encoded())
      }
      #expect(found.map { $0.words.hasPrefix(path) } ?? true, "seed \(seed): \(bytes)")
    }
  }

  @Test func notShortAndNotLong() throws {
    let scratch = try Scratch()
    let path = try write(scratch, metadata, chunk: 11)
    let input = try RecordInput.open([path])
    let buffer = RecordBuffer(byteCount: 30)
    let found = failure { () throws(ArrayFileError) in
      var reader = RecordReader(input)
      try buffer.withMutableBytes(0..<30) { (bytes) throws(ArrayFileError) in
        try reader.read(column: 0, first: 0, count: 15, into: &bytes)
      }
    }
    #expect(found == Failure("\(path): chunk 1.0 needs 12 bytes, its file holds 11", .badData))
  }
}
