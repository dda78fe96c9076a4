import MPI

/// Non-blocking messages of every type.
func requestChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [everyPair(type)]
}

/// Each rank sends something else to each, itself included, all under way at once.
private func everyPair<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iSend and iReceive of every pair", of: type) { comm, findings in
    for count in counts {
      var arrivals = RequestSet<Received<Element>>()
      var departures = RequestSet<MessageBuffer<Element>>()
      for other in 0..<comm.size {
        arrivals.add(
          try comm.iReceive(into: MessageBuffer(filler(count + comm.size)), from: other, tag: 1))
      }
      for other in 0..<comm.size {
        let mine: [Element] = elements(of: comm.rank, count + other, salt: other)
        departures.add(try comm.iSend(MessageBuffer(mine), to: other, tag: 1))
      }
      let own = count + comm.rank
      let rank = comm.rank
      var found: [(Int, [Element], Message, [Element])] = []
      try arrivals.waitAll { other, received in
        found.append((other, received.array, received.message, received.buffer.array))
      }
      for (other, array, message, buffer) in found {
        let expected: [Element] = elements(of: other, own, salt: rank)
        findings.compare(array, expected, "\(own) elements from \(other)")
        findings.compare(
          message, Message(source: other, tag: 1, count: own), "the message from \(other)")
        findings.compare(
          buffer, expected + filler(count + comm.size - own), "the buffer from \(other)")
      }
      var returned: [(Int, [Element])] = []
      while let one = try departures.waitAny({ other, buffer in (other, buffer.array) }) {
        returned.append(one)
      }
      for (other, array) in returned {
        findings.compare(
          array, elements(of: comm.rank, count + other, salt: other),
          "what was sent to \(other), given back")
      }
      findings.compare(
        returned.map(\.0).sorted(), Array(0..<comm.size), "the requests that were given back")
    }
  }
}

let requestSetChecks: [Check] = [
  Check(name: "waitAny gives the requests in the order in which they get done") { world in
    // Message k is sent only when message k − 1 has been received, in a shuffled order.
    let peer = world.size - 1 - world.rank
    let order = [2, 0, 3, 1]
    if world.rank > peer {
      for tag in order {
        try world.send(tag * 10, to: peer, tag: tag)
        _ = try world.receive(one: Int.self, from: peer, tag: 50)
      }
      return nil
    }
    guard world.rank < peer else { return nil }
    var arrivals = RequestSet<Received<Int>>()
    for tag in 0..<4 {
      arrivals.add(try world.iReceive(into: MessageBuffer([0]), from: peer, tag: tag))
    }
    var seen: [Int] = []
    var values: [Int] = []
    while let (index, array) = try arrivals.waitAny({ ($0, $1.array) }) {
      seen.append(index)
      values += array
      try world.send(0, to: peer, tag: 50)
    }
    return first(
      differs("the order", seen, order), differs("the values", values, order.map { $0 * 10 }),
      differs("requests left", arrivals.count, 0))
  },
  Check(name: "a set of no requests") { world in
    var none = RequestSet<Int>()
    let any = try none.waitAny()
    let all = try RequestSet<Int>().waitAll()
    return first(differs("any", any?.index, nil), differs("all", all, []))
  },
  Check(name: "collectives and messages under way together, waited for in reverse") { world in
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    let sum = try world.iAllReduce(.sum, MessageBuffer([world.rank + 1]))
    let arrival = try world.iReceive(into: MessageBuffer([0]), from: before)
    let all = try world.iAllGather(MessageBuffer([world.rank * 2]))
    let departure = try world.iSend([world.rank], to: next)
    let barrier = try world.iBarrier()
    try barrier.wait()
    try departure.wait()
    let gathered = try all.wait().array
    let heard = try arrival.wait().array
    let summed = try sum.wait().array
    let size = world.size
    return first(
      differs("the gathered", gathered, (0..<size).map { $0 * 2 }),
      differs("the message", heard, [before]), differs("the sum", summed, [size * (size + 1) / 2]))
  },
  Check(name: "isDone becomes true, and wait then returns") { world in
    let request = try world.iReceive(into: MessageBuffer([0]), from: world.rank, tag: 2)
    let early = try request.isDone()
    try world.iSend([7], to: world.rank, tag: 2).wait()
    var asked = 0
    var isDone = false
    while !isDone && asked < 10_000_000 {
      isDone = try request.isDone()
      asked += 1
    }
    let value = try request.wait().array
    return first(
      differs("done before the message", early, false), differs("done after", isDone, true),
      differs("the message", value, [7]))
  },
]
