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
  ///   records received in buffers of 4 MiB or one record, mapped when their first piece
  ///   arrives, and 8 MiB of message buffers; what is sent is given back buffer by buffer where
  ///   this list is the only one that holds it. Records of no bytes change owners without a
  ///   message.
  public consuming func rebalanced(
    from: Partition, to: Partition, over world: borrowing Communicator
  ) throws(MPIError) -> RecordList {
    precondition(from.count(of: world.rank) == count, "rebalancing another rank's records")
    let plan = TransferPlan(rank: world.rank, from: from, to: to)
    let start = from.boundaries[world.rank]
    let width = self.width
    var cursors = plan.outgoing.map {
      RecordCursor(part($0.range.lowerBound - start..<$0.range.upperBound - start))
    }
    let kept = part(plan.kept.lowerBound - start..<plan.kept.upperBound - start)
    // From here on only `kept` and the cursors hold these records.
    let store = self.store
    self = RecordList(width: width, in: store)

    var arrivals = plan.incoming.map {
      ArrivingRecords(count: $0.range.count, width: width, in: store)
    }
    try world.exchange(
      sending: plan.outgoing.map { Transfer(peer: $0.peer, byteCount: $0.range.count * width) },
      receiving: plan.incoming.map { Transfer(peer: $0.peer, byteCount: $0.range.count * width) },
      fill: { transfer, _, piece in cursors[transfer].read(into: &piece) },
      take: { transfer, offset, piece in arrivals[transfer].write(piece, at: offset) })

    // What stays lies between what comes from lower and from higher ranks.
    let lower = plan.incoming.prefix { $0.peer < world.rank }.count
    var owned = RecordList(width: width, in: store)
    for arrival in arrivals.prefix(lower) { owned = owned.joined(with: arrival.list()) }
    owned = owned.joined(with: kept)
    for arrival in arrivals.dropFirst(lower) {
      owned = owned.joined(with: arrival.list())
    }
    return owned
  }
}
