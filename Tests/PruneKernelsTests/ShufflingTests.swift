import PruneKernels
import Testing

@Suite struct ShufflingTests {
  static let widths = [1, 2, 3, 4, 7, 8, 12, 16]

  /// By its definition: byte `plane` of element `index` is the one at `plane * count + index`.
  static func shuffled(_ bytes: [UInt8], width: Int) -> [UInt8] {
    let count = bytes.count / width
    var result = bytes
    for index in 0..<count {
      for plane in 0..<width { result[plane * count + index] = bytes[index * width + plane] }
    }
    return result
  }

  static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: random(7, $0)) }
  }

  @Test("there and back, lengths around whole elements and stretches", arguments: widths)
  func wholes(width: Int) throws {
    for elements in Array(0...40) + [1023, 1024, 1025, 2500] {
      for rest in Set([0, 1, width - 1]) {
        let bytes = Self.bytes(elements * width + rest)
        var output = Guarded<UInt8>(count: bytes.count, filler: 9)
        output.withOutput { target in
          var target = unsafe target.mutableBytes
          shuffle(unsafe bytes.span.bytes, width: width, into: &target)
        }
        let what: Comment = "\(elements) elements of \(width) and \(rest) bytes"
        let expected = Self.shuffled(bytes, width: width)
        try #require(output.prefix(bytes.count) == expected && output.isIntact, what)
        var back = Guarded<UInt8>(count: bytes.count, filler: 9)
        back.withOutput { target in
          var target = unsafe target.mutableBytes
          unshuffle(unsafe expected.span.bytes, width: width, from: 0, into: &target)
        }
        try #require(back.prefix(bytes.count) == bytes && back.isIntact, what)
      }
    }
  }

  @Test("any whole elements, and all to the end", arguments: widths)
  func parts(width: Int) throws {
    let bytes = Self.bytes(100 * width + width - 1)
    let shuffled = Self.shuffled(bytes, width: width)
    for first in [0, 1, 31, 99, 100] {
      for end in [first * width, (first + (100 - first) / 2) * width, 100 * width, bytes.count] {
        let range = first * width..<end
        var output = Guarded<UInt8>(count: range.count, filler: 9)
        output.withOutput { target in
          var target = unsafe target.mutableBytes
          unshuffle(unsafe shuffled.span.bytes, width: width, from: first * width, into: &target)
        }
        let what: Comment = "bytes \(range) in elements of \(width)"
        try #require(output.prefix(range.count) == Array(bytes[range]) && output.isIntact, what)
      }
    }
  }
}
