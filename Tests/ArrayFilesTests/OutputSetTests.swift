import ArrayFiles
import Foundation
import ShardedArrays
import Testing

@Suite struct OutputSetTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  static let numbers = (0..<23).map { Int16($0 * 7 - 40) }

  /// The file that numpy.save would write for these numbers, put together apart from the code
  /// under test.
  func file(_ numbers: some Collection<Int16>) -> [UInt8] {
    let text = "{'descr': '<i2', 'fortran_order': False, 'shape': (\(numbers.count),), }"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 0x76, 0] + Array(text.utf8)
      + [UInt8](repeating: 0x20, count: 117 - text.utf8.count) + [0x0A]
      + numbers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  func array(_ target: OutputTarget, count: Int = 23) -> OutputArray {
    OutputArray(target, of: .int16, byteOrder: .little, count: count)
  }

  /// Writes all numbers as `ranks` ranks would, each from the broadcast message, in pieces.
  func writeAll(_ outputs: OutputSet, ranks: Int, piece: Int = 4) throws {
    let message = outputs.encoded()
    let partition = Partition(even: Self.numbers.count, over: ranks)
    for rank in 0..<ranks {
      for staged in try OutputSet(decoding: message).arrays {
        var writer = ArrayWriter(staged)
        let mine = partition.range(of: rank)
        for first in stride(from: mine.lowerBound, to: mine.upperBound, by: piece) {
          let numbers = Array(Self.numbers[first..<min(first + piece, mine.upperBound)])
          try unsafe writer.write(numbers.span.bytes, at: first)
        }
        try writer.finish()
      }
    }
  }

  @Test("one file, by any number of ranks", arguments: [1, 2, 3, 8, 40])
  func oneFile(ranks: Int) throws {
    let outputs = try OutputSet.prepare([array(.file(scratch("a.npy")))], replacing: false)
    #expect(
      try scratch.names().allSatisfy {
        $0.hasPrefix(".a.npy.") && $0.hasSuffix(".prune-mpi-partial")
      })
    try writeAll(outputs, ranks: ranks)
    try outputs.checkSizes()
    try outputs.publish()
    #expect(try scratch.names() == ["a.npy"])
    #expect(try scratch.bytes("a.npy") == file(Self.numbers))
  }

  @Test("shards, by any number of ranks", arguments: [1, 2, 3, 8], [1, 4, 23, 30])
  func shards(ranks: Int, shards: Int) throws {
    let outputs = try OutputSet.prepare(
      [array(.directory(scratch("out"), shards: shards))], replacing: false)
    try writeAll(outputs, ranks: ranks)
    try outputs.checkSizes()
    #expect(!FileManager.default.fileExists(atPath: scratch("out")))
    try outputs.publish()

    // Sizes differ by at most one, the larger ones first.
    let (size, extra) = (23 / shards, 23 % shards)
    var rest = Self.numbers[...]
    var names = ["out"]
    for index in 0..<shards {
      let name = "out/part-" + String(format: "%05d-of-%05d", index, shards) + ".npy"
      names.append(name)
      let part = rest.prefix(size + (index < extra ? 1 : 0))
      rest = rest.dropFirst(part.count)
      #expect(try scratch.bytes(name) == file(part), "\(name), \(ranks) ranks")
    }
    #expect(rest.isEmpty)
    #expect(try scratch.names() == names)
    #expect(outputs.arrays[0].files.map(\.path) == names.dropFirst().map { scratch($0) })
  }

  @Test func nothingSurvived() throws {
    let outputs = try OutputSet.prepare(
      [
        array(.file(scratch("a.npy")), count: 0),
        array(.directory(scratch("out"), shards: 2), count: 0),
      ], replacing: false)
    for staged in outputs.arrays {
      var writer = ArrayWriter(staged)
      let none: [Int16] = []
      try unsafe writer.write(none.span.bytes, at: 0)
      try writer.finish()
    }
    try outputs.checkSizes()
    try outputs.publish()
    for name in ["a.npy", "out/part-00000-of-00002.npy", "out/part-00001-of-00002.npy"] {
      #expect(try scratch.bytes(name) == file([]))
    }
  }

  @Test("discarding leaves nothing, at any moment")
  func discards() throws {
    try scratch.makeDirectory("kept")
    try scratch.write("kept/part-00000-of-00001.npy", [1])
    let targets: [OutputArray] = [
      array(.file(scratch("a.npy"))), array(.directory(scratch("out"), shards: 3)),
      array(.directory(scratch("kept"), shards: 3)),
    ]
    let before = try scratch.names()
    var outputs = try OutputSet.prepare(targets, replacing: true)
    try outputs.add([1, 2], as: scratch("report.json"))
    #expect(outputs.partialPaths.count == 9)
    #expect(try scratch.names().count == before.count + 9)
    outputs.discard()
    #expect(try scratch.names() == before)
    outputs.discard()
    // The last one cannot be made: the first ones are removed.
    let found = failure { () throws(ArrayFileError) in
      _ = try OutputSet.prepare(
        targets + [array(.file(scratch("missing/b.npy")))], replacing: true)
    }
    let missing = scratch("missing/b.npy")
    #expect(
      found
        == Failure("\(missing): cannot be created: no such file or directory", .cannotCreate))
    #expect(try scratch.names() == before)
  }

  @Test("arrays and a report appear together, or not at all")
  func publishesTogether() throws {
    func prepare() throws -> OutputSet {
      var outputs = try OutputSet.prepare(
        [array(.file(scratch("a.npy"))), array(.directory(scratch("out"), shards: 2))],
        replacing: false)
      try writeAll(outputs, ranks: 2)
      try outputs.add(Array("{}".utf8), as: scratch("report.json"))
      return outputs
    }
    // Another run has published its report meanwhile.
    let late = try prepare()
    let report = try scratch.write("report.json", [7])
    let found = failure { () throws(ArrayFileError) in try late.publish() }
    #expect(found == Failure("\(report): already exists\ntry: --force", .cannotCreate))
    #expect(try scratch.names() == ["report.json"])
    #expect(try scratch.bytes("report.json") == [7])

    try remove(report)
    try prepare().publish()
    #expect(
      try scratch.names() == [
        "a.npy", "out", "out/part-00000-of-00002.npy", "out/part-00001-of-00002.npy",
        "report.json",
      ])
    #expect(try scratch.bytes("report.json") == Array("{}".utf8))
  }

  @Test func twoRunsIntoOneDirectory() throws {
    let target = array(.directory(scratch("out"), shards: 2))
    let first = try OutputSet.prepare([target], replacing: false)
    let second = try OutputSet.prepare([target], replacing: false)
    try first.publish()
    let out = scratch("out")
    #expect(
      failure { () throws(ArrayFileError) in try second.publish() }
        == Failure("\(out): the directory is not empty\ntry: --force", .cannotCreate))
    #expect(try scratch.names().count == 3)
  }

  @Test("an existing directory keeps other files and loses older parts")
  func replacesParts() throws {
    try scratch.makeDirectory("out")
    try scratch.write("out/part-00000-of-00002.npy", [1])
    try scratch.write("out/part-00007-of-00008.npy", [1])
    try scratch.write("out/part-0-of-1.npy", [2])
    try scratch.write("out/notes.txt", [3])
    let outputs = try OutputSet.prepare(
      [array(.directory(scratch("out"), shards: 2))], replacing: true)
    try writeAll(outputs, ranks: 3)
    #expect(try scratch.bytes("out/part-00000-of-00002.npy") == [1])
    try outputs.checkSizes()
    try outputs.publish()
    #expect(
      try scratch.names() == [
        "out", "out/notes.txt", "out/part-0-of-1.npy", "out/part-00000-of-00002.npy",
        "out/part-00001-of-00002.npy",
      ])
    #expect(try scratch.bytes("out/part-00000-of-00002.npy") == file(Self.numbers.prefix(12)))
  }

  @Test("an empty directory keeps its permissions, and may hold another output")
  func emptyDirectory() throws {
    try scratch.makeDirectory("out")
    let out = scratch("out")
    try FileManager.default.setAttributes([.posixPermissions: 0o2750], ofItemAtPath: out)
    let outputs = try OutputSet.prepare([array(.directory(out, shards: 1))], replacing: false)
    #expect(try scratch.names().count == 3)
    try outputs.publish()
    var status = stat()
    #expect(unsafe stat(out, &status) == 0 && status.st_mode & 0o7777 == 0o2750)

    try scratch.makeDirectory("both")
    let together = try OutputSet.prepare(
      [
        array(.directory(scratch("both"), shards: 2)), array(.file(scratch("both/index.npy"))),
      ], replacing: false)
    try together.publish()
    #expect(
      try scratch.names().filter { $0.hasPrefix("both/") } == [
        "both/index.npy", "both/part-00000-of-00002.npy", "both/part-00001-of-00002.npy",
      ])
  }

  @Test("a report may go into the directory of the shards")
  func documentBesideShards() throws {
    try scratch.makeDirectory("out")
    func prepare(shards: Int) throws -> OutputSet {
      let report = scratch("out/report-of-\(shards).json")
      var outputs = try OutputSet.prepare(
        [array(.directory(scratch("out"), shards: shards))], documents: [report],
        replacing: false)
      try outputs.add([1], as: report)
      return outputs
    }
    let first = try prepare(shards: 1)
    let second = try prepare(shards: 2)
    try first.publish()
    let out = scratch("out")
    #expect(
      failure { () throws(ArrayFileError) in try second.publish() }
        == Failure("\(out): the directory is not empty\ntry: --force", .cannotCreate))
    #expect(
      try scratch.names() == ["out", "out/part-00000-of-00001.npy", "out/report-of-1.json"])
  }

  @Test("a symbolic link stays, its target is written")
  func followsLinks() throws {
    try scratch.makeDirectory("elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: scratch("a.npy"), withDestinationPath: "elsewhere/real.npy")
    for replacing in [false, true] {
      let outputs = try OutputSet.prepare([array(.file(scratch("a.npy")))], replacing: replacing)
      try writeAll(outputs, ranks: 1)
      try outputs.publish()
      #expect(try scratch.names() == ["a.npy", "elsewhere", "elsewhere/real.npy"])
      #expect(try scratch.bytes("elsewhere/real.npy") == file(Self.numbers))
    }
  }

  @Test func noticesWhatAnotherRankDid() throws {
    let path = scratch("a.npy")
    let outputs = try OutputSet.prepare([array(.file(path))], replacing: false)
    try writeAll(outputs, ranks: 1)
    #expect(unsafe truncate(outputs.partialPaths[0], 50) == 0)
    #expect(
      failure { () throws(ArrayFileError) in try outputs.checkSizes() }
        == Failure("\(path): has 50 bytes after writing, expected 174", .io))
    outputs.discard()
    #expect(
      failure { () throws(ArrayFileError) in
        var writer = ArrayWriter(outputs.arrays[0])
        let numbers = Self.numbers
        try writer.write(unsafe numbers.span.bytes, at: 0)
      }
        == Failure(
          "\(path): the first rank created this file, but it is not visible here\n"
            + "try: an output directory that every node shares", .cannotCreate))
  }

  @Test func messagesRoundTrip() throws {
    let outputs = try OutputSet.prepare(
      [
        array(.file(scratch("a.npy"))), array(.directory(scratch("out"), shards: 3)),
        OutputArray(.file(scratch("b.npy")), of: .bool, count: 5),
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

  @Test func smallFiles() throws {
    let path = scratch("report.json")
    try writeWhole([1, 2, 3], to: path, replacing: false)
    #expect(
      failure { () throws(ArrayFileError) in try writeWhole([], to: path, replacing: false) }
        == Failure("\(path): already exists\ntry: --force", .cannotCreate))
    #expect(try scratch.bytes("report.json") == [1, 2, 3])
    try writeWhole([], to: path, replacing: true)
    #expect(try scratch.bytes("report.json") == [])
    #expect(try scratch.names() == ["report.json"])
  }
}
