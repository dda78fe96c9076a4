import ArrayFiles
import Foundation
import Testing

@Suite struct OutputTargetTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  func checking(
    _ targets: [OutputTarget], inputs: [String] = [], replacing: Bool = false
  ) -> Failure? {
    failure { () throws(ArrayFileError) in
      try OutputTarget.check(targets, inputs: inputs, replacing: replacing)
    }
  }

  func refused(_ words: String) -> Failure { Failure(words, .cannotCreate) }

  @Test func acceptsFreeNames() throws {
    try scratch.makeDirectory("empty")
    let input = try scratch.write("in.npy", [1])
    #expect(
      checking(
        [
          .file(scratch("a.npy")), .file(scratch("b.npy")),
          .directory(scratch("new/"), shards: 3), .directory(scratch("empty"), shards: 3),
          .file(scratch("empty/index.npy")),
        ], inputs: [input, scratch("missing.npy")]) == nil)
    #expect(try scratch.names() == ["empty", "in.npy"])
  }

  @Test func looksAtTheParent() throws {
    let plain = try scratch.write("plain", [1])
    let missing = scratch("no/such")
    #expect(
      checking([.file("\(missing)/a.npy")])
        == refused(
          "\(missing)/a.npy: the directory \(missing) does not exist\ntry: mkdir -p \(missing)"))
    #expect(
      checking([.directory("\(missing)/out", shards: 2)])
        == refused(
          "\(missing)/out: the directory \(missing) does not exist\ntry: mkdir -p \(missing)"))
    #expect(
      checking([.file("\(plain)/a.npy")])
        == refused("\(plain)/a.npy: \(plain) is not a directory"))
    #expect(
      checking([.file("\(plain)/deeper/a.npy")])
        == refused("\(plain)/deeper/a.npy: \(plain)/deeper is not a directory"))
  }

  @Test("a directory without write permission", .enabled(if: geteuid() != 0))
  func readOnlyDirectory() throws {
    try scratch.makeDirectory("locked")
    let locked = scratch("locked")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: locked)
    let words = "the directory \(locked) cannot be written to: permission denied"
    #expect(checking([.file("\(locked)/a.npy")]) == refused("\(locked)/a.npy: \(words)"))
    #expect(
      checking([.directory("\(locked)/out", shards: 2)]) == refused("\(locked)/out: \(words)"))
  }

  @Test func neverReplacesWithoutBeingTold() throws {
    let a = try scratch.write("a.npy", [1])
    try scratch.makeDirectory("full")
    try scratch.write("full/note.txt", [1])
    let full = scratch("full")
    #expect(checking([.file(a)]) == refused("\(a): already exists\ntry: --force"))
    #expect(
      checking([.directory(full, shards: 2)])
        == refused("\(full): the directory is not empty\ntry: --force"))
    #expect(checking([.file(a), .directory(full, shards: 2)], replacing: true) == nil)
  }

  @Test func neverReplacesWhatIsNoFile() throws {
    let pipe = scratch("pipe")
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    let a = try scratch.write("a.npy", [1])
    for replacing in [false, true] {
      for path in [pipe, "/dev/null"] {
        #expect(
          checking([.file(path)], replacing: replacing)
            == refused("\(path): exists and is not a regular file, so it cannot be replaced"))
      }
      for path in [scratch.path, scratch("new") + "/", "."] {
        #expect(
          checking([.file(path)], replacing: replacing)
            == refused(
              "\(path): names a directory\ntry: a file name, or --shards N for many files in it"))
      }
      #expect(
        checking([.directory(a, shards: 2)], replacing: replacing)
          == refused("\(a): exists and is not a directory, so it cannot hold shards"))
    }
  }

  @Test func neverReplacesAnInput() throws {
    let input = try scratch.write("in.npy", [1])
    let files = FileManager.default
    try files.createSymbolicLink(atPath: scratch("soft.npy"), withDestinationPath: "in.npy")
    try files.linkItem(atPath: input, toPath: scratch("hard.npy"))
    try scratch.makeDirectory("out")
    try files.linkItem(atPath: input, toPath: scratch("out/part-00000-of-00001.npy"))
    try files.createSymbolicLink(atPath: scratch("link"), withDestinationPath: scratch.path)

    func words(_ path: String) -> Failure {
      refused("\(path): is the same file as the input \(input), and an input is never replaced")
    }
    for replacing in [false, true] {
      for name in ["in.npy", "soft.npy", "hard.npy", "link/in.npy", "./in.npy"] {
        #expect(
          checking([.file(scratch(name))], inputs: [input], replacing: replacing)
            == words(scratch(name)))
      }
      #expect(
        checking([.directory(scratch("out"), shards: 5)], inputs: [input], replacing: replacing)
          == words(scratch("out/part-00000-of-00001.npy")))
    }
  }

  @Test func outputsMustDiffer() throws {
    try scratch.makeDirectory("out")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: scratch("same"), withDestinationPath: scratch.path)
    try files.createSymbolicLink(atPath: scratch("b.npy"), withDestinationPath: "a.npy")
    let pairs: [(OutputTarget, OutputTarget)] = [
      (.file(scratch("a.npy")), .file(scratch("a.npy"))),
      (.file(scratch("a.npy")), .file(scratch("same/a.npy"))),
      (.file(scratch("a.npy")), .file(scratch("b.npy"))),
      (.file(scratch("new")), .directory(scratch("new/"), shards: 2)),
      (.directory(scratch("out"), shards: 2), .directory(scratch("out/."), shards: 2)),
      (.directory(scratch("out"), shards: 2), .file(scratch("out/part-00001-of-00002.npy"))),
    ]
    for (first, second) in pairs {
      #expect(
        checking([first, second])
          == refused("\(second.path): is the same file as the output \(first.path)"))
    }
  }

  @Test func linksThatLeadNowhere() throws {
    let files = FileManager.default
    try files.createSymbolicLink(atPath: scratch("x"), withDestinationPath: "y")
    try files.createSymbolicLink(atPath: scratch("y"), withDestinationPath: "x")
    let x = scratch("x")
    #expect(
      checking([.file(x)])
        == refused("\(x): cannot be created: too many levels of symbolic links"))
    try files.createSymbolicLink(atPath: scratch("dangling"), withDestinationPath: "new.npy")
    #expect(checking([.file(scratch("dangling"))]) == nil)
  }
}
