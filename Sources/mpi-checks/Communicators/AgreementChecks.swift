import MPI

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
  Check(name: "firstFailure when each rank fails alone, without words or with long ones") { world in
    var wrong: String?
    for rank in 0..<world.size {
      let message = String(repeating: "é", count: rank * 100)
      let mine = rank == world.rank ? RankFailure(rank: -1, code: -7, message: message) : nil
      let expected = RankFailure(rank: rank, code: -7, message: message)
      let found = try world.firstFailure(mine)
      wrong = wrong ?? differs("the failure", found, expected)
    }
    return wrong
  },
  Check(name: "sameOnAllRanks finds the one rank that differs") { world in
    var wrong: String?
    for rank in 0..<world.size {
      for (usual, other) in [(0, 1), (7, 6), (.max, 0), (0, .max)] as [(UInt64, UInt64)] {
        let same = try world.sameOnAllRanks(world.rank == rank ? other : usual)
        wrong = wrong ?? differs("rank \(rank) with \(other)", same, world.size == 1)
      }
    }
    return wrong
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
