/// Where the elements of each rank are in one buffer: the arguments of a varying call, by rank.
struct Blocks {
  /// Elements.
  let counts: [Int]
  /// Elements from the start of the buffer.
  let offsets: [Int]

  /// Blocks one behind the other.
  init(counts: [Int]) {
    self.counts = counts
    offsets = Blocks.offsets(of: counts)
  }

  init<Value>(_ parts: PerRank<Value>) {
    counts = parts.counts
    offsets = parts.offsets
  }

  /// One block at the start of the buffer, for one rank; nothing for the others.
  init(count: Int, for rank: Int, of ranks: Int) {
    var counts = Array(repeating: 0, count: ranks)
    if counts.indices.contains(rank) { counts[rank] = count }
    self.counts = counts
    offsets = Array(repeating: 0, count: ranks)
  }

  /// The same block, the start of the buffer, for every rank.
  init(sameForAll count: Int, of ranks: Int) {
    counts = Array(repeating: count, count: ranks)
    offsets = Array(repeating: 0, count: ranks)
  }

  /// Elements in all blocks that lie one behind the other.
  var total: Int { (offsets.last ?? 0) + (counts.last ?? 0) }

  static func offsets(of counts: [Int]) -> [Int] {
    var offset = 0
    return counts.map { count in
      defer { offset += count }
      return offset
    }
  }
}
