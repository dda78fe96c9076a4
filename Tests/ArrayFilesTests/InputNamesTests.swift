import ArrayFiles
import Testing

@Suite struct NaturalOrderTests {
  @Test func numbersCountAsPeopleCount() {
    let inOrder = [
      "a", "a/b-2.npy", "a/b-10.npy", "a-1/b", "a0", "a00", "a1", "a01", "a1b", "a2", "a10",
      "a9223372036854775808000", "a92233720368547758080000", "b", "run-2/part-10", "run-10/part-2",
      "é1", "é2",
    ]
    for (index, first) in inOrder.enumerated() {
      for second in inOrder[index...].dropFirst() {
        // `a1` and `a01` are the same number, and differ by their bytes.
        let equal = ["a0", "a00", "a1", "a01"]
        if equal.contains(first), equal.contains(second) { continue }
        #expect(NaturalOrder.precedes(first, second), "\(first) before \(second)")
        #expect(!NaturalOrder.precedes(second, first), "\(second) not before \(first)")
      }
      #expect(!NaturalOrder.precedes(first, first))
    }
    #expect(NaturalOrder.precedes("a01", "a1") && !NaturalOrder.precedes("a1", "a01"))
  }

  @Test func isATotalOrder() {
    var generator = SplitMix64(seed: 5)
    let names = (0..<60).map { _ in
      String((0..<5).map { _ in "ab0012/".randomElement(using: &generator) ?? "a" })
    }
    for a in names {
      for b in names {
        #expect(
          [NaturalOrder.precedes(a, b), NaturalOrder.precedes(b, a), a == b].filter(\.self).count
            == 1, "\(a), \(b)")
        for c in names where NaturalOrder.precedes(a, b) && NaturalOrder.precedes(b, c) {
          #expect(NaturalOrder.precedes(a, c), "\(a), \(b), \(c)")
        }
      }
    }
  }
}

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("*", ["", "a", "a.npy"], [".a"]),
    ("part-*.npy", ["part-.npy", "part-1.npy", "part-a.npy.npy"], ["part-1.npz", "apart-1.npy"]),
    ("a?c", ["abc", "aéc"], ["ac", "abbc"]),
    ("[a-c]", ["a", "b", "c"], ["d", "", "-"]),
    ("[!a-c]x", ["dx", "]x"], ["ax", "x"]),
    ("[^1]", ["2"], ["1"]),
    ("[]]", ["]"], ["["]),
    ("[a-]", ["a", "-"], ["b"]),
    ("[z-a]", [], ["z", "a", "b"]),
    ("a[", ["a["], ["a"]),
    ("[*]", ["*"], ["a"]),
    (".*", [".a", "."], ["a"]),
    ("**a", ["a", "ba"], ["b"]),
    ("*a*b*", ["ab", "xaxbx", "aab"], ["ba", "b"]),
  ])
  func matches(pattern: String, yes: [String], no: [String]) {
    let compiled = NamePattern(pattern)
    for name in yes { #expect(compiled.matches(name), "\(pattern) matches \(name)") }
    for name in no { #expect(!compiled.matches(name), "\(pattern) does not match \(name)") }
  }

  @Test func hostilePatternTakesNoTime() {
    let pattern = NamePattern(String(repeating: "*a", count: 60) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 255)))
  }

  @Test func tellsPatternsFromNames() {
    #expect(["*", "a?", "x/[ab]/y"].allSatisfy { InputNames.isPattern($0) })
    #expect(!["a", "a[", "a]", "", "/x/y"].contains { InputNames.isPattern($0) })
  }
}

@Suite struct InputNamesTests {
  @Test func foldersAndPatterns() throws {
    let scratch = try Scratch()
    for folder in ["run-1", "run-10", "run-2", "none", ".hidden"] {
      try scratch.makeDirectory(folder)
    }
    for name in ["part-10", "part-2", "part-1"] { try scratch.write("run-2/\(name).npy", []) }
    try scratch.write("run-10/part-1.npy", [])
    try scratch.write("run-10/.part-0.npy.x.prune-mpi-partial", [])
    try scratch.write("run-10/.hidden.npy", [])
    try scratch.write("run-10/notes.txt", [])
    try scratch.write("run-1/a.npy", [])
    try scratch.write("odd[1].npy", [])

    func expanded(_ name: String) throws -> [String] {
      try InputNames.expand(scratch(name)).map { String($0.dropFirst(scratch.path.count + 1)) }
    }
    #expect(
      try expanded("run-2/") == ["run-2/part-1.npy", "run-2/part-2.npy", "run-2/part-10.npy"])
    #expect(
      try expanded("run-*/part-*.npy")
        == ["run-2/part-1.npy", "run-2/part-2.npy", "run-2/part-10.npy", "run-10/part-1.npy"])
    #expect(try expanded("run-?") == ["run-1/a.npy"] + expanded("run-2"))
    #expect(try expanded("run-10/*") == ["run-10/notes.txt", "run-10/part-1.npy"])
    #expect(try expanded("*/a.npy") == ["run-1/a.npy"])
    // What exists is itself, and what does not is said where it is opened.
    #expect(try expanded("odd[1].npy") == ["odd[1].npy"])
    #expect(try expanded("missing.npy") == ["missing.npy"])
    // What is in a file is not a name in a directory.
    try scratch.write("data.h5", [])
    #expect(try expanded("data.h5:/particles/*") == ["data.h5:/particles/*"])
    // In each of the files that a pattern matches.
    for name in ["data-10.h5", "data-9.h5"] { try scratch.write(name, []) }
    #expect(
      try expanded("data-*.h5:/wind/u") == ["data-9.h5:/wind/u", "data-10.h5:/wind/u"])
    #expect(try expanded("data-?.h5:/wind/*") == ["data-9.h5:/wind/*"])

    #expect(
      failure { () throws(ArrayFileError) in _ = try InputNames.expand(scratch("none")) }
        == Failure(
          "\(scratch("none")): a folder without .npy files\ntry: a pattern that names the files: "
            + "'\(scratch("none"))/*'", .missingInput))
    #expect(
      failure { () throws(ArrayFileError) in _ = try InputNames.expand(scratch("x-*/*.npy")) }
        == Failure("\(scratch("x-*/*.npy")): no file matches this pattern", .missingInput))
    #expect(
      failure { () throws(ArrayFileError) in
        _ = try InputNames.expand(scratch("run-2"), as: .raw)
      }
        == Failure(
          "\(scratch("run-2")): is a folder, of which only .npy files are taken\n"
            + "try: a pattern that names the files: '\(scratch("run-2"))/*'", .missingInput))
  }

  /// Headers read in turn say what one rank alone would find, whatever the number of ranks.
  @Test(arguments: [1, 2, 3, 8]) func headersInTurn(ranks: Int) throws {
    let scratch = try Scratch()
    for index in 0..<7 {
      try scratch.write("\(index).npy", npy(header("<f4", "(\(index),)"), data: 4 * index))
    }
    let paths = (0..<7).map { scratch("\($0).npy") }

    func open() throws(ArrayFileError) -> RecordInput {
      let files = try InputFiles(decoding: InputFiles(paths).encoded())
      var found: [HeadsFound<OpenedInput>] = []
      for rank in 0..<ranks {
        let heads = HeadsFound<OpenedInput>(files, first: rank, step: ranks)
        found.append(try HeadsFound(decoding: heads.encoded()))
      }
      return try RecordInput(files, HeadsFound.inOrder(found, count: files.paths.count))
    }
    #expect(try open() == RecordInput.open(paths))
    #expect(try open().count == 21)

    try scratch.write("5.npy", [1, 2, 3])
    try scratch.write("4.npy", npy(header("<f8", "(1,)"), data: 8))
    for bad in ["6.npy", "3.npy"] { try remove(scratch(bad)) }
    #expect(
      failure { () throws(ArrayFileError) in _ = try open() }
        == Failure("\(paths[3]): no such file", .missingInput))
    try scratch.write("3.npy", npy(header("<f4", "(1,)"), data: 4))
    #expect(
      failure { () throws(ArrayFileError) in _ = try open() }
        == Failure("\(paths[4]): holds float64, but \(paths[0]) holds float32", .badData))
  }
}
