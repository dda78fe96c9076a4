import MPI

/// Windows of every type: put, get, own memory.
func windowChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [putAndGet(type)]
}

/// Each rank writes into each, itself included, where nobody else writes; then all read all.
private func putAndGet<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("put and get", of: type) { comm, findings in
    let (rank, size) = (comm.rank, comm.size)
    for count in counts {
      // One element on either side of what is written; another length on every rank.
      let window = try comm.window(
        count: size * count + 2 + rank, filledWith: Element.made(from: -1))
      findings.compare(
        window.counts, (0..<size).map { size * count + 2 + $0 }, "the counts of the window")
      for other in 0..<size {
        try window.put(elements(of: rank, count, salt: other), to: other, at: 1 + rank * count)
      }
      try comm.barrier()
      for other in 0..<size {
        let blocks = (0..<size).flatMap { elements(of: $0, count, salt: other) as [Element] }
        findings.compare(
          try window.get(count: size * count + 2 + other, from: other),
          filler(1) + blocks + filler(1 + other), "\(count) elements of each on rank \(other)")
        let mine: [Element] = elements(of: rank, count, salt: other)
        findings.compare(
          try window.get(count: count, from: other, at: 1 + rank * count), mine,
          "\(count) elements on rank \(other)")
        let into = try written(into: filler(count) as [Element]) { span in
          try window.get(into: &span, from: other, at: 1 + rank * count)
        }
        findings.compare(into, mine, "a span of \(count) elements on rank \(other)")
      }
      let own = try window.withLocal { (span: inout MutableSpan<Element>) throws(MPIError) in
        span.count > 0 ? span[0] : Element.made(from: -1)
      }
      findings.compare(own, .made(from: -1), "the first element, seen by its owner")
      try comm.barrier()

      // Between fences, one element from the rank before.
      try window.fence()
      try window.put(Element.made(from: rank + 500), to: (rank + 1) % size)
      try window.fence()
      let fenced = try window.withLocal { (span: inout MutableSpan<Element>) throws(MPIError) in
        span[0]
      }
      findings.compare(
        fenced, .made(from: (rank + size - 1) % size + 500), "one element between fences")
      try window.fence()

      // With all locked, and written by the owner.
      try window.withLocal { (span: inout MutableSpan<Element>) throws(MPIError) in
        span[0] = .made(from: rank + 900)
      }
      try comm.barrier()
      let read = try window.withLockAll { () throws(MPIError) in
        var read: [Element] = []
        for other in 0..<size { read += try window.get(count: 1, from: other) }
        return read
      }
      findings.compare(
        read, (0..<size).map { .made(from: $0 + 900) }, "what each owner has written")
      try comm.barrier()
    }
  }
}
