import MPI

/// Messages above 2³¹ elements and above 2³¹ bytes, on two ranks; others take no part. At most
/// 12 GiB in all at any time: each check frees what it had before the next.
let longChecks: [Check] = [
  long("broadcast of 2³¹ + 5 bytes") { pair in
    var elements = [UInt8](repeating: 0, count: beyond)
    if pair.rank == 1 { fill(&elements, salt: 1) }
    var span = elements.mutableSpan
    try pair.broadcast(into: &span, root: 1)
    return wrongPlace(in: elements[...], salt: 1)
  },
  long("broadcast of 2³¹ + 40 bytes in doubles") { pair in
    let count = beyond / 8 + 5
    var elements = [Double](repeating: -1, count: count)
    if pair.isRoot {
      for place in 0..<count { elements[place] = Double(place) }
    }
    var span = elements.mutableSpan
    try pair.broadcast(into: &span)
    return (0..<count).first { elements[$0] != Double($0) }.map { "element \($0) is wrong" }
  },
  long("allReduce of 2³¹ + 5 elements in place") { pair in
    var elements = [UInt8](repeating: 0, count: beyond)
    fill(&elements, salt: pair.rank)
    var span = elements.mutableSpan
    try pair.allReduce(.sum, inPlace: &span)
    return (0..<beyond).first { elements[$0] != pattern($0, 0) &+ pattern($0, 1) }
      .map { "element \($0) is wrong" }
  },
  long("gather(varying:) with a block beyond 2³¹ elements") { pair in
    let count = [beyond, 7][pair.rank]
    var mine = [UInt8](repeating: 0, count: count)
    fill(&mine, salt: pair.rank + 3)
    guard let all = try pair.gather(varying: mine, root: 0) else { return nil }
    return first(
      differs("the counts", all.counts, [beyond, 7]), differs("the offset", all.offsets[1], beyond),
      wrongPlace(in: all[0], salt: 3), wrongPlace(in: all[1], salt: 4))
  },
  long("allToAll(varying:) of more than 2³¹ elements to one rank") { pair in
    // To the other rank much, to itself little: rank 1 receives with an offset beyond 2³¹.
    let counts = pair.isRoot ? [3, beyond] : [beyond, 3]
    let mine: PerRank<UInt8>
    do {
      var elements = [UInt8](repeating: 0, count: beyond + 3)
      fill(&elements, salt: pair.rank)
      mine = PerRank(elements: elements, counts: counts)
    }
    let all = try pair.allToAll(varying: mine)
    // Block b starts in what rank b has for this one.
    let starts = pair.isRoot ? [0, 0] : [3, beyond]
    return first(
      differs("the counts", all.counts, counts),
      wrongPlace(in: all[0], salt: 0, from: starts[0]),
      wrongPlace(in: all[1], salt: 1, from: starts[1]))
  },
  long("send and receive of 2³¹ + 5 elements") { pair in
    if pair.isRoot {
      var elements = [UInt8](repeating: 0, count: beyond)
      fill(&elements, salt: 6)
      try pair.send(elements, to: 1)
      return nil
    }
    let (elements, message) = try pair.receive(UInt8.self, from: 0)
    return first(
      differs("the message", message, Message(source: 0, tag: 0, count: beyond)),
      wrongPlace(in: elements[...], salt: 6))
  },
  long("send and receive of columns that reach beyond 2³¹ elements") { pair in
    // Both keep a matrix of three rows; the first and the last element of each travel.
    let row = beyond / 2
    let columns = try Datatype<UInt8>.vector(count: 3, blockLength: 2, stride: row)
    var elements = [UInt8](repeating: 0, count: 2 * row + 2)
    if pair.isRoot {
      for place in 0..<6 { elements[place / 2 * row + place % 2] = UInt8(place + 1) }
      try pair.send(elements.span, as: columns, to: 1)
      return nil
    }
    var span = elements.mutableSpan
    let message = try pair.receive(into: &span, as: columns, from: 0)
    return first(
      differs("the message", message.count, 6),
      differs(
        "the elements", (0..<6).map { elements[$0 / 2 * row + $0 % 2] }, [1, 2, 3, 4, 5, 6]))
  },
  long("put of 2³¹ + 5 elements") { pair in
    let window = try pair.window(count: pair.isRoot ? beyond + 9 : 0, filledWith: 0 as UInt8)
    if pair.rank == 1 {
      var elements = [UInt8](repeating: 0, count: beyond)
      fill(&elements, salt: 7)
      try window.put(elements, to: 0, at: 4)
    }
    try pair.barrier()
    let wrong = try window.withLocal { (span: inout MutableSpan<UInt8>) throws(MPIError) in
      let place = span.indices.first {
        span[$0] != ($0 < 4 || $0 >= beyond + 4 ? 0 : pattern($0 - 4, 7))
      }
      return place.map { "element \($0) of the window is wrong" }
    }
    try window.free()
    return wrong
  },
]

private let beyond = (1 << 31) + 5

/// What is at a place; no two pages of a message are alike.
private func pattern(_ place: Int, _ salt: Int) -> UInt8 {
  UInt8(truncatingIfNeeded: (place &* 0x9E37_79B9) >> 13 &+ salt &* 89)
}

private func fill(_ elements: inout [UInt8], salt: Int) {
  var span = elements.mutableSpan
  for place in span.indices { span[place] = pattern(place, salt) }
}

private func wrongPlace(in elements: ArraySlice<UInt8>, salt: Int, from start: Int = 0) -> String? {
  let span = elements.span
  let place = span.indices.first { span[$0] != pattern(start + $0, salt) }
  return place.map { "element \($0) of a block of \(span.count) is wrong" }
}

/// A check on the first two ranks.
private func long(
  _ name: String, _ body: @escaping @Sendable (borrowing Communicator) throws -> String?
) -> Check {
  Check(name: name) { world in
    guard world.size >= 2 else { return "needs two ranks" }
    guard let pair = try world.split(color: world.rank < 2 ? 0 : nil) else { return nil }
    return try body(pair)
  }
}
