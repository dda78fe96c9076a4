/// One array with a block for each rank: what a varying collective sends or receives.
///
/// A collection of the blocks, by rank. A block may be empty.
public struct PerRank<Value> {
  /// All blocks, one behind the other in rank order.
  public let elements: [Value]
  /// The length of each rank's block.
  public let counts: [Int]
  /// Where each rank's block starts in ``elements``.
  public let offsets: [Int]

  /// Local. Divides `elements` into blocks of the given lengths.
  ///
  /// - Precondition: no count is negative, and they add up to the number of elements.
  public init(elements: [Value], counts: [Int]) {
    if let wrong = counts.first(where: { $0 < 0 }) {
      fatalError("PerRank: a block of \(wrong) elements")
    }
    let total = counts.reduce(0, +)
    require(
      total == elements.count,
      "PerRank: blocks of \(total) elements together, and \(elements.count) elements")
    self.elements = elements
    self.counts = counts
    offsets = Blocks.offsets(of: counts)
  }

  /// Local. Copies the blocks one behind the other.
  public init(_ blocks: [[Value]]) {
    self.init(elements: Array(blocks.joined()), counts: blocks.map(\.count))
  }

  /// For counts that the ranks have agreed on.
  init(_ elements: [Value], _ blocks: Blocks) {
    self.elements = elements
    counts = blocks.counts
    offsets = blocks.offsets
  }
}

extension PerRank: RandomAccessCollection {
  public var startIndex: Int { 0 }

  /// How many ranks there are.
  public var endIndex: Int { counts.count }

  /// The block of a rank; its indices are those of ``elements``.
  public subscript(rank: Int) -> ArraySlice<Value> {
    require(
      counts.indices.contains(rank), "PerRank: rank \(rank) of \(counts.count)")
    return elements[offsets[rank]..<offsets[rank] + counts[rank]]
  }
}

extension PerRank: Sendable where Value: Sendable {}
extension PerRank: Equatable where Value: Equatable {}
extension PerRank: Hashable where Value: Hashable {}
