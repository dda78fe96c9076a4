import MPI

/// Windows and the shared counter.
let oneSidedSections: [Section] = [
  Section("window") { world in
    let next = (world.rank + 1) % world.size
    let window = try mark("window") { try world.window(count: 4, filledWith: 0) }
    try mark("put") { try window.put([1, 2], to: next) }
    try world.barrier()
    let found = try mark("get") { try window.get(count: 2, from: next) }
    expect(found == [1, 2], "get")
    try world.barrier()
    try mark("accumulate") { try window.accumulate(.sum, [1], to: next) }
    _ = try mark("fetch-and-add") { try window.fetchAndAdd(1, on: 0, at: 2) }
    try world.barrier()
    let before = try mark("compare-and-swap") {
      try window.compareAndSwap(2, with: 9, on: next, at: 0)
    }
    expect(before == 2, "compareAndSwap")
    try world.barrier()
    try mark("local") {
      try window.withLocal { elements in
        expect(elements[0] == 9, "withLocal")
        expect(elements[2] == (world.rank == 0 ? world.size : 0), "withLocal")
      }
    }
    setMark("window-free")
    try window.free()
    setMark(nil)
  },
  Section("fence") { world in
    let window = try world.window(count: 1, filledWith: 0)
    try mark("fence") { try window.fence() }
    try window.free()
  },
  Section("window-lock") { world in
    let next = (world.rank + 1) % world.size
    let window = try world.window(count: 1, filledWith: 0)
    try mark("lock-put-get") {
      try window.withLock(on: next, .exclusive) { () throws(MPIError) in
        try window.put(7, to: next)
        _ = try window.get(count: 1, from: next)
      }
    }
    try window.free()
  },
  Section("window-lock-all") { world in
    let next = (world.rank + 1) % world.size
    let window = try world.window(count: 1, filledWith: 0)
    try mark("lock-all-empty") { try window.withLockAll {} }
    try window.withLockAll { () throws(MPIError) in
      try counted("lock-all-put") { () throws(MPIError) in try window.put(7, to: next) }
      try counted("lock-all-flush") { () throws(MPIError) in try window.flush(next) }
      try counted("lock-all-flush-all") { () throws(MPIError) in try window.flushAll() }
      try counted("lock-all-get") { () throws(MPIError) in
        _ = try window.get(count: 1, from: next)
      }
    }
    try window.free()
  },
  Section("counter") { world in
    let counter = try mark("counter") { try world.sharedCounter(startingAt: 0) }
    _ = try mark("counter-next") { try counter.next() }
    try world.barrier()
    let value = try mark("counter-value") { try counter.value() }
    expect(value == world.size, "sharedCounter")
    setMark("counter-free")
    try counter.free()
    setMark(nil)
  },
]

/// As ``mark(_:_:)``, where only the library's own errors may be thrown.
private func counted(_ name: String, _ body: () throws(MPIError) -> Void) throws(MPIError) {
  let result = mark(name) { () -> Result<Void, MPIError> in
    do throws(MPIError) { return .success(try body()) } catch { return .failure(error) }
  }
  try result.get()
}
