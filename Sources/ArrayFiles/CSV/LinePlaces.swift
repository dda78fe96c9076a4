package import ShardedArrays

/// How the places of records' lines are held, moved and written: where each starts behind the
/// headers, and its bytes with the line's end.
///
/// One word of 64 bits a line, 40 for the place and 24 for the length, which ``CSVParser`` limits;
/// two words where the input has a tebibyte or more.
package struct LinePlaces: Sendable, Hashable {
  let isWide: Bool

  private static let lengthBits = 24

  /// - Parameter byteCount: Of the whole input.
  package init(inputOf byteCount: Int) {
    isWide = byteCount >= 1 << (64 - Self.lengthBits)
  }

  /// Bytes of one place.
  package var width: Int { isWide ? 16 : 8 }

  /// Local. Puts the place of one line.
  @inline(__always)
  package func set(_ index: Int, of words: inout MutableSpan<UInt64>, start: Int, length: Int) {
    if isWide {
      words[2 * index] = UInt64(start)
      words[2 * index + 1] = UInt64(length)
    } else {
      words[index] = UInt64(start) << UInt64(Self.lengthBits) | UInt64(length)
    }
  }

  /// Local. Calls `body` with each line's place, in order.
  package func forEach<Failure: Error>(
    in list: RecordList, _ body: (_ start: Int, _ length: Int) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(list.width == width, "places of \(list.width) bytes")
    try list.forEachRun { (run) throws(Failure) in
      try run.withElements(as: UInt64.self) { (words) throws(Failure) in
        if isWide {
          for index in 0..<words.count / 2 {
            try body(Int(words[2 * index]), Int(words[2 * index + 1]))
          }
        } else {
          for index in words.indices {
            let word = words[index]
            try body(
              Int(word >> UInt64(Self.lengthBits)), Int(word & (1 << UInt64(Self.lengthBits) - 1)))
          }
        }
      }
    }
  }
}
