public import MPI

extension RecordList {
  /// Collective. These records with ownership changed from one partition to another: order
  /// kept, each record moved at most once, straight to its owner.
  ///
  /// - Parameters:
  ///   - from: How many records each rank holds; this list is this rank's part of it.
  ///   - to: How many each rank shall hold; the same total.
  ///   - world: The ranks that hold them.
  /// - Returns: This rank's records under `to`. What stays shares this list's memory.
  /// - Throws: ``MPIError``; the run must end then.
  /// - Complexity: no collective; ⌈bytes / 1 MiB⌉ messages to each new owner. Memory: the
  ///   records received, 8 MiB of message buffers, and until it returns the records sent.
  public func rebalanced(
    from: Partition, to: Partition, over world: borrowing Communicator
  ) throws(MPIError) -> RecordList {
    precondition(from.count(of: world.rank) == count, "rebalancing another rank's records")
    let plan = TransferPlan(rank: world.rank, from: from, to: to)
    let start = from.boundaries[world.rank]
    func local(_ range: Range<Int>) -> Range<Int> {
      range.lowerBound - start..<range.upperBound - start
    }

    var cursors = plan.outgoing.map { RecordCursor(part(local($0.range))) }
    let arrivals = plan.incoming.map { RecordBuffer(byteCount: $0.range.count * width) }
    try world.exchange(
      sending: plan.outgoing.map { Transfer(peer: $0.peer, byteCount: $0.range.count * width) },
      receiving: plan.incoming.map { Transfer(peer: $0.peer, byteCount: $0.range.count * width) },
      fill: { transfer, _, piece in cursors[transfer].read(into: &piece) },
      take: { transfer, offset, piece in
        arrivals[transfer].withMutableBytes(offset..<offset + piece.byteCount) {
          $0.copyBytes(from: piece)
        }
      })

    var owned = RecordList(width: width)
    var next = 0
    for (part, buffer) in zip(plan.incoming, arrivals) {
      // What stays lies between what comes from lower and from higher ranks.
      if next == 0 && part.peer > world.rank {
        owned = owned.joined(with: self.part(local(plan.kept)))
        next = 1
      }
      let run = Run(buffer: buffer, range: 0..<buffer.byteCount)
      owned = owned.joined(
        with: RecordList(width: width, runs: [run], count: part.range.count))
    }
    if next == 0 && !plan.kept.isEmpty {
      owned = owned.joined(with: self.part(local(plan.kept)))
    }
    return owned
  }
}
