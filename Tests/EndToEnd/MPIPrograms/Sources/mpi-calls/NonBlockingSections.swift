import MPI

/// Non-blocking collectives: started and waited for.
let nonBlockingSections: [Section] = [
  .call("i-barrier") { world in try world.iBarrier().wait() },
  .call("i-broadcast") { world in
    let all = try world.iBroadcast(MessageBuffer([world.rank]), root: 0).wait()
    expect(all.array == [0], "iBroadcast")
  },
  .call("i-reduce") { world in
    let all = try world.iReduce(.sum, MessageBuffer([1]), root: 0).wait()
    let elements = all?.array
    expect(elements == (world.rank == 0 ? [world.size] : nil), "iReduce")
  },
  .call("i-all-reduce") { world in
    expect(
      try world.iAllReduce(.sum, MessageBuffer([1])).wait().array == [world.size], "iAllReduce")
  },
  .call("i-scan") { world in
    expect(try world.iScan(.sum, MessageBuffer([1])).wait().array == [world.rank + 1], "iScan")
  },
  .call("i-ex-scan") { world in
    let before = try world.iExScan(.sum, MessageBuffer([1]), first: 0).wait()
    expect(before.array == [world.rank], "iExScan")
  },
  .call("i-reduce-scatter") { world in
    let mine = MessageBuffer(repeating: 1, count: world.size)
    expect(try world.iReduceScatter(.sum, mine).wait().array == [world.size], "iReduceScatter")
  },
  .call("i-reduce-scatter-counts") { world in
    let counts = Array(repeating: 1, count: world.size)
    let mine = MessageBuffer(repeating: 1, count: world.size)
    let part = try world.iReduceScatter(.sum, mine, counts: counts).wait()
    expect(part.array == [world.size], "iReduceScatter(counts:)")
  },
  .call("i-gather") { world in
    let all = try world.iGather(MessageBuffer([world.rank]), root: 0).wait()
    let elements = all?.array
    expect(elements == (world.rank == 0 ? Array(0..<world.size) : nil), "iGather")
  },
  .call("i-gather-varying") { world in
    let counts = Array(repeating: 1, count: world.size)
    let all = try world.iGather(varying: MessageBuffer([world.rank]), counts: counts, root: 0)
      .wait()
    let elements = all?.array
    expect(elements == (world.rank == 0 ? Array(0..<world.size) : nil), "iGather(varying:)")
  },
  .call("i-all-gather") { world in
    let all = try world.iAllGather(MessageBuffer([world.rank])).wait()
    expect(all.array == Array(0..<world.size), "iAllGather")
  },
  .call("i-all-gather-varying") { world in
    let counts = Array(repeating: 1, count: world.size)
    let all = try world.iAllGather(varying: MessageBuffer([world.rank]), counts: counts).wait()
    expect(all.array == Array(0..<world.size), "iAllGather(varying:)")
  },
  .call("i-scatter") { world in
    let all = world.rank == 0 ? MessageBuffer(Array(0..<world.size)) : nil
    expect(try world.iScatter(all, count: 1, root: 0).wait().array == [world.rank], "iScatter")
  },
  .call("i-scatter-varying") { world in
    let counts = Array(repeating: 1, count: world.size)
    let all = world.rank == 0 ? MessageBuffer(Array(0..<world.size)) : nil
    let part = try world.iScatter(varying: all, counts: counts, root: 0).wait()
    expect(part.array == [world.rank], "iScatter(varying:)")
  },
  .call("i-all-to-all") { world in
    let mine = MessageBuffer(repeating: world.rank, count: world.size)
    expect(try world.iAllToAll(mine).wait().array == Array(0..<world.size), "iAllToAll")
  },
  .call("i-all-to-all-varying") { world in
    let counts = Array(repeating: 1, count: world.size)
    let mine = MessageBuffer(repeating: world.rank, count: world.size)
    let all = try world.iAllToAll(varying: mine, sending: counts, receiving: counts).wait()
    expect(all.array == Array(0..<world.size), "iAllToAll(varying:)")
  },
  Section("is-done") { world in
    let request = try world.iBarrier()
    _ = try mark("is-done") { try request.isDone() }
    try request.wait()
  },
]
