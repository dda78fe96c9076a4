import MPI

/// Blocking collectives with equal blocks.
let collectiveSections: [Section] = [
  .call("barrier") { world in try world.barrier() },
  .call("broadcast-into") { world in
    var elements = [world.rank, world.rank]
    var span = elements.mutableSpan
    try world.broadcast(into: &span)
    expect(elements == [0, 0], "broadcast(into:)")
  },
  .call("broadcast-array") { world in
    let elements = try world.broadcast(world.rank == 0 ? [1, 2, 3] : [])
    expect(elements == [1, 2, 3], "broadcast([E])")
  },
  .call("broadcast-value") { world in
    expect(try world.broadcast(world.rank + 5) == 5, "broadcast(E)")
  },
  .call("all-reduce-into") { world in
    let mine = [1.5, 2]
    var all = [0.0, 0]
    var span = all.mutableSpan
    try world.allReduce(.max, mine.span, into: &span)
    expect(all == mine, "allReduce(into:)")
  },
  .call("all-reduce-array") { world in
    expect(try world.allReduce(.sum, [1, 2]) == [world.size, 2 * world.size], "allReduce([E])")
  },
  .call("all-reduce-value") { world in
    expect(try world.allReduce(.min, world.rank) == 0, "allReduce(E)")
  },
  .call("all-reduce-own") { world in
    let op = Reduction<Int>.combining { Swift.max($0, $1) }
    expect(try world.allReduce(op, world.rank) == world.size - 1, "allReduce(.combining)")
  },
  .call("ex-scan-value") { world in
    expect(try world.exScan(.sum, 1, first: 0) == world.rank, "exScan(E)")
  },
  .call("gather") { world in
    let all = try world.gather([world.rank, 7])
    expect((all?.count ?? 2 * world.size) == 2 * world.size, "gather([E])")
  },
  .call("all-gather") { world in
    expect(try world.allGather([world.rank]) == Array(0..<world.size), "allGather([E])")
  },
  .call("reduce-into") { world in
    let mine = [1, 2]
    var all = [0, 0]
    var span = all.mutableSpan
    try world.reduce(.sum, mine.span, into: &span)
    expect(world.rank != 0 || all == [world.size, 2 * world.size], "reduce(into:)")
  },
  .call("reduce-array") { world in
    let all = try world.reduce(.sum, [1, 2])
    expect((all == nil) == (world.rank != 0), "reduce([E])")
  },
  .call("reduce-value") { world in
    let all = try world.reduce(.sum, 1)
    expect(all == (world.rank == 0 ? world.size : nil), "reduce(E)")
  },
  .call("all-reduce-in-place") { world in
    var all = [1, 2]
    var span = all.mutableSpan
    try world.allReduce(.sum, inPlace: &span)
    expect(all == [world.size, 2 * world.size], "allReduce(inPlace:)")
  },
  .call("scan-into") { world in
    let mine = [1]
    var all = [0]
    var span = all.mutableSpan
    try world.scan(.sum, mine.span, into: &span)
    expect(all == [world.rank + 1], "scan(into:)")
  },
  .call("scan-array") { world in
    expect(try world.scan(.sum, [1]) == [world.rank + 1], "scan([E])")
  },
  .call("scan-value") { world in
    expect(try world.scan(.sum, 1) == world.rank + 1, "scan(E)")
  },
  .call("scan-in-place") { world in
    var all = [1]
    var span = all.mutableSpan
    try world.scan(.sum, inPlace: &span)
    expect(all == [world.rank + 1], "scan(inPlace:)")
  },
  .call("ex-scan-into") { world in
    let mine = [1]
    var before = [0]
    var span = before.mutableSpan
    try world.exScan(.sum, mine.span, into: &span)
    expect(before == [world.rank], "exScan(into:)")
  },
  .call("ex-scan-array") { world in
    expect(try world.exScan(.sum, [1], first: [0]) == [world.rank], "exScan([E])")
  },
  .call("reduce-scatter") { world in
    let mine = Array(repeating: 1, count: world.size)
    expect(try world.reduceScatter(.sum, mine) == [world.size], "reduceScatter([E])")
  },
  .call("reduce-scatter-counts") { world in
    let counts = (0..<world.size).map(\.self)
    let mine = Array(repeating: 1, count: counts.reduce(0, +))
    let part = try world.reduceScatter(.sum, mine, counts: counts)
    expect(part == Array(repeating: world.size, count: world.rank), "reduceScatter(counts:)")
  },
  .call("gather-into") { world in
    let mine = [world.rank]
    var all = Array(repeating: -1, count: world.size)
    var span = all.mutableSpan
    try world.gather(mine.span, into: &span)
    expect(world.rank != 0 || all == Array(0..<world.size), "gather(into:)")
  },
  .call("all-gather-into") { world in
    let mine = [world.rank]
    var all = Array(repeating: -1, count: world.size)
    var span = all.mutableSpan
    try world.allGather(mine.span, into: &span)
    expect(all == Array(0..<world.size), "allGather(into:)")
  },
  .call("all-gather-in-place") { world in
    var all = Array(repeating: world.rank, count: world.size)
    var span = all.mutableSpan
    try world.allGather(inPlace: &span)
    expect(all == Array(0..<world.size), "allGather(inPlace:)")
  },
  .call("scatter") { world in
    let part = try world.scatter(world.rank == 0 ? Array(0..<world.size) : nil)
    expect(part == [world.rank], "scatter([E]?)")
  },
  .call("scatter-into") { world in
    let all = world.rank == 0 ? Array(0..<world.size) : []
    var part = [-1]
    var span = part.mutableSpan
    try world.scatter(all.span, into: &span)
    expect(part == [world.rank], "scatter(into:)")
  },
  .call("all-to-all") { world in
    let mine = Array(repeating: world.rank, count: world.size)
    expect(try world.allToAll(mine) == Array(0..<world.size), "allToAll([E])")
  },
  .call("all-to-all-into") { world in
    let mine = Array(repeating: world.rank, count: world.size)
    var all = mine
    var span = all.mutableSpan
    try world.allToAll(mine.span, into: &span)
    expect(all == Array(0..<world.size), "allToAll(into:)")
  },
  .call("reproducible-sum") { world in
    expect(try world.reproducibleSum([1.0]) == Double(world.size), "reproducibleSum")
  },
]
