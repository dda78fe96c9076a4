import ArrayFiles
import Glibc
import Testing

/// Words and kinds of the errors that the other tests do not provoke.
@Suite struct ArrayFileErrorTests {
  static let errors: [(ArrayFileError, String, Int)] = [
    (
      .cannotOpen(path: "a.npy", code: EACCES), "a.npy: cannot be opened: permission denied", 66
    ),
    (
      .header(path: "a.npy", .badMagic(starts: [0x1F, 0x8B, 8])),
      "a.npy: not an npy file: it starts with the bytes 1f 8b 08, an npy file with "
        + "93 4e 55 4d 50 59\ntry: gunzip it first", 65
    ),
    (
      .header(path: "a.npy", .negativeLength([Int](repeating: -1, count: 500))),
      "a.npy: shape [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, "
        + "… 500 lengths] has a negative length", 65
    ),
    (
      .cannotCreate(path: "a.npy", code: ENAMETOOLONG),
      "a.npy: cannot be created: file name too long", 73
    ),
    (
      .failed(path: "a.npy", action: "reading", code: EIO),
      "a.npy: reading failed: input/output error", 74
    ),
    (
      .failed(path: "a.npy", action: "writing", code: ENOSPC),
      "a.npy: writing failed: no space left on device", 74
    ),
    (
      .compressNotHDF5(path: "a.npy"),
      "a.npy: '--compress' is for the parts of an HDF5 file, which this is not\n"
        + "try: a name that ends in .h5", 64
    ),
    (
      .compressTooWide(path: "a.h5", bytes: 900, limit: 800),
      "a.h5: records of 900 bytes are not compressed, 800 are the most\n"
        + "try: without --compress", 73
    ),
    (
      .malformedMessage(what: "list of inputs"),
      "the list of inputs sent by another rank cannot be decoded: "
        + "do all ranks run the same program?", 74
    ),
  ]

  @Test(arguments: errors)
  func says(error: ArrayFileError, words: String, exitCode: Int) {
    #expect(String(describing: error) == words)
    #expect(error.kind.rawValue == exitCode)
  }

  @Test("an input that may not be read", .enabled(if: geteuid() != 0))
  func unreadable() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.npy", npy(header("<f8", "(0,)")))
    try #require(unsafe chmod(path, 0) == 0)
    let found = failure { () throws(ArrayFileError) in _ = try ArrayInput.open([path]) }
    #expect(found == Failure("\(path): cannot be opened: permission denied", .missingInput))
  }
}
