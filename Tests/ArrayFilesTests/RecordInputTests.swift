import ArrayFiles
import Foundation
import ShardedArrays
import Testing

@Suite struct RecordInputTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  static let structure = "[('t', '<i2'), ('', '|V1'), ('v', '>f4', (2,))]"

  /// A file of bytes that count on from `first`; `descr` as written, with its quotes.
  func file(_ name: String, _ descr: String, _ shape: String, from first: Int = 0, count: Int)
    throws -> String
  {
    let text = "{'descr': \(descr), 'fortran_order': False, 'shape': \(shape), }\n"
    return try scratch.write(
      name, npy(text) + (first..<first + count).map { UInt8(truncatingIfNeeded: $0) })
  }

  func refusal(_ call: () throws(ArrayFileError) -> Void) -> String? { failure(call)?.words }

  @Test("elements of any shape, each a record")
  func plain() throws {
    let a = try file("a.npy", "'>i2'", "(2, 3)", count: 12)
    let b = try file("b.npy", "'>i2'", "(1, 3)", count: 6)
    let input = try RecordInput.open([a, b])
    #expect(input.count == 9 && input.byteCount == 18 && input.shape == [3, 3])
    #expect(input.layout == RecordLayout(elements: .int16, .big) && input.layout.isPlain)
    #expect(input.columns[0].parts.map(\.firstRecord) == [0, 6])
    #expect(input.columns[0].parts.map(\.count) == [6, 3])
    #expect(input.paths == [a, b])
    #expect(try RecordInput(decoding: input.encoded()) == input)
    let single = try RecordInput.open([try file("c.npy", "'<f8'", "()", count: 8)])
    #expect(single.count == 1 && single.shape == [])
  }

  @Test("rows along axis 0")
  func rows() throws {
    let a = try file("a.npy", "'<f4'", "(2, 3, 2)", count: 48)
    let b = try file("b.npy", "'<f4'", "(0, 3, 2)", count: 0)
    let input = try RecordInput.open([a, b, a], axis: 0)
    #expect(input.count == 4 && input.byteCount == 96 && input.shape == [4, 3, 2])
    #expect(
      input.layout
        == RecordLayout(fields: [Field("x", .float32, .little, shape: [3, 2])], widths: [24]))
    #expect(input.columns[0].parts.map(\.firstRecord) == [0, 2, 2])
    #expect(input.columns[0].format == ColumnFormat(.element(.float32, .little), rowShape: [3, 2]))
    #expect(try RecordInput(decoding: input.encoded()) == input)

    let line = try RecordInput.open([try file("c.npy", "'<f8'", "(3,)", count: 24)], axis: 0)
    #expect(line.layout.isPlain && line.count == 3)

    let single = try file("d.npy", "'<f8'", "()", count: 8)
    #expect(
      refusal { () throws(ArrayFileError) in _ = try RecordInput.open([single], axis: 0) }
        == "\(single): holds a single value (shape []), which has no axis 0")
  }

  @Test("rows without bytes are records")
  func emptyRows() throws {
    let a = try file("a.npy", "'<f4'", "(5, 0, 3)", count: 0)
    let input = try RecordInput.open([a, a], axis: 0)
    #expect(input.count == 10 && input.byteCount == 0 && input.columns[0].format.width == 0)
    #expect(input.columns[0].parts.map(\.firstRecord) == [0, 5])
    #expect(try RecordInput(decoding: input.encoded()) == input)
    try #expect(read(input, 2, 7) == [])
    let wide = try file("b.npy", "'<f4'", "(0, 4294967296, 4294967296)", count: 0)
    #expect(try RecordInput.open([wide]).count == 0)
    #expect(
      refusal { () throws(ArrayFileError) in _ = try RecordInput.open([wide], axis: 0) }
        == "\(wide): an array of shape [0, 4294967296, 4294967296] passes "
        + "9223372036854775807 bytes")
  }

  @Test("structures, in any shape without an axis")
  func structures() throws {
    let a = try file("a.npy", Self.structure, "(2, 3)", count: 66)
    let b = try file("b.npy", Self.structure, "(1, 3)", count: 33)
    let input = try RecordInput.open([a, b])
    #expect(input.count == 9 && input.byteCount == 99 && input.shape == [3, 3])
    let fields = [
      Field("t", .int16, .little), Field("v", .float32, .big, shape: [2], offset: 3),
    ]
    #expect(input.layout == RecordLayout(fields: fields, widths: [11]))
    #expect(try RecordInput(decoding: input.encoded()) == input)
    #expect(
      refusal { () throws(ArrayFileError) in _ = try RecordInput.open([a], axis: 0) }
        == "\(a): array of shape [2, 3] holds records with named fields, whose rows are not "
        + "records\ntry: without --axis 0, every entry is a record")
    let line = try file("c.npy", Self.structure, "(4,)", count: 44)
    #expect(try RecordInput.open([line], axis: 0).count == 4)
    let other = try file("d.npy", "[('t', '<i2')]", "(1, 3)", count: 6)
    #expect(
      refusal { () throws(ArrayFileError) in _ = try RecordInput.open([a, other]) }
        == "\(other): holds records [('t', '<i2')], but \(a) holds records "
        + "[('t', '<i2'), ('', '|V1'), ('v', '>f4', (2,))]")
    #expect(
      refusal { () throws(ArrayFileError) in _ = try ArrayInput.open([a]) }
        == "\(a): holds records with named fields, which this version does not read: "
        + "\(Self.structure)\ntry: numpy.save(name, array['field'])")
  }

  @Test("fields in files of their own")
  func fields() throws {
    let t = try file("t.npy", "'<i8'", "(4,)", count: 32)
    let v = try file("v.npy", "'>f4'", "(4, 3)", count: 48)
    let input = try RecordInput.open(fields: [.init("t", [t]), .init("v", [v])])
    #expect(input.count == 4 && input.byteCount == 80 && input.shape == [4])
    #expect(
      input.layout
        == RecordLayout(
          fields: [
            Field("t", .int64, .little), Field("v", .float32, .big, shape: [3], column: 1),
          ], widths: [8, 12]))
    #expect(try RecordInput(decoding: input.encoded()) == input)
    try #expect(read(input, 1, 2, column: 0) == Array(8..<24))
    try #expect(read(input, 3, 1, column: 1) == Array(36..<48))

    let short = try file("short.npy", "'<i8'", "(3,)", count: 24)
    let structured = try file("s.npy", Self.structure, "(4,)", count: 44)
    func opening(_ fields: [RecordInput.NamedFiles]) -> Failure? {
      failure { () throws(ArrayFileError) in _ = try RecordInput.open(fields: fields) }
    }
    #expect(
      opening([.init("t", [t]), .init("u", [short])])
        == Failure("\(short): holds 3 records, but \(t) holds 4", .badData))
    #expect(
      opening([.init("t", [t]), .init("t", [v])])
        == Failure("\(v): field 't' is already \(t)", .usage))
    #expect(
      opening([.init("", [t])])
        == Failure("\(t): the field has no name\ntry: --field NAME=\(t)", .usage))
    #expect(
      opening([.init("s", [structured])])
        == Failure(
          "\(structured): holds records with named fields, so it cannot be the field 's'\n"
            + "try: give it as the input, without --field", .badData))
  }

  private func read(
    _ input: RecordInput, _ first: Int, _ count: Int, column: Int = 0
  ) throws -> [UInt8] {
    var reader = RecordReader(input)
    let size = count * input.columns[column].format.width
    var buffer = [UInt8](repeating: 0xEE, count: size + 3)
    var span = buffer.mutableSpan
    var bytes = unsafe span.mutableBytes
    try reader.read(column: column, first: first, count: count, into: &bytes)
    #expect(buffer.suffix(3) == [0xEE, 0xEE, 0xEE])
    return Array(buffer.prefix(size))
  }

  @Test("any range of records, over files with and without records")
  func readsRanges() throws {
    let sizes = [4, 0, 0, 7, 1, 0, 9, 0]
    var paths: [String] = []
    var all: [UInt8] = []
    for (index, size) in sizes.enumerated() {
      paths.append(
        try file("\(index).npy", Self.structure, "(\(size),)", from: all.count, count: 11 * size))
      all += (0..<11 * size).map { UInt8(truncatingIfNeeded: all.count + $0) }
    }
    let input = try RecordInput.open(paths)
    var reader = RecordReader(input)
    var random = SplitMix64(seed: 5)
    for _ in 0..<300 {
      let first = Int.random(in: 0...21, using: &random)
      let count = Int.random(in: 0...21 - first, using: &random)
      #expect(
        try read(input, first, count) == Array(all[11 * first..<11 * (first + count)]),
        "records \(first)..<\(first) + \(count), seed 5")
      let start = Int.random(in: 0...all.count, using: &random)
      let end = Int.random(in: start...all.count, using: &random)
      var buffer = [UInt8](repeating: 0xEE, count: end - start)
      var span = buffer.mutableSpan
      var bytes = unsafe span.mutableBytes
      try reader.read(column: 0, bytes: start..<end, into: &bytes)
      #expect(buffer == Array(all[start..<end]), "bytes \(start)..<\(end), seed 5")
    }
  }

  @Test("every byte of a damaged message is checked")
  func decodesOnlyItsOwn() throws {
    let a = try file("a.npy", Self.structure, "(3,)", count: 33)
    let t = try file("t.npy", "'<i8'", "(4, 2)", count: 64)
    for good in [
      try RecordInput.open([a, a]).encoded(),
      try RecordInput.open(fields: [.init("t", [t]), .init("u", [t])]).encoded(),
    ] {
      for count in 0..<good.count {
        #expect(throws: ArrayFileError.malformedMessage(what: "list of inputs")) {
          try RecordInput(decoding: Array(good.prefix(count)))
        }
      }
      for index in good.indices {
        for bit in [0x01, 0x80] as [UInt8] {
          var bytes = good
          bytes[index] ^= bit
          if let input = try? RecordInput(decoding: bytes) { _ = RecordReader(input) }
        }
      }
      #expect(throws: ArrayFileError.self) { try RecordInput(decoding: good + [0]) }
    }
  }
}
