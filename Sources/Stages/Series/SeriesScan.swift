import MPI

/// Rows of words, one for each of some series, the first word its value: what ranks tell each
/// other of series.
package struct SeriesRows {
  package let width: Int
  package private(set) var words: [UInt64] = []

  /// - Parameter width: Words in a row.
  package init(width: Int) { self.width = width }

  package var count: Int { words.count / width }

  subscript(row: Int) -> ArraySlice<UInt64> { words[row * width..<(row + 1) * width] }

  package mutating func append(_ row: some Sequence<UInt64>) {
    words += row
    precondition(words.count % width == 0, "a row of other than \(width) words")
  }

  /// Local. These rows, and those of `farther` whose series have none here.
  package func covering(_ farther: [UInt64]) -> SeriesRows {
    guard !farther.isEmpty else { return self }
    var result = self
    let mine = Set(stride(from: 0, to: words.count, by: width).map { words[$0] })
    for start in stride(from: 0, to: farther.count, by: width)
    where !mine.contains(farther[start]) {
      result.words += farther[start..<start + width]
    }
    return result
  }

  /// Collective. For each series the row of the nearest rank before this one that has one, or
  /// after it.
  ///
  /// - Complexity: ⌈log₂ *P*⌉ messages each way, each with at most a row for every series.
  ///
  /// Recursive doubling: Hillis and Steele, "Data parallel algorithms", CACM 29(12), 1986.
  func nearest(
    _ direction: Direction, on world: borrowing Communicator
  ) throws(StageError) -> SeriesRows {
    var all = self
    var others = SeriesRows(width: width)
    var distance = 1
    while distance < world.size {
      let (lower, upper) = (world.rank - distance, world.rank + distance)
      let below = lower >= 0 ? lower : nil
      let above = upper < world.size ? upper : nil
      let received = try mpi { () throws(MPIError) in
        switch direction {
        case .before: try world.sendReceive(all.words, to: above, from: below)
        case .after: try world.sendReceive(all.words, to: below, from: above)
        }
      }
      others = others.covering(received)
      all = all.covering(received)
      distance *= 2
    }
    return others
  }

  enum Direction { case before, after }
}

/// Words of 8 bytes as they are in memory.
package enum Words {
  package static func of<State: BitwiseCopyable>(_ state: State) -> [UInt64] {
    // SAFETY: a state is made of words of 8 bytes, without gaps.
    unsafe withUnsafeBytes(of: state) { bytes in
      stride(from: 0, to: bytes.count, by: 8).map {
        unsafe bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
      }
    }
  }

  /// - Parameter like: Any state; its bytes are replaced.
  package static func state<State: BitwiseCopyable>(_ words: ArraySlice<UInt64>, like: State)
    -> State
  {
    var state = like
    // SAFETY: as above; as many words as the state has bytes are stored, each a valid number.
    unsafe withUnsafeMutableBytes(of: &state) { bytes in
      precondition(bytes.count == 8 * words.count)
      for (index, word) in words.enumerated() {
        unsafe bytes.storeBytes(of: word, toByteOffset: 8 * index, as: UInt64.self)
      }
    }
    return state
  }
}
