/// Which elements a derived datatype takes, counted from its place in a buffer. Pure arithmetic:
/// the bounds of a call are checked with it before the library touches memory.
package enum DatatypeShape: Sendable {
  /// `count` blocks of `blockLength` elements, their starts `stride` apart.
  case vector(count: Int, blockLength: Int, stride: Int)
  /// Blocks in the order in which they travel.
  case indexed(offsets: [Int], lengths: [Int])
}

/// What is known of a shape once it has been looked through.
package struct DatatypeBounds: Hashable, Sendable {
  /// How many elements a message has.
  package var count: Int
  /// The first element and the one behind the last; empty where there are none.
  package var reach: Range<Int>
  /// Whether an element is taken twice: such a datatype can send and not receive
  /// (MPI-3.1 section 4.1.11).
  package var overlaps: Bool
}

extension DatatypeShape {
  /// - Parameter elementBytes: The distance of two elements in memory.
  /// - Precondition: Counts are not negative, and every offset in bytes fits in 64 bits.
  package func bounds(elementBytes: Int) -> DatatypeBounds {
    switch self {
    case .vector(let count, let blockLength, let stride):
      require(
        count >= 0 && blockLength >= 0,
        "a vector of \(count) blocks of \(blockLength) elements")
      guard count > 0 && blockLength > 0 else { return .none }
      let last = Self.product(count - 1, stride)
      let lower = Swift.min(0, last)
      let upper = Self.sum(Swift.max(0, last), blockLength)
      _ = (Self.product(lower, elementBytes), Self.product(upper, elementBytes))
      return DatatypeBounds(
        count: Self.product(count, blockLength), reach: lower..<upper,
        overlaps: count > 1 && stride.magnitude < blockLength.magnitude)
    case .indexed(let offsets, let lengths):
      var bounds = DatatypeBounds.none
      var blocks: [Range<Int>] = []
      for (offset, length) in zip(offsets, lengths) {
        require(length >= 0, "an indexed block of \(length) elements")
        if length > 0 { blocks.append(offset..<Self.sum(offset, length)) }
        bounds.count = Self.sum(bounds.count, length)
      }
      blocks.sort { $0.lowerBound < $1.lowerBound }
      guard let first = blocks.first else { return bounds }
      var upper = first.upperBound
      for block in blocks.dropFirst() {
        if block.lowerBound < upper { bounds.overlaps = true }
        upper = Swift.max(upper, block.upperBound)
      }
      _ = (Self.product(first.lowerBound, elementBytes), Self.product(upper, elementBytes))
      bounds.reach = first.lowerBound..<upper
      return bounds
    }
  }

  private static func product(_ left: Int, _ right: Int) -> Int {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    require(!overflow, "a datatype that reaches \(left) × \(right) is beyond any memory")
    return product
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    require(!overflow, "a datatype that reaches \(left) + \(right) is beyond any memory")
    return sum
  }
}

extension DatatypeBounds {
  static var none: DatatypeBounds { DatatypeBounds(count: 0, reach: 0..<0, overlaps: false) }
}
