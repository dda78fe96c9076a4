import MPI

/// Accumulation of numbers: the operations with which every type has closed forms.
func accumulateChecks<Element: CheckedInteger>(of type: Element.Type) -> [Check] {
  [accumulate(type), fetchAndAdd(type), compareAndSwap(type)]
}

private func accumulate<Element: CheckedInteger>(_ type: Element.Type) -> Check {
  Check("accumulate", of: type) { comm, findings in
    let everyone = 0..<comm.size
    for operation in integerOperations() as [CheckedOperation<Element>]
    where isOnWindows(operation.name, type) {
      for count in counts {
        // Each rank adds to every rank's elements; the lowest has put its own there before.
        let window = try comm.window(count: count + 1, filledWith: Element.made(from: -1))
        if comm.rank == 0 {
          for other in everyone { try window.put(operation.inputs(0, count), to: other) }
        }
        try comm.barrier()
        if comm.rank > 0 {
          for other in everyone {
            try window.accumulate(
              operation.reduction, operation.inputs(comm.rank, count), to: other)
          }
        }
        try comm.barrier()
        findings.compare(
          try window.get(count: count + 1, from: comm.rank),
          operation.results(everyone, count) + filler(1), "\(operation.name) of \(count) elements")
        try comm.barrier()
      }
    }
  }
}

/// Whether both libraries have the operation on windows, as ``Window/accumulate(_:_:to:at:)`` says.
private func isOnWindows<Element: CheckedInteger>(_ name: String, _ type: Element.Type) -> Bool {
  switch name {
  case "sum", "wrapping sum": Element.bitWidth > 16
  case "min", "max": Element.isSigned
  default: true
  }
}

private func fetchAndAdd<Element: CheckedInteger>(_ type: Element.Type) -> Check {
  Check("fetchAndAdd", of: type) { comm, findings in
    let last = comm.size - 1
    let window = try comm.window(count: 3, filledWith: 0 as Element)
    // Each adds 1 five times: at most 40, which fits in every type.
    var mine: [Element] = []
    for _ in 0..<5 { mine.append(try window.fetchAndAdd(1, on: last, at: 1)) }
    let all = try comm.allGather(mine)
    findings.compare(all.sorted(), (0..<5 * comm.size).map { Element($0) }, "the numbers taken")
    findings.compare(
      try window.get(count: 3, from: last), [0, Element(5 * comm.size), 0], "what is left")
    try comm.barrier()
  }
}

private func compareAndSwap<Element: CheckedInteger>(_ type: Element.Type) -> Check {
  Check("compareAndSwap", of: type) { comm, findings in
    // Only one rank can replace the 7; the others find what it has put there.
    let window = try comm.window(count: 2, filledWith: 7 as Element)
    let mine = Element(10 + comm.rank)
    let before = try window.compareAndSwap(7, with: mine, on: 0, at: 1)
    try comm.barrier()
    let left = try window.get(count: 2, from: 0)
    let winners = try comm.allGather([before == 7])
    findings.compare(winners.count { $0 }, 1, "how many ranks have won")
    if before == 7 {
      findings.compare(left, [7, mine], "what the winner left")
    } else {
      findings.compare(left, [7, before], "what the winner left")
    }
    try comm.barrier()
  }
}

let sharedCounterChecks: [Check] = [
  Check(name: "the shared counter hands out every ticket once") { world in
    let counter = try world.sharedCounter()
    let tickets = 40 * world.size
    var mine: [Int] = []
    while true {
      let ticket = try counter.next()
      guard ticket < tickets else { break }
      mine.append(ticket)
    }
    let rising = zip(mine, mine.dropFirst()).allSatisfy { $0 < $1 }
    let all = try world.allGather(varying: mine).elements
    // Each rank has asked once more, in vain.
    let value = try counter.value()
    try world.barrier()
    return first(
      differs("the tickets of all ranks", all.sorted(), Array(0..<tickets)),
      differs("rising tickets of one rank", rising, true),
      differs("the value", value, tickets + world.size))
  },
  Check(name: "the shared counter hands out several tickets at once") { world in
    let counter = try world.sharedCounter(startingAt: -100)
    var mine: [Int] = []
    for turn in 0..<10 {
      let count = (world.rank + turn) % 4
      let first = try counter.next(count)
      mine += first..<first + count
    }
    let all = try world.allGather(varying: mine).elements
    let value = try counter.value()
    try world.barrier()
    return first(
      differs("the tickets of all ranks", all.sorted(), Array(-100..<all.count - 100)),
      differs("the value", value, all.count - 100))
  },
  Check(name: "an exclusive lock keeps others out") { world in
    // Reading and writing back is not atomic: without the lock turns would get lost.
    let window = try world.window(count: 1, filledWith: 0)
    for _ in 0..<25 {
      try window.withLock(on: 0, .exclusive) { () throws(MPIError) in
        let value = try window.get(count: 1, from: 0)
        try window.put(value[0] + 1, to: 0)
      }
    }
    try world.barrier()
    let sum = try window.get(count: 1, from: 0)
    try world.barrier()
    return differs("the turns counted", sum, [25 * world.size])
  },
  Check(name: "puts are there after a flush") { world in
    let next = (world.rank + 1) % world.size
    let before = (world.rank + world.size - 1) % world.size
    let window = try world.window(count: 1000, filledWith: -1.0)
    try window.withLockAll { () throws(MPIError) in
      for place in 0..<1000 where place % 100 == 0 {
        try window.put(Array(repeating: Double(world.rank), count: 100), to: next, at: place)
      }
      try window.flush(next)
      try window.flushAll()
    }
    try world.barrier()
    let found = try window.get(count: 1000, from: world.rank)
    try world.barrier()
    return differs("the elements", found, Array(repeating: Double(before), count: 1000))
  },
]
