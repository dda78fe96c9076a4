import MPI

func broadcastChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [broadcast(type), iBroadcast(type)]
}

private func broadcast<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("broadcast", of: type) { comm, findings in
    for root in 0..<comm.size {
      for count in counts {
        let sent: [Element] = elements(of: root, count)
        let into = try written(into: comm.rank == root ? sent : filler(count)) { span in
          try comm.broadcast(into: &span, root: root)
        }
        findings.compare(into, sent, "a span of \(count) elements from root \(root)")
        // The other ranks do not know the length.
        let heard = try comm.broadcast(comm.rank == root ? sent : filler(comm.rank), root: root)
        findings.compare(heard, sent, "an array of \(count) elements from root \(root)")
      }
      let one: Element = .made(from: root)
      findings.compare(
        try comm.broadcast(comm.rank == root ? one : .made(from: -1), root: root), one,
        "one value from root \(root)")
    }
  }
}

private func iBroadcast<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iBroadcast", of: type) { comm, findings in
    for root in 0..<comm.size {
      for count in counts {
        let sent: [Element] = elements(of: root, count)
        let request = try comm.iBroadcast(
          MessageBuffer(comm.rank == root ? sent : filler(count)), root: root)
        let barrier = try comm.iBarrier()
        try barrier.wait()
        findings.compare(
          try request.wait().array, sent, "\(count) elements from root \(root)")
      }
    }
  }
}

let barrierChecks: [Check] = [
  Check(name: "barrier") { world in
    try world.barrier()
    return nil
  },
  Check(name: "iBarrier is done when the last rank has come") { world in
    let last = world.size - 1
    // The last rank comes only when the others' requests have been looked at.
    let early: Bool
    if world.rank == last {
      for other in 0..<last { _ = try world.receive(one: Int.self, from: other) }
      try world.iBarrier().wait()
      early = false
    } else {
      let request = try world.iBarrier()
      early = try request.isDone()
      try world.send(0, to: last)
      try request.wait()
    }
    return differs("a request that is done too early", early, false)
  },
]
