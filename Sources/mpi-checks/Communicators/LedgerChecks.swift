import MPI

/// Calls and bytes, counted as the documentation of each call says; no call is hidden.
let ledgerChecks: [Check] = [
  spent("broadcast into a span", ["MPI_Bcast": (1, 40)]) { world in
    _ = try written(into: [Double](repeating: 0, count: 5)) { try world.broadcast(into: &$0) }
  },
  spent("broadcast of an array: the length first", ["MPI_Bcast": (2, 8 + 40)]) { world in
    _ = try world.broadcast([Double](repeating: 0, count: 5))
  },
  spent("allReduce", ["MPI_Allreduce": (1, 6)]) { world in
    _ = try world.allReduce(.sum, [1, 2, 3] as [Int16])
  },
  spent("reduce", ["MPI_Reduce": (1, 16)]) { world in _ = try world.reduce(.sum, [1, 2]) },
  spent("scan", ["MPI_Scan": (1, 16)]) { world in _ = try world.scan(.sum, [1, 2]) },
  spent("exScan", ["MPI_Exscan": (1, 8)]) { world in _ = try world.exScan(.sum, 1, first: 0) },
  spent("gather", ["MPI_Gather": (1, 24)]) { world in _ = try world.gather([1, 2, 3]) },
  spent("allGather", ["MPI_Allgather": (1, 24)]) { world in _ = try world.allGather([1, 2, 3]) },
  spent(
    "gather(varying:): the counts first", ["MPI_Allgather": (1, 8), "MPI_Gatherv": (1, 24)]
  ) { world in
    _ = try world.gather(varying: [1, 2, 3])
  },
  spent("gather(varying:) with counts", ["MPI_Gatherv": (1, 24)]) { world in
    _ = try world.gather(varying: [1, 2, 3], counts: Array(repeating: 3, count: world.size))
  },
  spent(
    "allGather(varying:): the counts first", ["MPI_Allgather": (1, 8), "MPI_Allgatherv": (1, 24)]
  ) { world in
    _ = try world.allGather(varying: [1, 2, 3])
  },
  spent("firstFailure where nobody fails", ["MPI_Allreduce": (1, 8)]) { world in
    _ = try world.firstFailure(nil)
  },
  spent("sameOnAllRanks", ["MPI_Allreduce": (1, 16)]) { world in _ = try world.sameOnAllRanks(7) },
  spent("reproducibleSum", ["MPI_Allreduce": (1, 568)]) { world in
    _ = try world.reproducibleSum([1.0, 2.0])
  },
  spent("iAllReduce", ["MPI_Iallreduce": (1, 16), "MPI_Wait": (1, 0)]) { world in
    _ = try world.iAllReduce(.sum, MessageBuffer([1, 2])).wait()
  },
  spent("duplicate", ["MPI_Comm_dup": (1, 0)]) { world in _ = try world.duplicate() },
  Check(name: "ledger: allToAll counts what each rank has for all") { world in
    let spent = try spending(world) { world in
      _ = try world.allToAll(varying: PerRank(Array(repeating: [1, 2], count: world.size)))
    }
    let bytes = 8 * world.size
    // Which of the two it is depends on whether the library counts in 64 bits.
    let call = spent["MPI_Alltoallw"] == nil ? "MPI_Alltoallv" : "MPI_Alltoallw"
    return differs("spent", spent, ["MPI_Alltoall": [1, bytes], call: [1, 2 * bytes]])
  },
  Check(name: "ledger: messages by peer") { world in
    // Rank r sends r + 1 doubles to the next rank, and receives as many as that one's.
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    return try peers(
      world, to: next, bytes: 8 * (world.rank + 1), from: before, bytes: 8 * (before + 1)
    ) { world in
      let request = try world.iSend([Double](repeating: 1, count: world.rank + 1), to: next)
      _ = try world.receive(Double.self, from: before)
      try request.wait()
    }
  },
  Check(name: "ledger: peers of a part are counted by their rank in the world") { world in
    guard let part = try world.split(color: 0, key: -world.rank) else { return "no part" }
    // The next in reversed order is the one before.
    let next = (world.rank + world.size - 1) % world.size
    let before = (world.rank + 1) % world.size
    let place = (part.rank + 1) % part.size
    let source = (part.rank + part.size - 1) % part.size
    return try peers(world, to: next, bytes: 12, from: before, bytes: 12) { _ in
      let request = try part.iSend([1, 2, 3] as [Int32], to: place)
      _ = try part.receive(Int32.self, from: source)
      try request.wait()
    }
  },
  Check(name: "ledger: one-sided transfers by peer") { world in
    let window = try world.window(count: 4, filledWith: 0)
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    let wrong = try peers(world, to: next, bytes: 16, from: before, bytes: 8) { _ in
      try window.put([1, 2], to: next)
      _ = try window.get(count: 1, from: before, at: 3)
    }
    try world.barrier()
    return wrong
  },
  Check(name: "ledger: one-sided transfers on a part by the rank in the world") { world in
    guard let part = try world.split(color: 0, key: -world.rank) else { return "no part" }
    let window = try part.window(count: 4, filledWith: 0)
    let place = (part.rank + 1) % part.size
    let next = (world.rank + world.size - 1) % world.size
    let wrong = try peers(world, to: next, bytes: 16, from: next, bytes: 8) { _ in
      try window.put([1, 2], to: place)
      _ = try window.get(count: 1, from: place, at: 3)
    }
    try part.barrier()
    return wrong
  },
]

/// A check that the same calls and bytes are entered on every rank.
private func spent(
  _ name: String, _ expected: [String: (calls: Int, bytes: Int)],
  _ body: @escaping @Sendable (borrowing Communicator) throws -> Void
) -> Check {
  let expected = expected.mapValues { [$0.calls, $0.bytes] }
  return Check(name: "ledger: \(name)") { world in
    differs("spent", try spending(world, body), expected)
  }
}

/// Calls and bytes that `body` enters, by the call's name.
private func spending(
  _ world: borrowing Communicator, _ body: (borrowing Communicator) throws -> Void
) throws -> [String: [Int]] {
  let before = world.ledger.entries
  try body(world)
  return added(world.ledger.entries, to: before)
}

/// Calls and bytes that entries have more than they had before.
private func added<Key>(
  _ now: [Key: Ledger.Entry], to before: [Key: Ledger.Entry]
) -> [Key: [Int]] {
  var added: [Key: [Int]] = [:]
  for (key, entry) in now {
    let calls = entry.calls - (before[key]?.calls ?? 0)
    if calls > 0 { added[key] = [calls, entry.bytes - (before[key]?.bytes ?? 0)] }
  }
  return added
}

/// What is wrong with the entries by peer after `body`, which is to send one message to one rank
/// and receive one from another.
private func peers(
  _ world: borrowing Communicator, to next: Int, bytes sent: Int, from before: Int,
  bytes received: Int, _ body: (borrowing Communicator) throws -> Void
) throws -> String? {
  let old = (world.ledger.sentByPeer, world.ledger.receivedByPeer)
  try body(world)
  return first(
    differs("sent", added(world.ledger.sentByPeer, to: old.0), [next: [1, sent]]),
    differs("received", added(world.ledger.receivedByPeer, to: old.1), [before: [1, received]]))
}
