import MPI

/// Communicators made and given back.
let communicatorSections: [Section] = [
  .call("duplicate") { world in
    let copy = try world.duplicate()
    expect(copy.size == world.size, "duplicate")
  },
  Section("on-a-duplicate") { world in
    let copy = try world.duplicate()
    try mark("on-a-duplicate") { try copy.barrier() }
  },
  .call("host-name") { world in
    let name = try world.hostName()
    expect(!name.isEmpty, "hostName")
  },
  .call("split") { world in
    let half = try world.split(color: world.rank % 2)
    expect(half != nil, "split")
  },
  .call("split-by-host") { world in
    let host = try world.splitByHost()
    expect(host.size == world.size, "splitByHost")
  },
  .call("alone") { world in
    let alone = try world.alone()
    expect(alone.size == 1, "alone")
  },
  Section("on-parts") { world in
    if let part = try world.split(color: 0) { try mark("on-a-part") { try part.barrier() } }
    let host = try world.splitByHost()
    try mark("on-a-host") { try host.barrier() }
    let alone = try world.alone()
    try mark("on-itself") { try alone.barrier() }
    let second = try host.duplicate()
    try mark("on-a-second") { try second.barrier() }
  },
]
