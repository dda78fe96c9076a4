// Sizes that cannot be right end the program with the numbers, before anything is sent: another
// rank would wait or write beside its buffer.

extension Communicator {
  /// The length of each of `size` equal blocks.
  borrowing func blockLength(of count: Int, in call: String) -> Int {
    let (length, rest) = count.quotientAndRemainder(dividingBy: size)
    require(rest == 0, "\(call): \(count) elements are not \(size) equal blocks")
    return length
  }

  /// Blocks with a length for each rank.
  borrowing func checkedBlocks(_ counts: [Int], in call: String) -> Blocks {
    require(counts.count == size, "\(call): \(counts.count) counts for \(size) ranks")
    for (rank, count) in counts.enumerated() {
      require(count >= 0, "\(call): \(count) elements for rank \(rank)")
    }
    return Blocks(counts: counts)
  }

  /// Blocks with a length for each rank, of which this rank sends its own.
  borrowing func checkedBlocks(_ counts: [Int], mine: Int, in call: String) -> Blocks {
    let blocks = checkedBlocks(counts, in: call)
    require(
      counts[rank] == mine,
      "\(call): rank \(rank) has \(mine) elements, its count is \(counts[rank])")
    return blocks
  }

  borrowing func checkRanks<Value>(_ parts: PerRank<Value>, in call: String) {
    require(parts.count == size, "\(call): blocks for \(parts.count) of \(size) ranks")
  }
}
