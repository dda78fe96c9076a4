import MPI

/// Reductions of every type against closed forms of rank and size.
let reductionChecks: [Check] = [
  reductions(of: Int8.self), reductions(of: Int16.self), reductions(of: Int32.self),
  reductions(of: Int64.self), reductions(of: Int.self), reductions(of: UInt8.self),
  reductions(of: UInt16.self), reductions(of: UInt32.self), reductions(of: UInt64.self),
  Check(name: "allReduce of doubles") { world in
    let sum = try world.allReduce(.sum, [Double(world.rank) + 0.5, 1])
    let size = Double(world.size)
    return differs("the sum", sum, [size * (size - 1) / 2 + size / 2, size])
  },
  Check(name: "allReduce of floats") { world in
    differs("the maximum", try world.allReduce(.max, Float(world.rank)), Float(world.size - 1))
  },
  Check(name: "allReduce of nothing") { world in
    differs("the sum of no elements", try world.allReduce(.sum, [Int]()), [])
  },
  Check(name: "exScan") { world in
    let before = try world.exScan(.sum, world.rank + 1, first: 0)
    return differs("the sum of the ranks before", before, world.rank * (world.rank + 1) / 2)
  },
]

private func reductions<Value: MPIScalar & FixedWidthInteger>(of type: Value.Type) -> Check {
  Check(name: "allReduce of \(type)") { world in
    let mine = [Value(world.rank + 1), Value(world.size - world.rank)]
    let size = Value(world.size)
    return first(
      differs("the sum", try world.allReduce(.sum, mine)[0], size * (size + 1) / 2),
      differs("the minimum", try world.allReduce(.min, mine), [1, 1]),
      differs("the maximum", try world.allReduce(.max, mine), [size, size]),
      differs("the product", try world.allReduce(.product, Value(world.rank == 0 ? 3 : 1)), 3))
  }
}

let gatherChecks: [Check] = [
  Check(name: "barrier") { world in
    try world.barrier()
    return nil
  },
  Check(name: "broadcast from every root") { world in
    for root in 0..<world.size {
      let text = Array("from rank \(root), as long as it is".utf8)
      let heard = try world.broadcast(world.rank == root ? text : [], root: root)
      if let wrong = differs("the broadcast", heard, text) { return wrong }
    }
    return nil
  },
  Check(name: "broadcast of nothing") { world in
    differs("the broadcast", try world.broadcast([Int32]()), [])
  },
  Check(name: "gather to every root") { world in
    for root in 0..<world.size {
      let all = try world.gather([world.rank, -world.rank], root: root)
      let expected = world.rank == root ? (0..<world.size).flatMap { [$0, -$0] } : nil
      if let wrong = differs("the gathered", all, expected) { return wrong }
    }
    return nil
  },
  Check(name: "gatherBytes of uneven lengths, some zero") { world in
    let mine = [UInt8](repeating: UInt8(world.rank), count: world.rank % 3 * 5)
    let all = try world.gatherBytes(mine)
    let expected = (0..<world.size).map { [UInt8](repeating: UInt8($0), count: $0 % 3 * 5) }
    return differs("the gathered", all, world.isRoot ? expected : nil)
  },
  Check(name: "allGather") { world in
    differs(
      "the gathered", try world.allGather([UInt64(world.rank) << 40]),
      (0..<UInt64(world.size)).map { $0 << 40 })
  },
  Check(name: "duplicate") { world in
    let copy = try world.duplicate()
    return first(
      differs("its rank", copy.rank, world.rank),
      differs("its size", copy.size, world.size),
      differs("its sum", try copy.allReduce(.sum, 1), world.size))
  },
  Check(name: "ledger") { world in
    let before = world.ledger.entries["MPI_Allreduce"]?.calls ?? 0
    _ = try world.allReduce(.sum, [1.0, 2.0])
    let after = world.ledger.entries["MPI_Allreduce"]?.calls ?? 0
    return differs("calls entered", after - before, 1)
  },
]

let agreementChecks: [Check] = [
  Check(name: "firstFailure when nobody fails") { world in
    differs("the failure", try world.firstFailure(nil), nil)
  },
  Check(name: "firstFailure when the last rank fails") { world in
    let last = world.size - 1
    let mine =
      world.rank == last ? RankFailure(rank: last, code: 74, message: "disk gone") : nil
    let expected = RankFailure(rank: last, code: 74, message: "disk gone")
    return differs("the failure", try world.firstFailure(mine), expected)
  },
  Check(name: "firstFailure when all ranks fail") { world in
    let mine = RankFailure(rank: world.rank, code: 65, message: "bad on \(world.rank)")
    let expected = RankFailure(rank: 0, code: 65, message: "bad on 0")
    return differs("the failure", try world.firstFailure(mine), expected)
  },
  Check(name: "sameOnAllRanks") { world in
    let same = try world.sameOnAllRanks(7)
    let other = try world.sameOnAllRanks(UInt64(world.rank))
    return first(
      differs("the same value", same, true),
      differs("different values", other, world.size == 1))
  },
  Check(name: "failure bell") { world in
    let bell = try FailureBell(over: world)
    let early = try bell.heard()
    try world.barrier()
    let rings = world.rank == world.size - 1
    if rings { try bell.ring() }
    var waits = 0
    var heard = rings
    while !heard && waits < 50_000_000 {
      heard = try bell.heard()
      waits += 1
    }
    try bell.silence(rung: rings)
    try world.barrier()
    let late = try bell.heard()
    return first(
      differs("before anyone rang", early, false),
      differs("after", heard, true),
      differs("after silence", late, false))
  },
]
