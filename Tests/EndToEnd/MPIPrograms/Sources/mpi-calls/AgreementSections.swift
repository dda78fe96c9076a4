import MPI

/// What ranks tell each other about themselves.
let agreementSections: [Section] = [
  .call("first-failure-none") { world in
    expect(try world.firstFailure(nil) == nil, "firstFailure(nil)")
  },
  .call("first-failure") { world in
    let last = world.size - 1
    let mine = world.rank == last ? RankFailure(rank: 0, code: 4, message: "it is full") : nil
    let failure = try world.firstFailure(mine)
    expect(failure == RankFailure(rank: last, code: 4, message: "it is full"), "firstFailure")
  },
  .call("same-on-all-ranks") { world in
    expect(try world.sameOnAllRanks(17), "sameOnAllRanks")
  },
  Section("bell") { world in
    let bell = try mark("bell") { try FailureBell(over: world) }
    if world.rank == 0 { try mark("bell-ring") { try bell.ring() } }
    _ = try mark("bell-heard") { try bell.heard() }
    try mark("bell-silence") { try bell.silence(rung: world.rank == 0) }
  },
]
