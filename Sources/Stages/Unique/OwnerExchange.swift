import MPI
import PruneKernels
import ShardedArrays

/// Collective. Values meet at the rank that owns their share of all hashes, and the owner says
/// which rank's record stays.
///
/// An entry's identifier at the owner is its place among all that the owner gets, by rank: of one
/// value the lowest identifier is that of the lowest rank, whose records come first.
enum OwnerExchange {
  /// Messages are of about this length, whole entries each.
  static let pieceBytes = 1 << 20
  static let slots = 4

  /// - Parameters:
  ///   - entries: One of each value of this rank, in parts that are whole shares in rank order;
  ///     given back on the way.
  ///   - round: Which of `rounds` equal shares of all hashes they are of.
  /// - Complexity: one collective of 8 bytes for each pair of ranks; a packed entry out and a bit
  ///   back for each value that another rank owns, and 8 bytes back for each survivor where there
  ///   are counts.
  static func survivors(
    of entries: DistinctEntries, round: Int, of rounds: Int, on world: borrowing Communicator
  ) throws(StageError) -> UniqueSurvivors {
    let survivors = UniqueSurvivors(identifiersOf: entries)
    let perRank = entries.parts / world.size
    let sent = (0..<world.size).map {
      entries.count(of: $0 * perRank..<($0 + 1) * perRank)
    }
    let received = try mpi { () throws(MPIError) in try world.allToAll(sent) }
    let routes = Routes(rank: world.rank, sent: sent, received: received)
    let owner = try gather(
      entries, routes, share: round * world.size + world.rank, of: rounds * world.size, on: world)
    owner.finish()
    try answer(owner, routes, into: survivors, on: world)
    return survivors
  }

  /// Brings the entries of all ranks to their owners.
  private static func gather(
    _ entries: DistinctEntries, _ routes: Routes, share: Int, of shares: Int,
    on world: borrowing Communicator
  ) throws(StageError) -> DistinctEntries {
    let layout = EntryLayout(
      identifiers: routes.identifiers, hasCount: entries.layout.hasCount,
      keyWords: entries.layout.keyWords)
    let expected = routes.received.reduce(0, +)
    let pool =
      layout == entries.layout
      ? entries.pool : EntryPool(stride: layout.stride, expected: expected)
    let owner = DistinctEntries(
      layout, keepsLast: entries.keepsLast, held: share..<share + 1, of: shares,
      expected: expected, pool: pool)

    let width = layout.packedStride
    var readers = (0..<world.size).map { EntryReader(entries, share: $0, of: world.size) }
    let buffer = RecordBuffer(byteCount: pool.entriesPerChunk * width)
    var done = 0
    while done < routes.sent[world.rank] {
      let count = Swift.min(pool.entriesPerChunk, routes.sent[world.rank] - done)
      buffer.withMutableBytes(0..<count * width) { readers[world.rank].read(into: &$0) }
      buffer.withBytes(0..<count * width) {
        owner.add(
          $0, count: count, hasCount: layout.hasCount,
          firstIdentifier: routes.offsets[world.rank] + done)
      }
      done += count
    }
    try mpi { () throws(MPIError) in
      try world.exchange(
        sending: routes.transfers(routes.sent.map { $0 * width }),
        receiving: routes.transfers(routes.received.map { $0 * width }),
        pieceBytes: Swift.max(1, pieceBytes / width) * width, slots: slots,
        fill: { transfer, _, piece in readers[routes.peers[transfer]].read(into: &piece) },
        take: { transfer, offset, piece in
          owner.add(
            piece, count: piece.byteCount / width, hasCount: layout.hasCount,
            firstIdentifier: routes.offsets[routes.peers[transfer]] + offset / width)
        })
    }
    return owner
  }

  /// Tells every rank which of the entries that it sent stay, and how many records they stand for.
  private static func answer(
    _ owner: DistinctEntries, _ routes: Routes, into survivors: UniqueSurvivors,
    on world: borrowing Communicator
  ) throws(StageError) {
    let bits = owner.identifierBits(routes.identifiers)
    let littleEndian = bits.map(\.littleEndian)
    // SAFETY: only read, as bytes; so below.
    let taken = try sendBack(
      unsafe littleEndian.span.bytes, from: routes.offsets.map { $0 / 8 },
      counts: routes.received.map(Routes.bitBytes), taking: routes.sent.map(Routes.bitBytes),
      routes, on: world)
    for rank in taken.indices { survivors.keep(taken[rank], of: routes.sent[rank]) }
    guard owner.layout.hasCount else { return }

    let ranked = RankedBits(bits)
    let numbers = owner.numbers(by: ranked)
    let starts = routes.offsets.map { ranked.rank(of: $0) }
    let counts = routes.received.indices.map {
      ranked.rank(of: routes.offsets[$0] + routes.received[$0]) - starts[$0]
    }
    let theirs = try sendBack(
      unsafe numbers.span.bytes, from: starts.map { $0 * 8 }, counts: counts.map { $0 * 8 },
      taking: survivors.kept.map { $0.kept * 8 }, routes, on: world)
    for bytes in theirs { survivors.append(numbers: bytes) }
  }

  /// Sends each rank its stretch of `bytes`, and returns what each rank has sent.
  private static func sendBack(
    _ bytes: borrowing RawSpan, from starts: [Int], counts: [Int], taking lengths: [Int],
    _ routes: Routes, on world: borrowing Communicator
  ) throws(StageError) -> [[UInt8]] {
    var taken = lengths.map { [UInt8](repeating: 0, count: $0) }
    copy(bytes, starts[world.rank], counts[world.rank], into: &taken[world.rank], at: 0)
    try mpi { () throws(MPIError) in
      try world.exchange(
        sending: routes.transfers(counts), receiving: routes.transfers(lengths),
        pieceBytes: pieceBytes, slots: slots,
        fill: { transfer, offset, piece in
          let start = starts[routes.peers[transfer]] + offset
          piece.copyBytes(from: bytes.extracting(start..<start + piece.byteCount))
        },
        take: { transfer, offset, piece in
          copy(piece, 0, piece.byteCount, into: &taken[routes.peers[transfer]], at: offset)
        })
    }
    return taken
  }

  private static func copy(
    _ bytes: RawSpan, _ start: Int, _ count: Int, into target: inout [UInt8], at offset: Int
  ) {
    var span = target.mutableSpan
    // SAFETY: any byte is a UInt8.
    var target = unsafe span.mutableBytes
    target.copyBytes(from: bytes.extracting(start..<start + count), at: offset)
  }
}

/// Local. How many entries go where, and the identifiers that they have there.
package struct Routes {
  /// Entries for each rank, and from each.
  package let sent: [Int]
  package let received: [Int]
  /// The identifier of the first entry from each rank: a multiple of 8, so that the bits of two
  /// ranks share no byte.
  package let offsets: [Int]
  /// All identifiers are below.
  package let identifiers: Int
  /// All ranks but this one.
  package let peers: [Int]

  package init(rank: Int, sent: [Int], received: [Int]) {
    self.sent = sent
    self.received = received
    var offsets: [Int] = []
    var next = 0
    for count in received {
      offsets.append(next)
      next += Self.bitBytes(count) * 8
    }
    self.offsets = offsets
    identifiers = next
    peers = received.indices.filter { $0 != rank }
  }

  package static func bitBytes(_ count: Int) -> Int { (count + 7) / 8 }

  /// A stretch for each peer, of so many bytes.
  package func transfers(_ byteCounts: [Int]) -> [Transfer] {
    peers.map { Transfer(peer: $0, byteCount: byteCounts[$0]) }
  }
}
