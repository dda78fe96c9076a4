import MPI

/// Blocking messages of every type.
func messageChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [ring(type), ringByExchange(type)]
}

/// Each rank sends to the next; the even ones first, so that it does not matter whether a send
/// waits for its receive.
private func ring<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("send and receive around a ring", of: type) { comm, findings in
    let next = (comm.rank + 1) % comm.size
    let before = (comm.rank + comm.size - 1) % comm.size
    guard comm.size > 1 else { return }
    for count in counts {
      let mine: [Element] = elements(of: comm.rank, count)
      let expected: [Element] = elements(of: before, count)
      let told = Message(source: before, tag: 5, count: count)
      if comm.rank % 2 == 0 {
        try comm.send(mine, to: next, tag: 5)
        try comm.send(mine.span, to: next, tag: 5)
        try comm.send(Element.made(from: comm.rank), to: next)
      }
      let inferred = try comm.receive(type, from: before, tag: 5)
      // One element more than arrives: it is left alone.
      var message = told
      let into = try written(into: filler(count + 1) as [Element]) { span in
        message = try comm.receive(into: &span, from: before, tag: 5)
      }
      let one = try comm.receive(one: type, from: before)
      if comm.rank % 2 == 1 {
        try comm.send(mine, to: next, tag: 5)
        try comm.send(mine.span, to: next, tag: 5)
        try comm.send(Element.made(from: comm.rank), to: next)
      }
      findings.compare(inferred.elements, expected, "\(count) elements, inferred")
      findings.compare(inferred.message, told, "the message of \(count) elements, inferred")
      findings.compare(into, expected + filler(1), "\(count) elements into a longer span")
      findings.compare(message, told, "the message of \(count) elements")
      findings.compare(one, .made(from: before), "one value")
    }
  }
}

private func ringByExchange<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("sendReceive around a ring", of: type) { comm, findings in
    // To itself where there is one rank only.
    let next = (comm.rank + 1) % comm.size
    let before = (comm.rank + comm.size - 1) % comm.size
    for count in counts {
      let mine: [Element] = elements(of: comm.rank, count)
      let expected: [Element] = elements(of: before, count)
      var message: Message?
      let into = try written(into: filler(count) as [Element]) { span in
        message = try comm.sendReceive(mine.span, to: next, into: &span, from: before, tag: 7)
      }
      findings.compare(into, expected, "\(count) elements")
      findings.compare(
        message, Message(source: before, tag: 7, count: count), "the message of \(count) elements")

      // The lengths differ by rank, and nobody has been told.
      let uneven: [Element] = elements(of: comm.rank, count + comm.rank)
      findings.compare(
        try comm.sendReceive(uneven, to: next, from: before),
        elements(of: before, count + before), "\(count) elements and more, inferred")

      // Not around the ring but along it: the ends talk to no one.
      let up = comm.rank + 1 < comm.size ? comm.rank + 1 : nil
      let down = comm.rank > 0 ? comm.rank - 1 : nil
      let line = try written(into: filler(count) as [Element]) { span in
        message = try comm.sendReceive(mine.span, to: up, into: &span, from: down)
      }
      findings.compare(
        line, down == nil ? filler(count) : expected, "\(count) elements along a line")
      findings.compare(
        message, down.map { Message(source: $0, tag: 0, count: count) },
        "the message of \(count) elements along a line")
      findings.compare(
        try comm.sendReceive(mine, to: up, from: down), down == nil ? [] : expected,
        "\(count) elements along a line, inferred")
    }
  }
}

/// What does not depend on the type.
let pointToPointChecks: [Check] = [
  Check(name: "receive from any rank, with any tag") { world in
    // Rank r sends r + 1 numbers with tag 100 + r to the last.
    let last = world.size - 1
    guard world.rank == last else {
      try world.send(
        Array(repeating: world.rank, count: world.rank + 1), to: last, tag: 100 + world.rank)
      return nil
    }
    var seen: [Int] = []
    for _ in 0..<last {
      let (numbers, message) = try world.receive(Int.self, from: nil, tag: nil)
      let rank = message.source
      let wrong = first(
        differs("the message", message, Message(source: rank, tag: 100 + rank, count: rank + 1)),
        differs("the numbers", numbers, Array(repeating: rank, count: rank + 1)))
      if let wrong { return wrong }
      seen.append(rank)
    }
    return differs("the ranks heard", seen.sorted(), Array(0..<last))
  },
  Check(name: "messages are told apart by their tags") { world in
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    var sends = RequestSet<Void>()
    for tag in [3, 32_000, 0] { sends.add(try world.iSend([world.rank, tag], to: next, tag: tag)) }
    let late = try world.receive(Int.self, from: before, tag: 0).elements
    let early = try world.receive(Int.self, from: before, tag: 3).elements
    let largest = try world.receive(Int.self, from: before, tag: 32_000).elements
    try sends.waitAll()
    return first(
      differs("tag 0", late, [before, 0]), differs("tag 3", early, [before, 3]),
      differs("tag 32000", largest, [before, 32_000]))
  },
  Check(name: "messages with one tag keep their order") { world in
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    var sends = RequestSet<Void>()
    for number in 0..<20 { sends.add(try world.iSend([number], to: next)) }
    var numbers: [Int] = []
    for _ in 0..<20 { numbers.append(try world.receive(one: Int.self, from: before)) }
    try sends.waitAll()
    return differs("the order", numbers, Array(0..<20))
  },
  Check(name: "probe tells the size and leaves the message") { world in
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    let request = try world.iSend(
      [Float](repeating: 2, count: 13 + world.rank), to: next, tag: 4)
    let expected = Message(source: before, tag: 4, count: 13 + before)
    let message = try world.probe(from: before, tag: 4, of: Float.self)
    let again = try world.iProbe(from: nil, tag: nil, of: Float.self)
    let elements = try world.receive(Float.self, from: message.source, tag: message.tag).elements
    try request.wait()
    return first(
      differs("the probe", message, expected), differs("the second probe", again, expected),
      differs("the message", elements, Array(repeating: 2, count: 13 + before)))
  },
  Check(name: "iProbe finds nothing where nothing was sent") { world in
    try world.barrier()
    let found = try world.iProbe(from: nil, tag: nil, of: UInt8.self)
    try world.barrier()
    return differs("the probe", found, nil)
  },
  Check(name: "a message to itself") { world in
    let request = try world.iSend([1.5, 2.5], to: world.rank, tag: 9)
    let (elements, message) = try world.receive(Double.self, from: world.rank, tag: 9)
    try request.wait()
    return first(
      differs("the elements", elements, [1.5, 2.5]),
      differs("the message", message, Message(source: world.rank, tag: 9, count: 2)))
  },
  Check(name: "a message from one communicator is not received on another") { world in
    let copy = try world.duplicate()
    let next = (world.rank + 1) % world.size
    let onCopy = try copy.iSend([1], to: next)
    let onWorld = try world.iSend([2], to: next)
    let fromWorld = try world.receive(one: Int.self, from: nil)
    let fromCopy = try copy.receive(one: Int.self, from: nil)
    try onCopy.wait()
    try onWorld.wait()
    return first(differs("on the world", fromWorld, 2), differs("on the copy", fromCopy, 1))
  },
]
