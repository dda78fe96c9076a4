import MPI

func scatterChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [scatter(type), scatterVarying(type), iScatter(type), iScatterVarying(type)]
}

/// What a root has for each rank; another root has other elements.
private func shares<Element: CheckedElement>(from root: Int, _ counts: [Int]) -> PerRank<Element> {
  PerRank(counts.indices.map { share(from: root, to: $0, counts[$0]) })
}

private func share<Element: CheckedElement>(from root: Int, to rank: Int, _ count: Int) -> [Element]
{
  elements(of: rank, count, salt: root + 1)
}

private func scatter<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("scatter", of: type) { comm, findings in
    for count in counts {
      for root in 0..<comm.size {
        let all: PerRank<Element> = shares(
          from: root, Array(repeating: count, count: comm.size))
        let expected: [Element] = share(from: root, to: comm.rank, count)
        findings.compare(
          try comm.scatter(comm.rank == root ? all.elements : nil, root: root), expected,
          "\(count) elements each, inferred, from root \(root)")
        // Only the root's are looked at.
        let sent = comm.rank == root ? all.elements : []
        let into = try written(into: filler(count) as [Element]) { span in
          try comm.scatter(sent.span, into: &span, root: root)
        }
        findings.compare(into, expected, "spans of \(count) elements from root \(root)")
      }
    }
  }
}

private func scatterVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("scatter(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      for root in 0..<comm.size {
        let all: PerRank<Element>? = comm.rank == root ? shares(from: root, counts) : nil
        findings.compare(
          try comm.scatter(varying: all, root: root),
          share(from: root, to: comm.rank, counts[comm.rank]),
          "\(counts) elements, inferred, from root \(root)")
      }
    }
  }
}

private func iScatter<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iScatter", of: type) { comm, findings in
    for count in counts {
      for root in 0..<comm.size {
        let all: PerRank<Element> = shares(
          from: root, Array(repeating: count, count: comm.size))
        let request = try comm.iScatter(
          comm.rank == root ? MessageBuffer(all.elements) : nil, count: count, root: root)
        findings.compare(
          try request.wait().array, share(from: root, to: comm.rank, count),
          "\(count) elements each from root \(root)")
      }
    }
  }
}

private func iScatterVarying<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iScatter(varying:)", of: type) { comm, findings in
    for counts in splits(over: comm.size) {
      for root in 0..<comm.size {
        let all: PerRank<Element> = shares(from: root, counts)
        let request = try comm.iScatter(
          varying: comm.rank == root ? MessageBuffer(all.elements) : nil, counts: counts,
          root: root)
        findings.compare(
          try request.wait().array, share(from: root, to: comm.rank, counts[comm.rank]),
          "\(counts) elements from root \(root)")
      }
    }
  }
}
