import ArrayFiles
import Foundation
import ShardedArrays
import Testing

@Suite struct ArrayInputTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A file of bytes that count on from `first`.
  func file(_ name: String, _ descr: String, _ shape: String, from first: Int = 0, count: Int)
    throws -> String
  {
    try scratch.write(
      name,
      npy(header(descr, shape)) + (first..<first + count).map { UInt8(truncatingIfNeeded: $0) })
  }

  @Test func joinsAlongTheFirstAxis() throws {
    let a = try file("a.npy", "<i2", "(2, 3)", count: 12)
    let b = try file("b.npy", "<i2", "(0, 3)", count: 0)
    let c = try file("c.npy", "<i2", "(5, 3)", count: 30)
    let input = try ArrayInput.open([a, b, c, a])
    #expect(input.shape == [9, 3] && input.count == 27 && input.byteCount == 54)
    #expect(input.elementType == .int16 && input.byteOrder == .little)
    #expect(input.parts.map(\.path) == [a, b, c, a])
    #expect(input.parts.map(\.firstElement) == [0, 6, 6, 21])
    #expect(input.parts.map(\.count) == [6, 0, 15, 6])
    #expect(try ArrayInput(decoding: input.encoded()) == input)
  }

  @Test func refusesWhatDoesNotFit() throws {
    let a = try file("a.npy", "<i4", "(2, 3)", count: 24)
    func joining(_ descr: String, _ shape: String, _ bytes: Int, first: String? = nil) throws
      -> Failure?
    {
      let b = try file("b.npy", descr, shape, count: bytes)
      return failure { () throws(ArrayFileError) in _ = try ArrayInput.open([first ?? a, b]) }
    }
    let b = scratch("b.npy")
    #expect(
      try joining("<f4", "(2, 3)", 24)
        == Failure("\(b): holds float32, but \(a) holds int32", .badData))
    #expect(
      try joining(">i4", "(2, 3)", 24)
        == Failure("\(b): is big-endian, but \(a) is little-endian", .badData))
    #expect(
      try joining("<i4", "(2, 4)", 32)
        == Failure(
          "\(b): shape [2, 4] does not continue \(a) of shape [2, 3]: "
            + "they may differ only in the first length", .badData))
    #expect(
      try joining("<i4", "(6,)", 24)
        == Failure(
          "\(b): shape [6] does not continue \(a) of shape [2, 3]: "
            + "they may differ only in the first length", .badData))
    #expect(
      try joining("<i4", "()", 4)
        == Failure("\(b): holds a single value (shape []) and cannot be joined with \(a)", .badData)
    )
    let single = try file("single.npy", "<i4", "()", count: 4)
    #expect(
      try joining("<i4", "(1,)", 4, first: single)
        == Failure(
          "\(single): holds a single value (shape []) and cannot be joined with \(b)", .badData))
    let endless = try file("endless.npy", "<i4", "(9223372036854775807, 0)", count: 0)
    #expect(
      try joining("<i4", "(1, 0)", 0, first: endless)
        == Failure(
          "\(b): with this file the inputs together pass 9223372036854775807 records or bytes",
          .badData))
  }

  @Test("every byte of a damaged message is checked")
  func decodesOnlyItsOwn() throws {
    let a = try file("a.npy", "<i2", "(2, 3)", count: 12)
    let good = try ArrayInput.open([a, a]).encoded()
    for count in 0..<good.count {
      #expect(throws: ArrayFileError.malformedMessage(what: "list of inputs")) {
        try ArrayInput(decoding: Array(good.prefix(count)))
      }
    }
    for index in good.indices {
      var bytes = good
      bytes[index] ^= 0x80
      _ = try? ArrayInput(decoding: bytes)
    }
    #expect(throws: ArrayFileError.self) { try ArrayInput(decoding: good + [0]) }
  }

  @Test("any range of elements, over files with and without elements")
  func readsRanges() throws {
    let sizes = [4, 0, 0, 7, 1, 0, 9, 0]
    var paths: [String] = []
    var all: [UInt8] = []
    for (index, size) in sizes.enumerated() {
      let bytes = (0..<2 * size).map { UInt8(all.count + $0) }
      paths.append(try scratch.write("\(index).npy", npy(header("<u2", "(\(size),)")) + bytes))
      all += bytes
    }
    var reader = ArrayReader(try ArrayInput.open(paths))
    var random = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let first = Int.random(in: 0...21, using: &random)
      let count = Int.random(in: 0...21 - first, using: &random)
      var buffer = [UInt8](repeating: 0xEE, count: 2 * count + 3)
      var span = buffer.mutableSpan
      var bytes = unsafe span.mutableBytes
      try reader.read(first: first, count: count, into: &bytes)
      #expect(
        buffer == all[2 * first..<2 * (first + count)] + [0xEE, 0xEE, 0xEE],
        "elements \(first)..<\(first + count), seed 3")
    }
  }

  @Test("elements behind 2³² bytes and 2³¹ elements, in a sparse file")
  func readsFarElements() throws {
    let count = 5_000_000_000
    let start = npy(header("<u2", "(\(count),)"))
    let path = try scratch.write("far.npy", start)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: UInt64(start.count + 2 * count - 4))
    try file.seekToEnd()
    try file.write(contentsOf: [1, 2, 3, 4])
    try file.close()
    var reader = ArrayReader(try ArrayInput.open([path]))
    var buffer = [UInt8](repeating: 0xEE, count: 6)
    var span = buffer.mutableSpan
    var bytes = unsafe span.mutableBytes
    try reader.read(first: count - 3, count: 3, into: &bytes)
    #expect(buffer == [0, 0, 1, 2, 3, 4])
  }

  @Test func noticesAFileThatChanged() throws {
    let a = try file("a.npy", "<i2", "(6,)", count: 12)
    let input = try ArrayInput.open([a])
    let offset = input.parts[0].dataOffset
    _ = try file("a.npy", "<i2", "(6,)", count: 7)
    func reading() -> Failure? {
      failure { () throws(ArrayFileError) in
        var reader = ArrayReader(input)
        var buffer = [UInt8](repeating: 0, count: 12)
        var span = buffer.mutableSpan
        var bytes = unsafe span.mutableBytes
        try reader.read(first: 0, count: 6, into: &bytes)
      }
    }
    #expect(
      reading()
        == Failure(
          "\(a): became shorter while it was read: \(offset + 12) bytes needed, "
            + "the file holds \(offset + 7)", .io))
    try remove(a)
    #expect(reading() == Failure("\(a): no such file", .missingInput))
  }
}
