import ArrayFiles
import Testing

@Suite struct NPYHeaderErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    /// What follows the file's name.
    let words: String
    var testDescription: String { words }

    init(_ bytes: [UInt8], _ words: String) {
      self.bytes = bytes
      self.words = words
    }
  }

  static let files: [Case] = [
    Case([], "the file is empty"),
    Case([0x93, 0x4E], "the header needs 10 bytes, the file holds 2"),
    Case(Array(npy("").prefix(9)), "the header needs 10 bytes, the file holds 9"),
    Case(Array(npy("", version: 2).prefix(11)), "the header needs 12 bytes, the file holds 11"),
    Case(
      Array("PK\u{3}\u{4}-------".utf8),
      "not an npy file: it starts with the bytes 50 4b 03 04 2d 2d, an npy file with "
        + "93 4e 55 4d 50 59\ntry: unzip it first, it looks like an npz archive"),
    Case(
      Array("x,y\n".utf8),
      "not an npy file: it starts with the bytes 78 2c 79 0a, an npy file with "
        + "93 4e 55 4d 50 59\ntry: --raw f8 if it is raw binary"),
    Case(npy("", version: 4), "npy version 4.0 is not known, only 1.0, 2.0 and 3.0"),
    Case(
      Array(npy(header("<f8", "(3,)")).prefix(50)),
      "the header needs 68 bytes, the file holds 50"),
    Case(
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 1, 0, 16, 0],
      "header of 1048577 bytes exceeds the limit of 1048576 bytes"),
    Case(
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF],
      "header of 4294967295 bytes exceeds the limit of 1048576 bytes"),
    Case(
      npy(header("<f8", "(1000, 3)"), data: 8192),
      "truncated: array of shape [1000, 3] needs 24000 bytes of float64, the file holds 8192"),
    Case(
      npy(header("<f8", "(3,)"), data: 25),
      "array of shape [3] needs 24 bytes of float64, the file holds 25: 1 too many"),
  ]

  static let texts: [(String, String)] = [
    ("", "the header is blank, expected a dictionary"),
    ("  \n", "the header is blank, expected a dictionary"),
    ("[1, 2]\n", "the header is not a dictionary, it starts with '[1, 2]'"),
    ("{}", "the header has no key 'descr'"),
    ("{'descr': '<f8'}", "the header has no key 'fortran_order'"),
    ("{'descr': '<f8', 'fortran_order': True}", "the header has no key 'shape'"),
    ("{'descr': '<f8', 'order': 1}", "the header has the unknown key 'order'"),
    ("{'descr': '<f8', 'descr': '<f8'}", "the header has the key 'descr' twice"),
    ("{'shape': (), 'shape': ()}", "the header has the key 'shape' twice"),
    (
      "{'fortran_order': True, 'fortran_order': True}",
      "the header has the key 'fortran_order' twice"
    ),
    ("{", "header, byte 11: expected a key in quotes or '}', found the end of the header"),
    ("{descr", "header, byte 11: expected a key in quotes or '}', found 'd'"),
    ("{'descr", "header, byte 17: expected a closing quote, found the end of the header"),
    ("{'de\nscr'", "header, byte 14: expected a closing quote, found '\\u{a}'"),
    (#"{'des\x63r'"#, #"header, byte 15: expected a closing quote, found '\'"#),
    ("{'descr' '<f8'", "header, byte 19: expected ':' after the key 'descr', found '''"),
    ("{'descr': <f8", "header, byte 20: expected an element type in quotes, found '<'"),
    (
      "{'descr': '<f8' 'shape'",
      "header, byte 26: expected ',' or '}' after the value of 'descr', found '''"
    ),
    ("{'fortran_order': 1}", "header, byte 28: expected True or False, found '1'"),
    ("{'fortran_order': Truely}", "header, byte 28: expected True or False, found 'T'"),
    ("{'shape': [3]}", "header, byte 20: expected a shape such as (3, 4), found '['"),
    ("{'shape': 3}", "header, byte 20: expected a shape such as (3, 4), found '3'"),
    ("{'shape': (3)}", "header, byte 22: expected ',' after the only length, found ')'"),
    ("{'shape': (,)}", "header, byte 21: expected a length in decimal digits, found ','"),
    ("{'shape': (3.0,)}", "header, byte 22: expected ',' after the only length, found '.'"),
    ("{'shape': (3L,)}", "header, byte 21: expected a length in decimal digits, found '3'"),
    ("{'shape': (03,)}", "header, byte 21: expected a length in decimal digits, found '0'"),
    ("{'shape': (3, 4 5)}", "header, byte 26: expected ',' or ')' after a length, found '5'"),
    (
      "{'shape': (3, 4",
      "header, byte 25: expected ',' or ')' after a length, found the end of the header"
    ),
    (
      header("<f8", "(3,)") + "{}",
      "header, byte 68: expected nothing after the dictionary, found '{'"
    ),
    (
      "{'shape': (3, -9223372036854775808)}",
      "header, byte 24: expected a length of at least 0, found '-'"
    ),
    (header("<f8", "(3, -4)"), "shape [3, -4] has a negative length"),
    (header("<f8", "(3, -4, 0)"), "shape [3, -4, 0] has a negative length"),
    (
      header("<f8", "(1152921504606846976,)"),
      "an array of shape [1152921504606846976] passes 9223372036854775807 bytes"
    ),
    (
      header("|i1", "(4294967296, 2147483648)"),
      "an array of shape [4294967296, 2147483648] passes 9223372036854775807 bytes"
    ),
    (
      header("|i1", "(2, 9223372036854775808)"),
      "an array of shape (2, 9223372036854775808) passes 9223372036854775807 bytes"
    ),
    (
      header("<f8", "(3, 4)", fortran: "True"),
      "array of shape [3, 4] is in Fortran order\n"
        + "try: numpy.save(name, numpy.ascontiguousarray(array))"
    ),
    (header("<f3", "()"), "element type '<f3' is not known"),
    (header("float64", "()"), "element type 'float64' is not known"),
    (header("", "()"), "element type '' is not known"),
    (header(">i16", "()"), "element type '>i16' is not known"),
    (
      header("|O", "(3,)"),
      "holds Python objects, which only pickle can read\n"
        + "try: numpy.save(name, array.astype(float))"
    ),
    (
      header("<c16", "()"),
      "element type '<c16' holds complex numbers, which this version does not read"
    ),
    (header("|S3", "()"), "element type '|S3' holds text, which this version does not read"),
    (header("<U3", "()"), "element type '<U3' holds text, which this version does not read"),
    (
      header("<M8[ns]", "()"),
      "element type '<M8[ns]' holds dates, which this version does not read"
    ),
    (
      header("<m8[s]", "()"),
      "element type '<m8[s]' holds time spans, which this version does not read"
    ),
    (header("|V5", "()"), "element type '|V5' holds raw bytes, which this version does not read"),
    (
      header("<f16", "()"),
      "element type '<f16' holds floats of more than 8 bytes, which this version does not read"
    ),
    (
      "{'" + String(repeating: "k", count: 100) + "': 1}",
      "the header has the unknown key '" + String(repeating: "k", count: 60) + "…'"
    ),
    ("{'a\u{9b}': 1}", "the header has the unknown key 'aÂ\\u{9b}'"),
  ]

  @Test("what is wrong is said with the file and the numbers", arguments: files)
  func badFile(file: Case) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.npy", file.bytes)
    let found = failure { () throws(ArrayFileError) in _ = try NPYHeader.read(path) }
    #expect(found == Failure("\(path): \(file.words)", .badData))
  }

  @Test("what is wrong in the text is said with the place", arguments: texts)
  func badText(text: String, words: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.npy", npy(text))
    let found = failure { () throws(ArrayFileError) in _ = try NPYHeader.read(path) }
    #expect(found == Failure("\(path): \(words)", .badData))
  }

  @Test func unreadableFiles() throws {
    let scratch = try Scratch()
    func reading(_ path: String) -> Failure? {
      failure { () throws(ArrayFileError) in _ = try NPYHeader.read(path) }
    }
    let missing = scratch("missing.npy")
    #expect(reading(missing) == Failure("\(missing): no such file", .missingInput))
    #expect(
      reading(scratch.path)
        == Failure("\(scratch.path): is a directory, not a file", .missingInput))
    #expect(
      reading("/dev/zero")
        == Failure(
          "/dev/zero: is not a regular file, so it cannot be read in parts", .missingInput))
    let below = try scratch.write("plain", [1]) + "/a.npy"
    #expect(
      reading(below) == Failure("\(below): cannot be opened: not a directory", .missingInput))
  }
}
