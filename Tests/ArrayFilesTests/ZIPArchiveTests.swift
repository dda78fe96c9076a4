import ArrayFiles
import ShardedArrays
import Testing

/// A zip file with stored members and nothing optional, put together by hand.
private func zip(_ members: [(name: String, data: [UInt8])]) -> [UInt8] {
  func little(_ values: (Int, Int)...) -> [UInt8] {
    values.flatMap { value, width in
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }
  var bytes: [UInt8] = []
  var directory: [UInt8] = []
  for (name, data) in members {
    let sizes = little((data.count, 4), (data.count, 4), (name.utf8.count, 2), (0, 2))
    let start = bytes.count
    bytes += little((0x0403_4B50, 4), (20, 2), (0, 8), (0, 4)) + sizes + Array(name.utf8) + data
    directory += little((0x0201_4B50, 4), (20, 2), (20, 2), (0, 8), (0, 4)) + sizes
    directory += little((0, 2), (0, 2), (0, 2), (0, 4), (start, 4)) + Array(name.utf8)
  }
  let count = members.count
  let end = little(
    (0x0605_4B50, 4), (0, 4), (count, 2), (count, 2), (directory.count, 4), (bytes.count, 4), (0, 2)
  )
  return bytes + directory + end
}

@Suite struct ZIPArchiveTests {
  private let two = zip([
    ("a.npy", npy(header("<f4", "(3,)"), data: 12)), ("notes.txt", [1, 2, 3]),
    ("b.npy", npy(header("<i8", "(3, 2)"), data: 48)),
  ])

  @Test func membersAreFields() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.npz", two)
    #expect(try archiveMembers(path) == ["a", "b"])
    let input = try RecordInput.open(
      fields: [.init("x", [path, path], member: "a"), .init("y", [path, path], member: "b")])
    #expect(input.count == 6 && input.layout.widths == [4, 16])
    var reader = RecordReader(try RecordInput(decoding: input.encoded()))
    let buffer = RecordBuffer(byteCount: 96)
    try buffer.withMutableBytes(0..<96) { (bytes) throws(ArrayFileError) in
      try reader.read(column: 1, first: 0, count: 6, into: &bytes)
    }
    #expect(
      failure { () throws(ArrayFileError) in
        _ = try RecordInput.open(fields: [.init("x", [path], member: "c")])
      } == Failure("\(path): holds no member 'c', but 'a', 'b'", .badData))
  }

  /// Any bytes: an answer or one error. Sizes in the file are held against the file's own size
  /// before anything is allocated.
  @Test(arguments: 0..<8) func hostileBytes(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let scratch = try Scratch()
    for _ in 0..<300 {
      var bytes = two
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] =
          [0, 0xFF, 0x7F, UInt8.random(in: .min ... .max, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      }
      let path = try scratch.write("a.npz", bytes)
      _ = failure { () throws(ArrayFileError) in
        for member in try archiveMembers(path) {
          let input = try RecordInput.open(fields: [.init("x", [path], member: member)])
          #expect(input.byteCount <= bytes.count, "seed \(seed): \(bytes)")
        }
      }
    }
  }
}
