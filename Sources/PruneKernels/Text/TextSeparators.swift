import CPruneKernels

/// Finds the separators of delimited text (RFC 4180), piece by piece.
///
/// A field that starts with a quote ends with one, and a quote inside it is doubled; a quote
/// inside any other field, or anything but a separator behind a closing one, is a mistake. A
/// carriage return before a line feed belongs to the line's end.
package struct TextSeparators: Sendable {
  /// What stands where it may not.
  package enum Mistake: Sendable {
    case quoteInField, textBehindQuote
  }

  /// How the text ends that has been looked at.
  package enum End: Sendable {
    case fieldStart, inField, inQuotes
  }

  package let delimiter: UInt8
  private let path: KernelPath
  private var state: Int32 = 0
  /// Line feeds among the separators that the last call found.
  package private(set) var lines = 0

  /// Starts where a record starts.
  package init(delimiter: UInt8, path: KernelPath = .best) {
    self.delimiter = delimiter
    self.path = path
  }

  package var end: End {
    switch state {
    case 0: .fieldStart
    case 2: .inQuotes
    default: .inField
    }
  }

  /// Local. Looks at the bytes `range` of `text`, which follow those of the last call.
  ///
  /// - Parameters:
  ///   - places: Gets the place in `text` of each separator, from `count` on; has room for as many
  ///     as there are bytes.
  ///   - count: Places so far; grows.
  /// - Returns: The first mistake and its place in `text`; what comes behind it is not looked at.
  /// - Complexity: O(*n*), several GB/s without quotes and 0.6 GB/s with many.
  package mutating func find(
    _ range: Range<Int>, of text: RawSpan, into places: inout MutableSpan<UInt32>,
    count: inout Int
  ) -> (Mistake, place: Int)? {
    precondition(
      range.upperBound <= text.byteCount && range.upperBound <= Int(UInt32.max)
        && places.count - count >= range.count, "separators of \(range)")
    var state = self.state
    var used = 0
    var lines = 0
    // SAFETY: the range lies inside the text, and `places` has room for one place per byte of it;
    // both were just checked, and neither pointer leaves its closure.
    let found = unsafe text.withUnsafeBytes { bytes in
      unsafe places.withUnsafeMutableBufferPointer { places -> Int in
        guard range.count > 0, let start = bytes.baseAddress, let target = places.baseAddress
        else { return 0 }
        let text = unsafe start.advanced(by: range.lowerBound)
          .assumingMemoryBound(to: UInt8.self)
        #if arch(x86_64)
          if path == .avx512 {
            return unsafe prune_text_separators_avx512(
              text, range.count, delimiter, UInt32(range.lowerBound), &state, target + count,
              &lines, &used)
          }
        #endif
        return unsafe prune_text_separators(
          text, range.count, delimiter, UInt32(range.lowerBound), &state, target + count, &lines,
          &used)
      }
    }
    self.state = state
    self.lines = lines
    count += found
    guard used < range.count else { return nil }
    return (state == 1 ? .quoteInField : .textBehindQuote, range.lowerBound + used)
  }
}

/// Local. How many bytes are `byte`.
package func countBytes(equalTo byte: UInt8, in text: RawSpan) -> Int {
  // SAFETY: the pointer covers the span and stays in the closure.
  unsafe text.withUnsafeBytes { bytes in
    guard let start = bytes.baseAddress else { return 0 }
    return unsafe prune_text_count(
      start.assumingMemoryBound(to: UInt8.self), bytes.count, byte)
  }
}
