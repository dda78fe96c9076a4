import ArrayFiles
import Testing

@Suite struct HDF5ErrorTests {
  static let texts: [(problem: HDF5Problem, words: String, exitCode: Int)] = [
    (
      .switchedOff,
      """
      a.h5: HDF5 files are read and written by a library that this build goes without
      try: install libhdf5-dev, then swift build -c release --traits HDF5
      """, 65
    ),
    (
      .library(action: "reading '/x'", words: "inflate() failed"),
      "a.h5: reading '/x' failed, the file may be damaged: inflate() failed", 65
    ),
    (
      .truncated(needs: 2048, holds: 96),
      "a.h5: truncated: an HDF5 file of 2048 bytes, of which 96 are there", 65
    ),
    (.notHDF5(object: "/x"), "a.h5: not an HDF5 file, so it holds no '/x'", 66),
    (.noObject("/x", holds: []), "a.h5: holds no '/x'", 66),
    (
      .noObject("/x\n", holds: ["/y", "/z"]),
      "a.h5: holds no '/x\\u{a}'\ntry: a.h5:/y, a.h5:/z", 66
    ),
    (
      .isGroup("/g", fields: ["/g/u", "/g/v"]),
      "a.h5: '/g' is a group, not a dataset\ntry: a.h5:/g/u, a.h5:/g/v", 64
    ),
    (
      .notData("/t", what: "a named type"),
      "a.h5: '/t' is a named type, neither a dataset nor a group", 65
    ),
    (
      .unsupported(dataset: "/x", holds: "strings"),
      "a.h5: dataset '/x' holds strings, which cannot be pruned", 65
    ),
    (
      .missingFilter(dataset: "/x", filter: "filter 32000 (lzf)"),
      """
      a.h5: dataset '/x' is compressed with filter 32000 (lzf), which the HDF5 library here cannot \
      decode
      try: h5repack -f GZIP=4 on a machine that can
      """, 65
    ),
    (
      .missingSource(dataset: "/x", file: "b.h5"),
      "a.h5: virtual dataset '/x' has a part in b.h5, and there is no such file", 66
    ),
    (
      .lengthsDiffer(first: "/g/u", count: 3, second: "/g/v", secondCount: 4),
      """
      a.h5: dataset '/g/v' holds 4 records, but '/g/u' holds 3
      try: --field NAME=a.h5:/g/u for each of those that belong together
      """, 65
    ),
    (
      .recordsAmongFields(dataset: "/g/t", group: "/g"),
      """
      a.h5: dataset '/g/t' holds records with fields of their own, so it cannot be a field of '/g'
      try: a.h5:/g/t
      """, 65
    ),
    (.noFields(group: "/g"), "a.h5: group '/g' holds no dataset that can be pruned", 65),
    (.nothing, "a.h5: holds no dataset that can be pruned", 65),
    (
      .chunkTooLarge(dataset: "/x", bytes: 1 << 40, stored: 10),
      """
      a.h5: dataset '/x' claims chunks of 1099511627776 bytes, more than its 10 stored bytes can hold
      """, 65
    ),
    (
      .chunkDamaged(dataset: "/x", start: [4096, 0]),
      "a.h5: dataset '/x': the chunk at [4096, 0] is damaged, its bytes do not inflate", 65
    ),
    (
      .chunkSize(dataset: "/x", start: [0], needs: 800, holds: 792),
      "a.h5: dataset '/x': the chunk at [0] is damaged, it needs 800 bytes and holds 792", 65
    ),
    (
      .chunkSize(dataset: "/x", start: [0], needs: 800, holds: nil),
      "a.h5: dataset '/x': the chunk at [0] is damaged, it needs 800 bytes and holds more", 65
    ),
    (
      .chunkPackedTooLarge(dataset: "/x", start: [7], bytes: 900, limit: 800),
      "a.h5: dataset '/x': the chunk at [7] has 900 bytes, deflated it would have at most 800", 65
    ),
    (
      .outside(dataset: "/x", needs: 900, holds: 800),
      "a.h5: truncated: dataset '/x' ends at byte 900, the file holds 800", 65
    ),
    (
      .shapeTooLarge(dataset: "/x", shape: [Int.max, 3]),
      "a.h5: dataset '/x' of shape [\(Int.max), 3] passes \(Int.max) bytes", 65
    ),
    (
      .tooManyObjects(limit: 9),
      "a.h5: holds more than 9 objects\ntry: name one: a.h5:/group/name", 65
    ),
    (.changed(dataset: "/x"), "a.h5: dataset '/x' has changed while it was read", 74),
  ]

  @Test(arguments: texts)
  func says(problem: HDF5Problem, words: String, exitCode: Int) {
    let error = ArrayFileError.hdf5(path: "a.h5", problem)
    #expect(error.description == words)
    #expect(error.kind.rawValue == exitCode)
  }

  @Test func saysOfOutputs() {
    let error = ArrayFileError.hdf5Output(path: "o.h5", action: "making '/x'", words: "no space")
    #expect(error.description == "o.h5: making '/x' failed: no space")
    #expect(error.kind == .cannotCreate)
    let fields = ArrayFileError.fieldsDiffer(
      path: "b.h5:/g", fields: ["u"], firstPath: "a.h5:/x", firstFields: [])
    #expect(fields.description == "b.h5:/g: holds the fields u, but a.h5:/x holds one array")
  }
}
