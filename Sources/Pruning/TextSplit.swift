import ArrayFiles
import MPI
import ShardedArrays

// Who reads which lines: ranks split text by bytes, and none knows by itself whether its range
// starts inside quotes.

extension CSVParser {
  /// Collective. Reads this rank's even share of the input; all ranks learn of the first mistake
  /// in order.
  ///
  /// Every rank takes its range for one that does not start inside quotes. That was so where each
  /// has started where the one before has stopped; else the quotes are counted, and ranks that
  /// were wrong read again.
  ///
  /// - Parameters:
  ///   - store: Of this parser: where it has failed, so has the reading.
  ///   - again: A parser that has read nothing, for the same work.
  /// - Returns: Whether this rank's range starts inside quotes.
  /// - Complexity: one read of the files; where a range starts inside quotes, one more to count
  ///   them, and one of its own. Two collectives of some bytes a rank, or four.
  mutating func readSplit(
    over world: borrowing Communicator, agreement: Agreement, store: RecordStore? = nil,
    again: () -> CSVParser
  ) throws(PruningError) -> Bool {
    let partition = Partition(even: input.byteCount, over: world.size)
    let range = partition.range(of: world.rank)
    var isQuoted = false
    var failure = readFailing(range, startsInQuotes: false, store)
    let mine = [first ?? -1, end ?? -1, failure == nil ? 0 : 1]
    let all = try mpi { () throws(MPIError) in try world.allGather(mine) }
    let ranks = (0..<world.size).map {
      Bounds(first: all[3 * $0], end: all[3 * $0 + 1], hasFailed: all[3 * $0 + 2] == 1)
    }
    if !Self.haveStartedRight(ranks, of: partition) {
      isQuoted = try isInQuotes(range, of: input, over: world, agreement: agreement)
      if isQuoted {
        self = again()
        failure = readFailing(range, startsInQuotes: true, store)
      }
    }
    try agree(failure, over: world, agreement: agreement)
    return isQuoted
  }

  /// Collective. Reads the same range again, for other work; all ranks learn of the first mistake
  /// in order.
  ///
  /// A rank that has met one does not stop those before it: theirs would come first.
  mutating func readAgreed(
    _ startsInQuotes: Bool, over world: borrowing Communicator, agreement: Agreement,
    store: RecordStore? = nil
  ) throws(PruningError) {
    let range = Partition(even: input.byteCount, over: world.size).range(of: world.rank)
    let failure = readFailing(range, startsInQuotes: startsInQuotes, store)
    try agree(failure, over: world, agreement: agreement)
  }

  private mutating func readFailing(
    _ range: Range<Int>, startsInQuotes: Bool, _ store: RecordStore?
  ) -> PruningError? {
    do throws(ArrayFileError) {
      try read(range, startsInQuotes: startsInQuotes)
      return store?.failure.map { .scratch($0) }
    } catch {
      return .file(error)
    }
  }

  private func agree(
    _ failure: PruningError?, over world: borrowing Communicator, agreement: Agreement
  ) throws(PruningError) {
    let namesRank =
      switch failure {
      case .file(let error): error.kind == .io
      case nil: false
      default: true
      }
    try agreement.together(world, namesRank: namesRank) { () throws(PruningError) in
      if let failure { throw failure }
    }
  }
}

/// Collective. Whether this rank's range starts inside quotes.
///
/// - Complexity: one read of the files; two collectives.
private func isInQuotes(
  _ range: Range<Int>, of input: CSVInput, over world: borrowing Communicator,
  agreement: Agreement
) throws(PruningError) -> Bool {
  let mine = try agreement.together(world, namesRank: true) {
    () throws(PruningError) -> CSVParser.Quotes in
    try file { () throws(ArrayFileError) in try CSVParser.quotes(in: range, of: input) }
  }
  let all = try mpi { () throws(MPIError) in
    try world.allGather([mine.file, mine.isWhole ? 1 : 0, mine.isOdd ? 1 : 0])
  }
  let before = (0..<world.rank).map {
    CSVParser.Quotes(file: all[3 * $0], isWhole: all[3 * $0 + 1] == 1, isOdd: all[3 * $0 + 2] == 1)
  }
  return CSVParser.startsInQuotes(range, of: input, before: before)
}
