import MPI

/// Messages from each rank to the next, in a ring; on one rank to itself.
let pointToPointSections: [Section] = [
  // Each send finds its receive started: MPICH keeps no message from a rank to itself.
  Section("send-receive-into") { world in
    let (next, previous) = neighbours(world)
    let arriving = try world.iReceive(into: MessageBuffer(repeating: -1, count: 2), from: previous)
    try mark("send-span") { try world.send([world.rank].span, to: next) }
    expect(try arriving.wait().buffer[0] == previous, "send-span")
    let leaving = try world.iSend([world.rank], to: next)
    var elements = [-1]
    var span = elements.mutableSpan
    let message = try mark("receive-into") { try world.receive(into: &span, from: previous) }
    expect(elements == [previous] && message.source == previous, "receive(into:)")
    try leaving.wait()
  },
  Section("send-receive-array") { world in
    let (next, previous) = neighbours(world)
    let arriving = try world.iReceive(into: MessageBuffer(repeating: -1, count: 2), from: previous)
    try mark("send-array") { try world.send([world.rank, 1], to: next) }
    expect(try arriving.wait().buffer[0] == previous, "send-array")
    let leaving = try world.iSend([world.rank, 1], to: next)
    let (elements, message) = try mark("receive-array") {
      try world.receive(Int.self, from: previous)
    }
    expect(elements == [previous, 1] && message.count == 2, "receive([E])")
    try leaving.wait()
  },
  Section("send-receive-value") { world in
    let (next, previous) = neighbours(world)
    let arriving = try world.iReceive(into: MessageBuffer(repeating: -1, count: 2), from: previous)
    try mark("send-value") { try world.send(world.rank, to: next) }
    expect(try arriving.wait().buffer[0] == previous, "send-value")
    let leaving = try world.iSend([world.rank], to: next)
    let element = try mark("receive-value") { try world.receive(one: Int.self, from: previous) }
    expect(element == previous, "receive(one:)")
    try leaving.wait()
  },
  .call("send-receive-both") { world in
    let (next, previous) = neighbours(world)
    let mine = [world.rank]
    var elements = [-1]
    var span = elements.mutableSpan
    _ = try world.sendReceive(mine.span, to: next, into: &span, from: previous)
    expect(elements == [previous], "sendReceive(into:)")
  },
  .call("send-receive-both-array") { world in
    let (next, previous) = neighbours(world)
    let elements = try world.sendReceive([world.rank, 1], to: next, from: previous)
    expect(elements == [previous, 1], "sendReceive([E])")
  },
  Section("probe") { world in
    let (next, previous) = neighbours(world)
    let leaving = try world.iSend([world.rank, 1], to: next)
    let message = try mark("probe") { try world.probe(from: previous, of: Int.self) }
    expect(message.count == 2, "probe")
    _ = try mark("i-probe") { try world.iProbe(from: previous, of: Int.self) }
    _ = try world.receive(Int.self, from: previous)
    try leaving.wait()
  },
  Section("i-send-receive") { world in
    let (next, previous) = neighbours(world)
    let receiving = try mark("i-receive") {
      try world.iReceive(into: MessageBuffer(repeating: -1, count: 1), from: previous)
    }
    let sending = try mark("i-send") {
      try world.iSend(MessageBuffer([world.rank]), to: next)
    }
    setMark("wait-receive")
    let received = try receiving.wait()
    setMark(nil)
    expect(received.buffer[0] == previous, "iReceive")
    setMark("wait-send")
    _ = try sending.wait()
    setMark(nil)
  },
  Section("request-set") { world in
    let (next, previous) = neighbours(world)
    var requests = RequestSet<Void>()
    try requests.add(world.iSend([world.rank], to: next))
    try requests.add(world.iSend([world.rank], to: next))
    for _ in 0..<2 { _ = try world.receive(Int.self, from: previous) }
    setMark("wait-all")
    try requests.waitAll()
    setMark(nil)
    var others = RequestSet<Void>()
    try others.add(world.iSend([world.rank], to: next))
    _ = try world.receive(Int.self, from: previous)
    _ = try mark("wait-any") { try others.waitAny() }
    try others.waitAll()
  },
  Section("derived") { world in
    let (next, previous) = neighbours(world)
    let column = try mark("vector") {
      try Datatype<Int>.vector(count: 2, blockLength: 1, stride: 2)
    }
    let mine = [world.rank, 0, world.rank]
    let arriving = try world.iReceive(into: MessageBuffer(repeating: -1, count: 2), from: previous)
    try mark("send-derived") { try world.send(mine.span, as: column, to: next) }
    expect(try arriving.wait().array == [previous, previous], "send(as:)")
    let leaving = try world.iSend([world.rank, world.rank], to: next)
    var elements = [-1, -1, -1]
    var span = elements.mutableSpan
    _ = try mark("receive-derived") {
      try world.receive(into: &span, as: column, from: previous)
    }
    expect(elements == [previous, -1, previous], "receive(as:)")
    try leaving.wait()
  },
]

private func neighbours(_ world: borrowing Communicator) -> (next: Int, previous: Int) {
  ((world.rank + 1) % world.size, (world.rank + world.size - 1) % world.size)
}
