import MPI

let communicatorChecks: [Check] = [
  Check(name: "split by parity") { world in
    let part = try world.split(color: world.rank % 2)
    return try group(
      part, of: (0..<world.size).filter { $0 % 2 == world.rank % 2 }, in: world.rank)
  },
  Check(name: "split in reversed order") { world in
    let part = try world.split(color: 0, key: -world.rank)
    return try group(part, of: (0..<world.size).reversed(), in: world.rank)
  },
  Check(name: "split with equal keys keeps the order") { world in
    let part = try world.split(color: 5, key: 1)
    return try group(part, of: Array(0..<world.size), in: world.rank)
  },
  Check(name: "split into single ranks") { world in
    try group(try world.split(color: world.rank), of: [world.rank], in: world.rank)
  },
  Check(name: "split with ranks that take no part") { world in
    let part = try world.split(color: world.rank == 0 ? nil : 2, key: world.rank)
    return try group(
      part, of: world.rank == 0 ? [] : Array(1..<world.size), in: world.rank)
  },
  Check(name: "split in which no rank takes part") { world in
    try group(try world.split(color: nil), of: [], in: world.rank)
  },
  Check(name: "split of a split") { world in
    guard let half = try world.split(color: world.rank % 2) else { return "no part" }
    let quarter = try half.split(color: half.rank % 2, key: -half.rank)
    let ranks = (0..<world.size).filter {
      $0 % 2 == world.rank % 2 && $0 / 2 % 2 == world.rank / 2 % 2
    }
    return try group(quarter, of: ranks.reversed(), in: world.rank)
  },
  Check(name: "split by host") { world in
    // The checks run on one host.
    let hosts = try world.allGather(varying: Array(try world.hostName().utf8))
    let mine = hosts[world.rank]
    let ranks = hosts.indices.filter { hosts[$0].elementsEqual(mine) }
    return try group(try world.splitByHost(), of: ranks, in: world.rank)
  },
  Check(name: "duplicate") { world in
    try group(try world.duplicate(), of: Array(0..<world.size), in: world.rank)
  },
  Check(name: "a rank alone") { world in
    try group(try world.alone(), of: [world.rank], in: world.rank)
  },
  Check(name: "many communicators, made and freed") { world in
    // More than a library that never frees them could hold.
    var sum = 0
    for _ in 0..<300 {
      let copy = try world.duplicate()
      sum += copy.size
    }
    return differs("the sizes", sum, 300 * world.size)
  },
  Check(name: "a communicator that is adopted by its Fortran handle") { world in
    let adopted = try unsafe Communicator(adoptingFortran: world.fortranHandle)
    return try group(adopted, of: Array(0..<world.size), in: world.rank)
  },
  Check(name: "a request outlives its communicator") { world in
    let request = try sumOnCopy(of: world)
    return differs("the sum", try request.wait().array, [world.size])
  },
  Check(name: "a window outlives its communicator") { world in
    let window = try windowOnCopy(of: world)
    let next = (world.rank + 1) % world.size
    try window.put([world.rank], to: next)
    try world.barrier()
    let found = try window.get(count: 1, from: world.rank)
    try window.free()
    return differs("the element", found, [(world.rank + world.size - 1) % world.size])
  },
  Check(name: "windows that go out of scope are freed with the next") { world in
    let before = world.ledger[.windowFree].calls
    let copy = try world.duplicate()
    for _ in 0..<3 { _ = try copy.window(count: 1, filledWith: 0) }
    try copy.window(count: 1, filledWith: 0).free()
    return differs("windows freed", world.ledger[.windowFree].calls - before, 4)
  },
]

private func sumOnCopy(
  of world: borrowing Communicator
) throws(MPIError) -> Request<MessageBuffer<Int>> {
  let copy = try world.duplicate()
  return try copy.iAllReduce(.sum, MessageBuffer([1]))
}

private func windowOnCopy(of world: borrowing Communicator) throws(MPIError) -> Window<Int> {
  let copy = try world.duplicate()
  return try copy.window(count: 1, filledWith: -1)
}

/// What is wrong with a communicator that is to have certain ranks of the world, in this order;
/// nil is right for none.
private func group(
  _ comm: consuming Communicator?, of ranks: [Int], in world: Int
) throws(MPIError) -> String? {
  guard let comm else { return differs("the ranks that have a part", [], ranks) }
  guard let place = ranks.firstIndex(of: world) else { return "a part where none was asked for" }
  let sum = ranks.reduce(0, +)
  return first(
    differs("its size", comm.size, ranks.count), differs("its rank", comm.rank, place),
    differs("its root", comm.isRoot, place == 0),
    differs("its ranks", try comm.allGather([world]), ranks),
    differs("its sum", try comm.allReduce(.sum, world), sum))
}
