import MPI

// Every function that takes an array, with arrays that nobody uses afterwards: their memory must
// last as long as the call. Compiled by test_tutorial.py in another package, with optimization.

MPIRuntime.main { world in
  let (rank, size) = (world.rank, world.size)
  let all = Array(0..<size)
  let total = all.reduce(0, +)
  var wrong: [String] = []
  func expect<Value: Equatable>(_ call: String, _ found: Value, _ expected: Value) {
    if found != expected { wrong.append("\(call) gives \(found), not \(expected)") }
  }

  expect("gather", try world.gather([rank]) ?? all, all)
  expect("gather(varying:)", try world.gather(varying: [rank])?.elements ?? all, all)
  let ones = Array(repeating: 1, count: size)
  expect("with counts", try world.gather(varying: [rank], counts: ones)?.elements ?? all, all)
  expect("allGather", try world.allGather([rank]), all)
  expect("allGather(varying:)", try world.allGather(varying: [rank]).elements, all)
  expect("with counts", try world.allGather(varying: [rank], counts: ones).elements, all)
  expect("broadcast", try world.broadcast([rank], root: size - 1), [size - 1])
  expect("reduce", try world.reduce(.sum, [rank]) ?? [total], [total])
  expect("allReduce", try world.allReduce(.sum, [rank]), [total])
  expect("scan", try world.scan(.sum, [rank]), [rank * (rank + 1) / 2])
  expect("exScan", try world.exScan(.sum, [rank], first: [0]), [rank * (rank - 1) / 2])
  expect("reduceScatter", try world.reduceScatter(.sum, [Int](0..<size)), [rank * size])
  let mine = try world.reduceScatter(.sum, [Int](0..<size), counts: ones)
  expect("with counts", mine, [rank * size])
  expect("allToAll", try world.allToAll([Int](repeating: rank, count: size)), all)
  expect(
    "allToAll(varying:)", try world.allToAll(varying: PerRank(all.map { [$0] })).elements.count,
    size)
  expect("scatter", try world.scatter([Int](0..<size)), [rank])
  expect("scatter(varying:)", try world.scatter(varying: PerRank(all.map { [$0] })), [rank])
  expect("sendReceive", try world.sendReceive([rank], to: rank, from: rank), [rank])
  let request = try world.iReceive(into: MessageBuffer([-1]), from: rank)
  try world.send([rank], to: rank)
  expect("send", try request.wait().array, [rank])
  let sent = try world.iSend([rank], to: rank)
  expect("iSend", try world.receive(Int.self, from: rank).elements, [rank])
  try sent.wait()
  expect("iAllReduce", try world.iAllReduce(.sum, MessageBuffer([rank])).wait().array, [total])
  expect("reproducibleSum", try world.reproducibleSum([Double(rank)]), Double(total))

  let window = try world.window(count: 2, filledWith: 0)
  try window.put([rank], to: rank)
  try window.put(rank, to: rank, at: 1)
  expect("put", try window.get(count: 2, from: rank), [rank, rank])
  try window.accumulate(.sum, [rank], to: rank)
  try window.accumulate(.sum, rank, to: rank, at: 1)
  expect("accumulate", try window.get(count: 2, from: rank), [2 * rank, 2 * rank])

  let failure = try world.firstFailure(
    wrong.first.map { RankFailure(rank: rank, code: 1, message: $0) })
  if let failure { throw failure }
  if world.isRoot { print("all arrays lived") }
}
