import ArrayFiles
import ShardedArrays
import Testing

/// Headers of structured arrays as NumPy 2.4.6 writes them. The table is made by
/// `make-numpy-headers.py`.
@Suite struct NPYStructureTests {
  struct Known: Sendable, CustomTestStringConvertible {
    let version: UInt8
    /// Of the whole header, in bytes.
    let length: Int
    let shape: [Int]
    let byteCount: Int
    let fields: [Field]
    /// Without what comes before it; the padding and the newline are added.
    let text: String
    var testDescription: String { text }

    var entry: EntryType { .structure(EntryType.Structure(fields: fields, byteCount: byteCount)) }

    var bytes: [UInt8] {
      let text =
        version == 3
        ? Array(self.text.utf8) : self.text.unicodeScalars.map { UInt8($0.value) }
      let start = version == 1 ? 10 : 12
      return [0x93] + Array("NUMPY".utf8) + [version, 0]
        + (0..<(start - 8)).map { UInt8(truncatingIfNeeded: (length - start) >> (8 * $0)) }
        + text + [UInt8](repeating: 0x20, count: length - start - text.count - 1) + [0x0A]
    }
  }

  static let known = [
    Known(
      version: 1, length: 128, shape: [3], byteCount: 12,
      fields: [
        Field("t", .int64, .little, offset: 0),
        Field("v", .float32, .big, offset: 8),
      ],
      text: "{'descr': [('t', '<i8'), "
        + "('v', '>f4')], 'fortran_order': False, 'shape': (3,), }"),
    Known(
      version: 1, length: 192, shape: [2, 3], byteCount: 24,
      fields: [
        Field("a", .int8, offset: 0),
        Field("b", .float64, .little, offset: 8),
        Field("c", .uint16, .little, offset: 16),
      ],
      text: "{'descr': [('a', '|i1'), ('', '|V7'), ('b', '<f8'), "
        + "('c', '<u2'), "
        + "('', '|V6')], 'fortran_order': False, 'shape': (2, 3), }"),
    Known(
      version: 1, length: 128, shape: [], byteCount: 16,
      fields: [
        Field("v", .float32, .little, shape: [3], offset: 0),
        Field("m", .bool, shape: [2, 2], offset: 12),
      ],
      text: "{'descr': [('v', '<f4', (3,)), "
        + "('m', '|b1', (2, 2))], 'fortran_order': False, 'shape': (), }"),
    Known(
      version: 1, length: 128, shape: [0], byteCount: 2,
      fields: [
        Field("z", .float32, .little, shape: [0], offset: 0),
        Field("s", .float16, .little, shape: [1], offset: 0),
      ],
      text: "{'descr': [('z', '<f4', (0,)), "
        + "('s', '<f2', (1,))], 'fortran_order': False, 'shape': (0,), }"),
    Known(
      version: 1, length: 128, shape: [5], byteCount: 8,
      fields: [
        Field("it's", .int32, .little, offset: 0),
        Field("temp\u{e9}", .float32, .little, offset: 4),
      ],
      text: "{'descr': [(\"it's\", '<i4'), "
        + "('temp\u{e9}', '<f4')], 'fortran_order': False, 'shape': (5,), }"),
    Known(
      version: 3, length: 128, shape: [5], byteCount: 6,
      fields: [
        Field("\u{6e29}\u{5ea6}", .float32, .little, offset: 0),
        Field("\u{1f600}", .uint16, .little, offset: 4),
      ],
      text: "{'descr': [('\u{6e29}\u{5ea6}', '<f4'), "
        + "('\u{1f600}', '<u2')], 'fortran_order': False, 'shape': (5,), }"),
    Known(
      version: 1, length: 192, shape: [1], byteCount: 6,
      fields: [
        Field("a\"'b\\c\u{a}\u{9}\u{d}\u{1f}\u{7f}\u{a0}\u{ad}", .float32, .little, offset: 0),
        Field("\u{2028} \u{200b}", .uint16, .little, offset: 4),
      ],
      text: "{'descr': [('a\"\\'b\\\\c\\n\\t\\r\\x1f\\x7f\\xa0\\xad', '<f4'), "
        + "('\\u2028 \\u200b', '<u2')], 'fortran_order': False, 'shape': (1,), }"),
    Known(
      version: 1, length: 192, shape: [7], byteCount: 40,
      fields: [
        Field("a", .float32, .little, offset: 4),
        Field("b", .int64, .big, offset: 16),
      ],
      text: "{'descr': [('', '|V4'), ('a', '<f4'), ('', '|V8'), "
        + "('b', '>i8'), "
        + "('', '|V16')], 'fortran_order': False, 'shape': (7,), }"),
    Known(
      version: 1, length: 192, shape: [1000000000000, 0], byteCount: 32,
      fields: [
        Field("field0", .float64, .little, offset: 0),
        Field("field1", .float64, .little, offset: 8),
        Field("field2", .float64, .little, offset: 16),
        Field("field3", .float64, .little, offset: 24),
      ],
      text: "{'descr': [('field0', '<f8'), ('field1', '<f8'), "
        + "('field2', '<f8'), "
        + "('field3', '<f8')], 'fortran_order': False, 'shape': (1000000000000, 0), }"),
  ]

  @Test("written as NumPy writes it, and read back", arguments: known)
  func matchesNumPy(known: Known) throws {
    let written = NPYHeader(known.entry, shape: known.shape)
    #expect(written.encoded() == known.bytes)
    let scratch = try Scratch()
    let path = try scratch.write(
      "a.npy", known.bytes + [UInt8](repeating: 7, count: written.byteCount))
    let (read, dataOffset) = try NPYHeader.read(path)
    #expect(read == written)
    #expect(read.entry == known.entry)
    #expect(dataOffset == known.length)
  }

  @Test(
    "spellings that mean the same",
    arguments: [
      "[('a', '<f4'), ('b', '|u1'), ('', '|V3')]",
      #" [ ( "a" , "<f4" , ( ) , ) ,( 'b','<u1'),('','V1',(3,)) , ]"#,
      #"[('\x61', '<f4'), ('\u0062', 'u1', ()), ('', '|V1'), ('', '|V2')]"#,
    ])
  func spellings(descr: String) throws {
    let scratch = try Scratch()
    let text = "{'descr': \(descr), 'fortran_order': False, 'shape': (2,), }\n"
    let path = try scratch.write("a.npy", npy(text, data: 16))
    let header = try NPYHeader.read(path).header
    let fields = [Field("a", .float32, .little), Field("b", .uint8, offset: 4)]
    #expect(header.entry == .structure(EntryType.Structure(fields: fields, byteCount: 8)))
  }

  static let refused: [(String, String)] = [
    ("[]", "holds records without fields"),
    ("[('', '|V8')]", "holds records without fields"),
    ("[('a', '<f4'), ('a', '<f8')]", "two fields have the name 'a'"),
    ("[('a', '<f4'), ('', '<f8')]", "field 2 has no name"),
    ("[('a', '<f4'), ('', '|V')]", "field 2 has no name"),
    (
      "[('a', '|V8')]",
      "field 'a': element type '|V8' holds raw bytes, which this version "
        + "does not read"
    ),
    (
      "[('a', '|S8')]", "field 'a': element type '|S8' holds text, which this version does not read"
    ),
    (
      "[('a', '|O')]",
      "field 'a': holds Python objects, which only pickle can read\n"
        + "try: numpy.save(name, array.astype(float))"
    ),
    ("[('a', '<q9')]", "field 'a': element type '<q9' is not known"),
    ("[('a', '<f4', (3, -1))]", "field 'a': shape [3, -1] has a negative length"),
    ("[('a', '<f8', (4294967296, 4294967296))]", "a record passes 2147483647 bytes"),
    ("[('a', '<f8', (4294967296, 4294967296, 0))]", "a record passes 2147483647 bytes"),
    ("[('a', '|i1', (2147483647,)), ('b', '|i1')]", "a record passes 2147483647 bytes"),
    ("[('a', '|i1'), ('', '|V99999999999999999999')]", "a record passes 2147483647 bytes"),
    (
      "[('a', '|i1', (99999999999999999999,))]",
      "an array of shape (99999999999999999999,) passes 9223372036854775807 bytes"
    ),
    (
      "[('p', [('x', '<f4'), ('y', '<f4')])]",
      "field 'p' has fields or an array type of its own, which this version does not read: "
        + "[('x', '<f4'), ('y', '<f4')]"
    ),
    (
      "[('p', ('<f4', (3,)))]",
      "field 'p' has fields or an array type of its own, which this version does not read: "
        + "('<f4', (3,))"
    ),
    (
      "[(('Title', 'a'), '<f4')]",
      "a field has a title besides its name, which this version does not read: ('Title', 'a')"
    ),
    ("['a']", "header, byte 21: expected a field such as ('v', '<f4'), found '''"),
    ("[('a')]", "header, byte 25: expected ',' after the name of field 1, found ')'"),
    ("[('a', 3)]", "header, byte 27: expected an element type in quotes, found '3'"),
    ("[('a', '<f4', 3)]", "header, byte 34: expected a shape such as (3, 4), found '3'"),
    (
      "[('a', '<f4') ('b', '<f4')]",
      "header, byte 34: expected ',' or ']' after a field, found '('"
    ),
    (#"[('\q', '<f4')]"#, #"header, byte 23: expected an escape that Python writes, found '\'"#),
    (
      #"[('\ud800', '<f4')]"#,
      #"header, byte 23: expected an escape that Python writes, found '\'"#
    ),
    (#"[('\x4', '<f4')]"#, #"header, byte 23: expected an escape that Python writes, found '\'"#),
  ]

  @Test("what is wrong is said with the field", arguments: refused)
  func refuses(descr: String, words: String) throws {
    let scratch = try Scratch()
    let text = "{'descr': \(descr), 'fortran_order': False, 'shape': (3,), }\n"
    let path = try scratch.write("a.npy", npy(text))
    let found = failure { () throws(ArrayFileError) in _ = try NPYHeader.read(path) }
    #expect(found == Failure("\(path): \(words)", .badData))
  }

  @Test("thousands of fields, and one too many")
  func manyFields() throws {
    let scratch = try Scratch()
    func reading(_ count: Int) throws -> Failure? {
      let list = (0..<count).map { "('f\($0)', '<f8')" }.joined(separator: ", ")
      let text = "{'descr': [\(list)], 'fortran_order': False, 'shape': (0,), }\n"
      let path = try scratch.write("a.npy", npy(text, version: 2))
      return failure { () throws(ArrayFileError) in
        let header = try NPYHeader.read(path).header
        #expect(header.entry.byteCount == 8 * count)
      }
    }
    #expect(try reading(4096) == nil)
    #expect(
      try reading(4097)
        == Failure("\(scratch("a.npy")): holds records of more than 4096 fields", .badData))
  }

  @Test func wrongSizes() throws {
    let scratch = try Scratch()
    let text = "{'descr': [('a', '<f4'), ('b', '|i1')], 'fortran_order': False, 'shape': (3,)}\n"
    for (holds, words) in [
      (
        14,
        "truncated: array of shape [3] needs 15 bytes of records [('a', '<f4'), ('b', '|i1')], "
          + "the file holds 14"
      ),
      (
        17,
        "array of shape [3] needs 15 bytes of records [('a', '<f4'), ('b', '|i1')], "
          + "the file holds 17: 2 too many"
      ),
    ] {
      let path = try scratch.write("a.npy", npy(text, data: holds))
      let found = failure { () throws(ArrayFileError) in _ = try NPYHeader.read(path) }
      #expect(found == Failure("\(path): \(words)", .badData))
    }
  }
}
