import MPI
import Planning
import ShardedArrays

/// Survivors with the partition they are held under, after the decision about moving them.
struct Balanced {
  /// This rank's survivors, with what goes with them.
  var survivors: HeldRecords
  /// Who found how many, and who holds how many now.
  var found: Partition
  var held: Partition
  var outcome: BalanceOutcome
  /// Bytes that this rank sent.
  var sentBytes: Int
}

/// What the decision needs to know about this rank.
struct BalanceRequest {
  var policy: BalancePolicy
  var reuse: Double
  /// One pass over one record on this rank, in seconds.
  var secondsPerRecord: Double
}

extension Balanced {
  /// Collective. Learns who found how many survivors, decides whether an even partition pays,
  /// and if so moves only the records whose owner changes.
  ///
  /// - Complexity: one collective of 8 bytes per rank; where moving is in question two more
  ///   and a trial message per rank; ⌈bytes moved / 1 MiB⌉ messages for each
  ///   column.
  init(
    _ survivors: consuming HeldRecords, request: BalanceRequest, over world: borrowing Communicator
  ) throws(MPIError) {
    let counts = try world.allGather([survivors.count])
    let found = Partition(counts: counts)
    let even = Partition(even: found.total, over: world.size)
    let recordBytes = survivors.recordBytes

    var bandwidth: Double?
    var secondsPerRecord = request.secondsPerRecord
    if found != even && request.policy != .never {
      let busiest = TransferPlan.cost(from: found, to: even).busiest
      bandwidth = try world.trialBandwidth(upTo: busiest * recordBytes)
      secondsPerRecord = try world.allReduce(.max, secondsPerRecord)
    }
    let decision = BalanceDecision(
      policy: request.policy, found: found, target: even, recordBytes: recordBytes,
      bandwidth: bandwidth, secondsPerRecord: secondsPerRecord, reuse: request.reuse)

    let watch = Stopwatch()
    self.found = found
    var moveSeconds = 0.0
    if decision.outcome == .moved {
      self.survivors = try survivors.rebalanced(from: found, to: even, over: world)
      held = even
      let transfer = TransferPlan(rank: world.rank, from: found, to: even)
      sentBytes = transfer.sentCount * recordBytes
      moveSeconds = watch.seconds
    } else {
      self.survivors = survivors
      held = found
      sentBytes = 0
    }
    let moved = decision.outcome == .moved ? decision.surplus : 0
    outcome = BalanceOutcome(
      policy: request.policy,
      decision: decision.outcome,
      movedRecords: moved, movedBytes: moved * recordBytes,
      surplusRecords: decision.surplus, surplusBytes: decision.surplus * recordBytes,
      reuse: request.reuse, bandwidth: bandwidth, secondsPerRecord: secondsPerRecord,
      predictedMoveSeconds: decision.predictedMoveSeconds,
      predictedGainSeconds: decision.predictedGainSeconds, moveSeconds: moveSeconds)
  }
}

extension Balanced {
  /// Collective. Survivors of which some ranks have counted some and do not hold them: all stay
  /// where they were found.
  ///
  /// - Parameter unheld: Those that this rank does not hold, behind those that it does.
  /// - Complexity: one collective of 8 bytes per rank.
  init(
    _ survivors: consuming HeldRecords, unheld: Int, request: BalanceRequest,
    over world: borrowing Communicator
  ) throws(MPIError) {
    found = Partition(counts: try world.allGather([survivors.count + unheld]))
    held = found
    let recordBytes = survivors.recordBytes
    self.survivors = survivors
    sentBytes = 0
    let decision = BalanceDecision(
      policy: .never, found: found, target: Partition(even: found.total, over: world.size),
      recordBytes: recordBytes, bandwidth: nil, secondsPerRecord: request.secondsPerRecord,
      reuse: request.reuse)
    outcome = BalanceOutcome(
      policy: request.policy, decision: decision.outcome == .even ? .even : .notHeld,
      movedRecords: 0, movedBytes: 0, surplusRecords: decision.surplus,
      surplusBytes: decision.surplus * recordBytes, reuse: request.reuse, bandwidth: nil,
      secondsPerRecord: request.secondsPerRecord, predictedMoveSeconds: 0,
      predictedGainSeconds: decision.predictedGainSeconds, moveSeconds: 0)
  }
}

extension Communicator {
  /// Collective. Bytes per second that one rank sends while it receives as much, measured now
  /// with messages to the next rank of a ring; the slowest rank's, the same on every rank.
  ///
  /// The best of three rounds counts: on shared cores a round may wait for a rank that is not
  /// running, which a long transfer does not do at every message.
  ///
  /// - Parameter wanted: Bytes that are about to move; the same on every rank.
  /// - Returns: nil on one rank, which has no link.
  /// - Complexity: four rounds, each of a sixteenth of `wanted` but at least 64 KiB and at most
  ///   4 MiB per rank; one collective of 8 bytes.
  borrowing func trialBandwidth(upTo wanted: Int) throws(MPIError) -> Double? {
    guard size > 1 else { return nil }
    let bytes = Swift.max(64 << 10, Swift.min(wanted / 16, 4 << 20))
    var quickest = Double.infinity
    for round in 0..<4 {
      try barrier()
      let watch = Stopwatch()
      try exchange(
        sending: [Transfer(peer: (rank + 1) % size, byteCount: bytes)],
        receiving: [Transfer(peer: (rank + size - 1) % size, byteCount: bytes)],
        fill: { _, _, piece in piece.zero() }, take: { _, _, _ in })
      // The first round pays for setting up the connection.
      if round > 0 { quickest = Swift.min(quickest, watch.seconds) }
    }
    let seconds = try allReduce(.max, quickest)
    return seconds > 0 ? Double(bytes) / seconds : nil
  }
}
