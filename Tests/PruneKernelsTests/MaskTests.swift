import PruneKernels
import Testing

@Suite struct MaskTests {
  static func mask(count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    // Between all dropped and all kept.
    let share = random.next() % 5
    return (0..<count).map { _ in random.next() % 4 < share ? 1 : 0 }
  }

  @Test("and, invert and count against one byte after the other")
  func bytewise() {
    for count in Array(0...200) + [4079, 4080, 4081, 4096, 70_001] {
      let a = Self.mask(count: count, seed: UInt64(count))
      let b = Self.mask(count: count, seed: UInt64(count) + 1000)
      var both = Guarded<UInt8>(count: count, filler: 7)
      both.withOutput { output in
        for index in b.indices { output[index] = b[index] }
        andMask(a.span, into: &output)
      }
      #expect(both.prefix(count) == zip(a, b).map { $0 == 1 && $1 == 1 ? 1 : 0 }, "\(count)")
      #expect(both.isIntact)
      both.withOutput { invertMask(&$0) }
      #expect(both.prefix(count) == zip(a, b).map { $0 == 1 && $1 == 1 ? 0 : 1 }, "\(count)")
      #expect(both.isIntact)
      #expect(countKept(a.span) == a.count { $0 == 1 }, "\(count)")
    }
    #expect(countKept([UInt8](repeating: 1, count: 100_003).span) == 100_003)
  }

  @Test("compaction by a mask, every width, lengths 0 to 200 at several offsets", arguments: paths)
  func compaction(path: KernelPath) throws {
    try TestedType.uint8.visit(Compaction(path: path))
    try TestedType.uint16.visit(Compaction(path: path))
    try TestedType.float.visit(Compaction(path: path))
    try TestedType.double.visit(Compaction(path: path))
  }

  private struct Compaction: TypeVisitor {
    let path: KernelPath

    func visit<E: Tested>(_ type: E.Type) throws {
      for length in 0...200 {
        let offset = length % 7
        let values = mixture(E.self, count: length + offset, seed: UInt64(length))
        let mask = MaskTests.mask(count: length + offset, seed: UInt64(length))
        for keeping in [true, false] {
          let expected = zip(values, mask).dropFirst(offset)
            .filter { ($0.1 == 1) == keeping }.map(\.0)
          var output = Guarded(count: length, filler: E.specials[3])
          let kept = output.withOutput {
            compact(
              values.span.extracting(offset...), where: mask.span.extracting(offset...),
              keeping: keeping, into: &$0, path: path)
          }
          let what: Comment = "\(E.name), \(length) at \(offset), keeping \(keeping), \(path)"
          try #require(kept == expected.count, what)
          try #require(bytes(output.prefix(kept)) == bytes(expected), what)
          try #require(output.isIntact, what)
        }
      }
    }
  }

  @Test(
    "records of any width by a mask, lengths 0 to 200",
    arguments: [0, 1, 2, 3, 4, 5, 7, 8, 12, 16, 20, 24, 32, 40, 100])
  func records(width: Int) throws {
    for length in 0...200 {
      let mask = Self.mask(count: length, seed: UInt64(length * 7 + width))
      let records = (0..<length * width).map { UInt8(truncatingIfNeeded: random(9, $0)) }
      for keeping in [true, false] {
        let chosen = mask.indices.filter { (mask[$0] == 1) == keeping }
        let expected = chosen.flatMap { records[$0 * width..<($0 + 1) * width] }
        // Of numbers, so that both ends are aligned as the narrow kernels need it.
        var source = [UInt64](repeating: 0, count: (records.count + 7) / 8 + 1)
        var output = [UInt64](repeating: .max, count: source.count + 2)
        // SAFETY: numbers read and written as bytes, inside the arrays.
        let kept = unsafe source.withUnsafeMutableBytes { from in
          unsafe from.copyBytes(from: records)
          return unsafe output.withUnsafeMutableBytes { to in
            var target = unsafe UnsafeMutableRawBufferPointer(
              rebasing: to[8..<8 + records.count]
            ).mutableBytes
            return compact(
              recordsOf: width,
              unsafe UnsafeRawBufferPointer(rebasing: from[..<records.count]).bytes,
              where: mask.span, keeping: keeping, into: &target)
          }
        }
        let what: Comment = "\(length) of \(width) bytes, keeping \(keeping)"
        try #require(kept == chosen.count, what)
        let found = bytes(output)
        try #require(Array(found[8..<8 + expected.count]) == expected, what)
        try #require(found.prefix(8) == [UInt8](repeating: 0xFF, count: 8)[...], what)
        let behind = found.dropFirst(8 + records.count)
        try #require(behind == [UInt8](repeating: 0xFF, count: behind.count)[...], what)
      }
    }
  }

  @Test("positions by a mask", arguments: paths)
  func positions(path: KernelPath) throws {
    for length in 0...200 {
      let mask = Self.mask(count: length, seed: UInt64(length))
      for first in [0, 5_000_000_000] {
        for keeping in [true, false] {
          let expected = mask.indices.filter { (mask[$0] == 1) == keeping }
            .map { Int64(first + $0) }
          var output = Guarded<Int64>(count: length, filler: -7)
          let kept = output.withOutput {
            compactPositions(
              where: mask.span, firstPosition: first, keeping: keeping, into: &$0, path: path)
          }
          try #require(output.prefix(kept) == expected, "\(length) from \(first), \(path)")
          try #require(output.isIntact)
        }
      }
    }
  }

  @Test("bytes swapped against a loop over bytes")
  func swapped() {
    check(UInt8.self)
    check(UInt16.self)
    check(UInt32.self)
    check(UInt64.self)

    func check<B: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ type: B.Type) {
      let width = MemoryLayout<B>.size
      for length in 0...100 {
        let values = (0..<length).map { B(truncatingIfNeeded: random(3, $0)) }
        var output = Guarded<B>(count: length, filler: 7)
        output.withOutput { swapBytes(values.span, into: &$0) }
        let source = bytes(values)
        let expected = source.indices.map { source[$0 / width * width + width - 1 - $0 % width] }
        #expect(bytes(output.prefix(length)) == expected, "\(length) of \(width) bytes")
        #expect(output.isIntact)
      }
    }
  }
}
