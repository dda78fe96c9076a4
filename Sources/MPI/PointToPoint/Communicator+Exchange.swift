/// A stretch of bytes that goes from one rank to another.
package struct Transfer: Hashable, Sendable {
  /// The other rank: where the bytes go, or where they come from.
  package var peer: Int
  package var byteCount: Int

  package init(peer: Int, byteCount: Int) {
    self.peer = peer
    self.byteCount = byteCount
  }
}

extension Communicator {
  /// Collective among the ranks that name each other. Sends and receives stretches of bytes of
  /// any length, in pieces that are filled and taken while others are under way.
  ///
  /// Both sides must name the same stretches between two ranks in the same order; the order of
  /// the ranks in a list does not matter. A rank with nothing to send or receive returns at once.
  /// Its messages have a tag above the callers' own; no receive for any tag may be under way on
  /// this communicator meanwhile.
  ///
  /// - Parameters:
  ///   - outgoing: What this rank sends.
  ///   - incoming: What this rank receives.
  ///   - pieceBytes: Longest message, 1 … 2³¹ − 1; the same on every rank.
  ///   - slots: Messages under way in each direction, at least 1.
  ///   - fill: Called with the number of an outgoing stretch, an offset into it, and the piece
  ///     to fill; in order of offset within a stretch.
  ///   - take: Called with the number of an incoming stretch, an offset into it, and the bytes
  ///     that arrived; in any order.
  /// - Complexity: ⌈bytes / `pieceBytes`⌉ messages per stretch; memory of
  ///   `2 × slots × pieceBytes`, whatever the stretches' length.
  ///
  /// The corresponding C functions are `MPI_Isend`, `MPI_Irecv` and `MPI_Waitany` (MPI-3.1
  /// sections 3.7.2 and 3.7.5). Messages between two ranks do not overtake (section 3.5).
  package borrowing func exchange(
    sending outgoing: [Transfer], receiving incoming: [Transfer], pieceBytes: Int = 1 << 20,
    slots: Int = 4,
    fill: (_ transfer: Int, _ offset: Int, _ piece: inout MutableRawSpan) -> Void,
    take: (_ transfer: Int, _ offset: Int, _ piece: RawSpan) -> Void
  ) throws(MPIError) {
    require(
      slots > 0 && pieceBytes > 0 && pieceBytes <= Int(CInt.max),
      "exchange: \(slots) slots, pieces of \(pieceBytes) bytes")
    var sends = PieceQueue(outgoing, pieceBytes: pieceBytes)
    var receives = PieceQueue(incoming, pieceBytes: pieceBytes)
    let sendSlots = Swift.min(slots, sends.count)
    let receiveSlots = Swift.min(slots, receives.count)
    guard sendSlots + receiveSlots > 0 else { return }
    var engine = ExchangeEngine(
      slots: sendSlots + receiveSlots, pieceBytes: pieceBytes, comm: handle)

    var messages = 0
    let start = Lifecycle.seconds
    defer {
      ledger.record(
        .iSend, calls: messages, bytes: outgoing.reduce(0) { $0 + $1.byteCount },
        seconds: Lifecycle.seconds - start)
    }
    for slot in 0..<receiveSlots {
      guard let piece = receives.next() else { break }
      try check("MPI_Irecv", engine.receive(slot: slot, piece))
    }
    for slot in receiveSlots..<receiveSlots + sendSlots {
      guard let piece = sends.next() else { break }
      engine.fill(slot: slot, piece, with: fill)
      messages += 1
      try check("MPI_Isend", engine.send(slot: slot, piece))
      ledger.record(sentTo: worldRanks[piece.peer], bytes: piece.byteCount)
    }
    while true {
      var done: Int?
      try check("MPI_Waitany", engine.waitAny(&done))
      guard let slot = done else { break }
      if slot < receiveSlots {
        if let piece = engine.take(slot: slot, with: take) {
          ledger.record(receivedFrom: worldRanks[piece.peer], bytes: piece.byteCount)
        }
        if let piece = receives.next() {
          try check("MPI_Irecv", engine.receive(slot: slot, piece))
        }
      } else if let piece = sends.next() {
        engine.fill(slot: slot, piece, with: fill)
        messages += 1
        try check("MPI_Isend", engine.send(slot: slot, piece))
        ledger.record(sentTo: worldRanks[piece.peer], bytes: piece.byteCount)
      }
    }
  }
}

/// One message of an exchange.
struct ExchangePiece {
  var transfer: Int
  var peer: Int
  var offset: Int
  var byteCount: Int
}

/// The messages of several stretches in turn: one piece of each stretch, then the next of each,
/// so that no peer waits for another's whole stretch.
///
/// Within a round the peers come in rank order on every rank. With fewer slots than stretches a
/// rank waits for some messages before it posts others; in this order a message waits only for
/// messages of an earlier round, or of the same round between lower ranks, so the waits cannot
/// form a circle.
struct PieceQueue {
  private let transfers: [Transfer]
  /// Numbers of the stretches, by peer.
  private let order: [Int]
  private let pieceBytes: Int
  private var round = 0
  private var place = 0

  let count: Int

  init(_ transfers: [Transfer], pieceBytes: Int) {
    self.transfers = transfers
    self.pieceBytes = pieceBytes
    order = transfers.indices.sorted {
      (transfers[$0].peer, $0) < (transfers[$1].peer, $1)
    }
    count = transfers.reduce(0) {
      $0 + Pieces(byteCount: $1.byteCount, pieceBytes: pieceBytes).count
    }
  }

  mutating func next() -> ExchangePiece? {
    var skipped = 0
    while skipped < transfers.count {
      if place == transfers.count {
        place = 0
        round += 1
      }
      let number = order[place]
      let transfer = transfers[number]
      let offset = round * pieceBytes
      place += 1
      if offset < transfer.byteCount {
        return ExchangePiece(
          transfer: number, peer: transfer.peer, offset: offset,
          byteCount: Swift.min(pieceBytes, transfer.byteCount - offset))
      }
      skipped += 1
    }
    return nil
  }
}

/// The buffers and requests of one exchange.
@safe private struct ExchangeEngine: ~Copyable {
  private static let tag = InternalTag.exchange
  private let comm: CommunicatorHandle
  private let pieceBytes: Int
  private let memory: UnsafeMutableRawBufferPointer
  private var requests: RequestSlots
  private var pieces: [ExchangePiece?]
  /// False from the first request until none is left.
  private var idle = true

  init(slots: Int, pieceBytes: Int, comm: CommunicatorHandle) {
    self.comm = comm
    self.pieceBytes = pieceBytes
    unsafe memory = .allocate(byteCount: slots * pieceBytes, alignment: 64)
    requests = RequestSlots(count: slots)
    pieces = Array(repeating: nil, count: slots)
  }

  deinit {
    // After an error requests may still be under way and the library may still write here: the
    // run is about to end, and the memory is left to it.
    if idle { unsafe memory.deallocate() }
  }

  /// SAFETY of all uses: slot `s` owns bytes `s × pieceBytes ..< (s + 1) × pieceBytes`; a piece
  /// is never longer; a slot is touched only while no request on it is under way.
  private func part(_ slot: Int, _ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(
      rebasing: memory[slot * pieceBytes..<slot * pieceBytes + byteCount])
  }

  mutating func receive(slot: Int, _ piece: ExchangePiece) -> CInt {
    pieces[slot] = piece
    idle = false
    return unsafe requests.receive(
      slot: slot, part(slot, piece.byteCount).baseAddress, piece.byteCount, .byte,
      from: CInt(rank: piece.peer), tag: Self.tag, comm)
  }

  mutating func send(slot: Int, _ piece: ExchangePiece) -> CInt {
    idle = false
    return unsafe requests.send(
      slot: slot, part(slot, piece.byteCount).baseAddress, piece.byteCount, .byte,
      to: CInt(rank: piece.peer), tag: Self.tag, comm)
  }

  func fill(
    slot: Int, _ piece: ExchangePiece, with fill: (Int, Int, inout MutableRawSpan) -> Void
  ) {
    var bytes = unsafe part(slot, piece.byteCount).mutableBytes
    fill(piece.transfer, piece.offset, &bytes)
  }

  func take(slot: Int, with take: (Int, Int, RawSpan) -> Void) -> ExchangePiece? {
    guard let piece = pieces[slot] else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(part(slot, piece.byteCount)).bytes
    take(piece.transfer, piece.offset, bytes)
    return piece
  }

  mutating func waitAny(_ done: inout Int?) -> CInt {
    let code = requests.waitAny(done: &done)
    if Lifecycle.succeeded(code) && done == nil { idle = true }
    return code
  }
}
