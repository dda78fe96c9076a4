import MPI

func gatherChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [
    gather(type), gatherVarying(type), allGather(type), allGatherVarying(type), iGather(type),
    iGatherVarying(type), iAllGather(type), iAllGatherVarying(type),
  ]
}

/// What ranks with the same count of elements have, in rank order.
private func gathered<Element: CheckedElement>(_ count: Int, _ size: Int) -> [Element] {
  gathered(Array(repeating: count, count: size)).elements
}

private func gathered<Element: CheckedElement>(_ counts: [Int]) -> PerRank<Element> {
  PerRank(counts.indices.map { elements(of: $0, counts[$0]) })
}

private func gather<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("gather", of: type) { comm, findings in
    for count in counts {
      let mine: [Element] = elements(of: comm.rank, count)
      let all: [Element] = gathered(count, comm.size)
      for root in 0..<comm.size {
        findings.compare(
          try comm.gather(mine, root: root), comm.rank == root ? all : nil,
          "\(count) elements each to root \(root)")
        // Only the root's buffer has to have room.
        let into = try written(
          into: filler(comm.rank == root ? all.count : 1) as [Element]
        ) { span in
          try comm.gather(mine.span, into: &span, root: root)
        }
        findings.compare(
          into, comm.rank == root ? all : filler(1), "spans of \(count) elements to root \(root)")
      }
    }
  }
}

private func gatherVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("gather(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      let mine: [Element] = elements(of: comm.rank, counts[comm.rank])
      let all: PerRank<Element> = gathered(counts)
      for root in 0..<comm.size {
        let expected = comm.rank == root ? all : nil
        findings.compare(
          try comm.gather(varying: mine, root: root), expected,
          "\(counts) elements, inferred, to root \(root)")
        findings.compare(
          try comm.gather(varying: mine, counts: counts, root: root), expected,
          "\(counts) elements to root \(root)")
      }
    }
  }
}

private func allGather<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("allGather", of: type) { comm, findings in
    for count in counts {
      let mine: [Element] = elements(of: comm.rank, count)
      let all: [Element] = gathered(count, comm.size)
      findings.compare(try comm.allGather(mine), all, "\(count) elements each")
      let into = try written(into: filler(all.count) as [Element]) { span in
        try comm.allGather(mine.span, into: &span)
      }
      findings.compare(into, all, "spans of \(count) elements")
      var own: [Element] = filler(all.count)
      for place in 0..<count { own[comm.rank * count + place] = mine[place] }
      let inPlace = try written(into: own) { span in try comm.allGather(inPlace: &span) }
      findings.compare(inPlace, all, "\(count) elements each in place")
    }
  }
}

private func allGatherVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("allGather(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      let mine: [Element] = elements(of: comm.rank, counts[comm.rank])
      let all: PerRank<Element> = gathered(counts)
      findings.compare(
        try comm.allGather(varying: mine), all, "\(counts) elements, inferred")
      findings.compare(
        try comm.allGather(varying: mine, counts: counts), all, "\(counts) elements")
    }
  }
}

private func iGather<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iGather", of: type) { comm, findings in
    for count in counts {
      for root in 0..<comm.size {
        let request = try comm.iGather(
          MessageBuffer(elements(of: comm.rank, count) as [Element]), root: root)
        findings.compare(
          array(try request.wait()), comm.rank == root ? gathered(count, comm.size) : nil,
          "\(count) elements each to root \(root)")
      }
    }
  }
}

private func iGatherVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iGather(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      for root in 0..<comm.size {
        let mine: [Element] = elements(of: comm.rank, counts[comm.rank])
        let request = try comm.iGather(varying: MessageBuffer(mine), counts: counts, root: root)
        findings.compare(
          array(try request.wait()), comm.rank == root ? gathered(counts).elements : nil,
          "\(counts) elements to root \(root)")
      }
    }
  }
}

private func iAllGather<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iAllGather", of: type) { comm, findings in
    for count in counts {
      let request = try comm.iAllGather(
        MessageBuffer(elements(of: comm.rank, count) as [Element]))
      findings.compare(
        try request.wait().array, gathered(count, comm.size), "\(count) elements each")
    }
  }
}

private func iAllGatherVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iAllGather(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      let mine: [Element] = elements(of: comm.rank, counts[comm.rank])
      let request = try comm.iAllGather(varying: MessageBuffer(mine), counts: counts)
      findings.compare(
        try request.wait().array, gathered(counts).elements, "\(counts) elements")
    }
  }
}
