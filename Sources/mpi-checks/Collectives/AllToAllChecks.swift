import MPI

func allToAllChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [allToAll(type), allToAllVarying(type), iAllToAll(type), iAllToAllVarying(type)]
}

/// What one rank has for another.
private func block<Element: CheckedElement>(
  _ from: Int, _ to: Int, _ count: Int
) -> [Element] {
  elements(of: from, count, salt: to + 1)
}

/// How many elements rank `from` has for rank `to`; a few patterns, each with empty blocks.
private func patterns(_ size: Int) -> [@Sendable (_ from: Int, _ to: Int) -> Int] {
  [
    { ($0 * 2 + $1 * 3) % 5 },
    { from, to in from == size - 1 ? to + 1 : 0 },
    { from, to in to == 0 ? from * 2 : 0 },
    { _, _ in 0 },
  ]
}

private func allToAll<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("allToAll", of: type) { comm, findings in
    for count in counts {
      let mine: [Element] = (0..<comm.size).flatMap { block(comm.rank, $0, count) as [Element] }
      let all: [Element] = (0..<comm.size).flatMap { block($0, comm.rank, count) as [Element] }
      findings.compare(try comm.allToAll(mine), all, "\(count) elements each")
      let into = try written(into: filler(all.count) as [Element]) { span in
        try comm.allToAll(mine.span, into: &span)
      }
      findings.compare(into, all, "spans of \(count) elements each")
    }
  }
}

private func allToAllVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("allToAll(varying:)", of: type) { comm, findings in
    for (number, count) in patterns(comm.size).enumerated() {
      let (rank, everyone) = (comm.rank, 0..<comm.size)
      let mine = PerRank<Element>(everyone.map { block(rank, $0, count(rank, $0)) })
      let all = PerRank<Element>(everyone.map { block($0, rank, count($0, rank)) })
      findings.compare(
        try comm.allToAll(varying: mine), all, "pattern \(number) of counts, inferred")
      findings.compare(
        try comm.allToAll(varying: mine, receiving: all.counts), all, "pattern \(number) of counts")
    }
  }
}

private func iAllToAll<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iAllToAll", of: type) { comm, findings in
    for count in counts {
      let mine: [Element] = (0..<comm.size).flatMap { block(comm.rank, $0, count) as [Element] }
      let all: [Element] = (0..<comm.size).flatMap { block($0, comm.rank, count) as [Element] }
      findings.compare(
        try comm.iAllToAll(MessageBuffer(mine)).wait().array, all, "\(count) elements each")
    }
  }
}

private func iAllToAllVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iAllToAll(varying:)", of: type) { comm, findings in
    for (number, count) in patterns(comm.size).enumerated() {
      let (rank, everyone) = (comm.rank, 0..<comm.size)
      let mine = PerRank<Element>(everyone.map { block(rank, $0, count(rank, $0)) })
      let all = PerRank<Element>(everyone.map { block($0, rank, count($0, rank)) })
      let request = try comm.iAllToAll(
        varying: MessageBuffer(mine.elements), sending: mine.counts, receiving: all.counts)
      findings.compare(try request.wait().array, all.elements, "pattern \(number) of counts")
    }
  }
}
