import MPI

/// Blocking collectives with blocks of different lengths.
let variedSections: [Section] = [
  .call("gather-varying") { world in
    let all = try world.gather(varying: lines(of: world.rank))
    expect(all == (world.rank == 0 ? everyones(world.size) : nil), "gather(varying:)")
  },
  .call("gather-varying-counts") { world in
    let counts = everyones(world.size).counts
    let all = try world.gather(varying: lines(of: world.rank), counts: counts)
    expect(all == (world.rank == 0 ? everyones(world.size) : nil), "gather(varying:counts:)")
  },
  .call("gather-bytes") { world in
    let all = try world.gatherBytes([UInt8(world.rank)])
    expect(all?.count == (world.rank == 0 ? world.size : nil), "gatherBytes")
  },
  .call("all-gather-varying") { world in
    let all = try world.allGather(varying: lines(of: world.rank))
    expect(all == everyones(world.size), "allGather(varying:)")
  },
  .call("all-gather-varying-counts") { world in
    let counts = everyones(world.size).counts
    let all = try world.allGather(varying: lines(of: world.rank), counts: counts)
    expect(all == everyones(world.size), "allGather(varying:counts:)")
  },
  .call("scatter-varying") { world in
    let all = world.rank == 0 ? everyones(world.size) : nil
    let part = try world.scatter(varying: all)
    expect(part == lines(of: world.rank), "scatter(varying:)")
  },
  .call("all-to-all-varying") { world in
    let mine = PerRank((0..<world.size).map { Array(repeating: world.rank, count: $0) })
    let part = try world.allToAll(varying: mine)
    expect(part.count == world.size, "allToAll(varying:)")
  },
  .call("all-to-all-varying-counts") { world in
    let mine = PerRank((0..<world.size).map { Array(repeating: world.rank, count: $0) })
    let counts = Array(repeating: world.rank, count: world.size)
    let part = try world.allToAll(varying: mine, receiving: counts)
    expect(part.counts == counts, "allToAll(varying:receiving:)")
  },
]

/// As many elements as the rank's number and one more.
private func lines(of rank: Int) -> [Int] { Array(repeating: rank, count: rank + 1) }

private func everyones(_ size: Int) -> PerRank<Int> { PerRank((0..<size).map(lines)) }
