import MPI

private typealias Difference = (
  name: String, call: @Sendable (borrowing Communicator, Bool) throws -> Void
)

/// Calls that are not the same on rank 1 as on the others, by what is different.
private let differences: [Difference] = [
  ("root", { world, isOdd in _ = try world.broadcast(7, root: isOdd ? 1 : 0) }),
  (
    "count",
    { world, isOdd in _ = try world.allReduce(.sum, Array(repeating: 1, count: isOdd ? 3 : 2)) }
  ),
  ("operation", { world, isOdd in _ = try world.allReduce(isOdd ? .max : .sum, 1.5) }),
  (
    "type",
    { world, isOdd in
      if isOdd { _ = try world.allGather([Float(1)]) } else { _ = try world.allGather([1.0]) }
    }
  ),
  (
    "call",
    { world, isOdd in
      if isOdd { try world.barrier() } else { _ = try world.allReduce(.sum, 1) }
    }
  ),
  ("end", { world, isOdd in if !isOdd { try world.barrier() } }),
  (
    "own-operation",
    { world, isOdd in
      _ = try world.reduce(isOdd ? .combining { Swift.max($0, $1) } : .max, [1, 2], root: 0)
    }
  ),
  (
    "non-blocking",
    { world, isOdd in
      _ = try world.iBroadcast(MessageBuffer([1, 2]), root: isOdd ? 1 : 0).wait()
    }
  ),
  (
    "on-a-duplicate",
    { world, isOdd in
      let copy = try world.duplicate()
      _ = try copy.gather([UInt8(1)], root: isOdd ? 1 : 0)
    }
  ),
  (
    "on-a-part",
    { world, isOdd in
      // The others' order is turned round: rank 1 of two or more stands before rank 0.
      guard let part = try world.split(color: 5, key: -world.rank) else { return }
      _ = try part.scan(.sum, Array(repeating: 1, count: isOdd ? 2 : 1))
    }
  ),
]

/// In the case of this name, rank 1 makes the other call.
func differ(_ name: String, on world: borrowing Communicator) throws {
  for difference in differences where difference.name == name {
    return try difference.call(world, world.rank == 1)
  }
  throw Complaint()
}

/// In each case all ranks make the same call.
func alike(on world: borrowing Communicator) throws {
  for difference in differences { try difference.call(world, false) }
}
