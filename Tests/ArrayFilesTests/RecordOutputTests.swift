import ArrayFiles
import Foundation
import ShardedArrays
import Testing

/// Outputs of records: structures, rows, and a file for each field.
@Suite struct RecordOutputTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  static let structure = EntryType.structure(
    EntryType.Structure(
      fields: [Field("t", .int16, .little), Field("v", .float32, .big, shape: [2], offset: 3)],
      byteCount: 11))

  static let columns = [
    ColumnFormat(.element(.int64, .little), named: "t"),
    ColumnFormat(.element(.float32, .big), named: "v", rowShape: [3]),
  ]

  /// The file that numpy.save would write for a shape whose first length has one digit.
  func file(_ descr: String, _ shape: String, _ data: some Sequence<UInt8>) -> [UInt8] {
    let text = "{'descr': \(descr), 'fortran_order': False, 'shape': \(shape), }"
    let length = text.utf8.count + 20 < 118 ? 128 : 192
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length - 10), 0] + Array(text.utf8)
      + [UInt8](repeating: 0x20, count: length - 11 - text.utf8.count) + [0x0A] + data
  }

  /// Byte `b` of a column is `b`.
  func bytes(_ range: Range<Int>) -> [UInt8] { range.map { UInt8(truncatingIfNeeded: $0) } }

  /// Writes all records as `ranks` ranks would, each from the broadcast message, in pieces.
  func writeAll(_ outputs: OutputSet, ranks: Int) throws {
    let message = outputs.encoded()
    for rank in 0..<ranks {
      for staged in try OutputSet(decoding: message).arrays {
        let mine = Partition(even: staged.array.count, over: ranks).range(of: rank)
        for (column, format) in staged.array.columns.enumerated() {
          let width = format.width
          var writer = ArrayWriter(staged, column: column)
          for first in stride(from: mine.lowerBound, to: mine.upperBound, by: 3) {
            let end = min(first + 3, mine.upperBound)
            let piece = bytes(first * width..<end * width)
            if first % 2 == 0 {
              try unsafe writer.write(piece.span.bytes, at: first)
            } else {
              // Cut inside a record.
              let head = Array(piece.prefix(width + 1))
              let tail = Array(piece.dropFirst(width + 1))
              try unsafe writer.write(head.span.bytes, atByte: first * width)
              try unsafe writer.write(tail.span.bytes, atByte: first * width + head.count)
            }
          }
          try writer.finish()
        }
      }
    }
    try outputs.checkSizes()
    try outputs.publish()
  }

  @Test("structures and rows, in one file and in shards", arguments: [1, 2, 5])
  func oneColumn(ranks: Int) throws {
    let rows = ColumnFormat(.element(.float32, .big), rowShape: [3])
    let outputs = try OutputSet.prepare(
      [
        OutputArray(.file(scratch("s.npy")), columns: [ColumnFormat(Self.structure)], count: 7),
        OutputArray(.directory(scratch("rows"), shards: 2), columns: [rows], count: 7),
        OutputArray(
          .file(scratch("empty.npy")),
          columns: [ColumnFormat(.element(.float32, .big), rowShape: [0, 3])], count: 7),
      ], replacing: false)
    try writeAll(outputs, ranks: ranks)
    #expect(
      try scratch.bytes("s.npy")
        == file("[('t', '<i2'), ('', '|V1'), ('v', '>f4', (2,))]", "(7,)", bytes(0..<77)))
    #expect(
      try scratch.bytes("rows/part-00000-of-00002.npy") == file("'>f4'", "(4, 3)", bytes(0..<48)))
    #expect(
      try scratch.bytes("rows/part-00001-of-00002.npy") == file("'>f4'", "(3, 3)", bytes(48..<84)))
    #expect(try scratch.bytes("empty.npy") == file("'>f4'", "(7, 0, 3)", []))
    let found = try RecordInput.open(outputFiles(at: scratch("rows")), axis: 0)
    #expect(found.count == 7 && found.columns[0].format == rows)
  }

  @Test("a file for each field", arguments: [1, 3])
  func fields(ranks: Int) throws {
    let out = scratch("out")
    let array = OutputArray(.fields(out, ["t", "v"]), columns: Self.columns, count: 5)
    let outputs = try OutputSet.prepare([array], replacing: false)
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(outputs.arrays[0].files.map(\.path) == ["\(out)/t.npy", "\(out)/v.npy"])
    try writeAll(outputs, ranks: ranks)
    #expect(try scratch.names() == ["out", "out/t.npy", "out/v.npy"])
    #expect(try scratch.bytes("out/t.npy") == file("'<i8'", "(5,)", bytes(0..<40)))
    #expect(try scratch.bytes("out/v.npy") == file("'>f4'", "(5, 3)", bytes(0..<60)))
    #expect(try outputFields(at: out) == ["t", "v"])
    let input = try RecordInput.open(fields: try outputFiles(at: out, fields: ["t", "v"]))
    #expect(input.columns.map(\.format) == Self.columns && input.count == 5)
    #expect(
      failure { () throws(ArrayFileError) in _ = try outputFiles(at: out, fields: ["t", "w"]) }
        == Failure("\(out): a directory without 'w.npy', which would hold field 'w'", .missingInput)
    )
  }

  @Test("shards of each field, and the fewer that replace them")
  func shardedFields() throws {
    let out = scratch("out/")
    func prepare(_ shards: Int?, replacing: Bool) throws -> OutputSet {
      let target = OutputTarget.fields(out, ["t", "v"], shards: shards)
      try OutputTarget.check([target], inputs: [], replacing: replacing)
      return try OutputSet.prepare(
        [OutputArray(target, columns: Self.columns, count: 5)], replacing: replacing)
    }
    try writeAll(try prepare(3, replacing: false), ranks: 2)
    #expect(
      try scratch.bytes("out/v-part-00001-of-00003.npy")
        == file("'>f4'", "(2, 3)", bytes(24..<48)))
    #expect(try scratch.names().count == 7)
    let found = try RecordInput.open(fields: try outputFiles(at: out, fields: ["v", "t"]))
    #expect(found.count == 5 && found.columns.map(\.parts.count) == [3, 3])

    try scratch.write("out/other.npy", [1])
    let path = scratch("out/")
    #expect(
      failure { () throws(ArrayFileError) in
        try OutputTarget.check([.fields(path, ["t"])], inputs: [], replacing: false)
      } == Failure("\(path): the directory is not empty\ntry: --force", .cannotCreate))
    try writeAll(try prepare(nil, replacing: true), ranks: 2)
    #expect(try scratch.names() == ["out", "out/other.npy", "out/t.npy", "out/v.npy"])
  }

  @Test(
    "names that cannot be files",
    arguments: [
      "", ".", "..", "a/b", ".hidden", "a\0", "part-00000-of-00001", "a-part-00000-of-00001",
    ])
  func unusableNames(name: String) throws {
    let target = OutputTarget.fields(scratch("out"), ["t", name])
    let found = failure { () throws(ArrayFileError) in
      try OutputTarget.check([target], inputs: [], replacing: true)
    }
    let shown = name == "a\0" ? "a\\u{0}" : name
    #expect(
      found
        == Failure(
          "\(scratch("out")): field '\(shown)' cannot be the name of a file in it", .cannotCreate))
  }

  @Test("fields and other outputs do not share a file, and never replace an input")
  func collisions() throws {
    try scratch.makeDirectory("out")
    let input = try scratch.write("out/t.npy", [1])
    let target = OutputTarget.fields(scratch("out"), ["t", "v"])
    #expect(
      failure { () throws(ArrayFileError) in
        try OutputTarget.check([target], inputs: [input], replacing: true)
      }
        == Failure(
          "\(input): is the same file as the input \(input), and an input is never replaced",
          .cannotCreate))
    let v = scratch("out/v.npy")
    #expect(
      failure { () throws(ArrayFileError) in
        try OutputTarget.check([target, .file(v)], inputs: [], replacing: true)
      } == Failure("\(v): is the same file as the output \(target.path)", .cannotCreate))
    let plain = try scratch.write("plain", [1])
    #expect(
      failure { () throws(ArrayFileError) in
        try OutputTarget.check([.fields(plain, ["t"])], inputs: [], replacing: true)
      }
        == Failure(
          "\(plain): exists and is not a directory, so it cannot hold fields", .cannotCreate))
  }

  @Test func messagesRoundTrip() throws {
    let outputs = try OutputSet.prepare(
      [
        OutputArray(.fields(scratch("a"), ["t", "v"], shards: 2), columns: Self.columns, count: 5),
        OutputArray(.file(scratch("b.npy")), columns: [ColumnFormat(Self.structure)], count: 5),
      ], replacing: true)
    defer { outputs.discard() }
    let bytes = outputs.encoded()
    #expect(try OutputSet(decoding: bytes) == outputs)
    for count in 0..<bytes.count {
      #expect(throws: ArrayFileError.malformedMessage(what: "list of outputs")) {
        try OutputSet(decoding: Array(bytes.prefix(count)))
      }
    }
  }
}
