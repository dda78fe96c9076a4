import MPI

/// The reductions that give each rank something else: scans, and combinations in blocks.
func scanChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [
    scan(type), exScan(type), iScan(type), iExScan(type), reduceScatter(type),
    reduceScatterCounts(type), iReduceScatter(type), iReduceScatterCounts(type),
  ]
}

private func scan<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("scan", of: type) { comm, findings in
    let upToMine = 0..<comm.rank + 1
    try forEveryOperation(type) { operation, count in
      let mine = operation.inputs(comm.rank, count)
      let expected = operation.results(upToMine, count)
      findings.compare(
        try comm.scan(operation.reduction, mine), expected, "\(operation.name) of \(count) elements"
      )
      let into = try written(into: filler(count) as [Element]) { span in
        try comm.scan(operation.reduction, mine.span, into: &span)
      }
      findings.compare(into, expected, "\(operation.name) of a span of \(count) elements")
      let inPlace = try written(into: mine) { span in
        try comm.scan(operation.reduction, inPlace: &span)
      }
      findings.compare(inPlace, expected, "\(operation.name) of \(count) elements in place")
      findings.compare(
        try comm.scan(operation.reduction, operation.input(comm.rank, 1)),
        operation.result(upToMine, 1), "\(operation.name) of one value")
    }
  }
}

private func exScan<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("exScan", of: type) { comm, findings in
    let before = 0..<comm.rank
    try forEveryOperation(type) { operation, count in
      let mine = operation.inputs(comm.rank, count)
      let first: [Element] = elements(of: 99, count)
      let expected = before.isEmpty ? first : operation.results(before, count)
      findings.compare(
        try comm.exScan(operation.reduction, mine, first: first), expected,
        "\(operation.name) of \(count) elements")
      let into = try written(into: first) { span in
        try comm.exScan(operation.reduction, mine.span, into: &span)
      }
      findings.compare(into, expected, "\(operation.name) of a span of \(count) elements")
      let other = Element.made(from: 98)
      findings.compare(
        try comm.exScan(operation.reduction, operation.input(comm.rank, 1), first: other),
        before.isEmpty ? other : operation.result(before, 1), "\(operation.name) of one value")
    }
  }
}

private func iScan<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iScan", of: type) { comm, findings in
    try forEveryOperation(type) { operation, count in
      let request = try comm.iScan(
        operation.reduction, MessageBuffer(operation.inputs(comm.rank, count)))
      findings.compare(
        try request.wait().array, operation.results(0..<comm.rank + 1, count),
        "\(operation.name) of \(count) elements")
    }
  }
}

private func iExScan<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iExScan", of: type) { comm, findings in
    try forEveryOperation(type) { operation, count in
      let first = Element.made(from: 99)
      let request = try comm.iExScan(
        operation.reduction, MessageBuffer(operation.inputs(comm.rank, count)), first: first)
      findings.compare(
        try request.wait().array,
        comm.rank == 0
          ? Array(repeating: first, count: count) : operation.results(0..<comm.rank, count),
        "\(operation.name) of \(count) elements")
    }
  }
}

private func reduceScatter<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("reduceScatter", of: type) { comm, findings in
    try forEveryOperation(type) { operation, count in
      let mine = operation.inputs(comm.rank, count * comm.size)
      let all = operation.results(0..<comm.size, count * comm.size)
      findings.compare(
        try comm.reduceScatter(operation.reduction, mine),
        Array(all[comm.rank * count..<(comm.rank + 1) * count]),
        "\(operation.name) of \(count) elements each")
    }
  }
}

private func reduceScatterCounts<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("reduceScatter with counts", of: type) { comm, findings in
    for operation in Element.operations {
      for counts in splits(over: comm.size) {
        let (mine, expected) = blocks(operation, counts, of: comm.rank)
        findings.compare(
          try comm.reduceScatter(operation.reduction, mine, counts: counts), expected,
          "\(operation.name) of \(counts) elements")
      }
    }
  }
}

private func iReduceScatter<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iReduceScatter", of: type) { comm, findings in
    try forEveryOperation(type) { operation, count in
      let (mine, expected) = blocks(
        operation, Array(repeating: count, count: comm.size), of: comm.rank)
      findings.compare(
        try comm.iReduceScatter(operation.reduction, MessageBuffer(mine)).wait().array, expected,
        "\(operation.name) of \(count) elements each")
    }
  }
}

private func iReduceScatterCounts<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iReduceScatter with counts", of: type) { comm, findings in
    for operation in Element.operations {
      for counts in splits(over: comm.size) {
        let (mine, expected) = blocks(operation, counts, of: comm.rank)
        let request = try comm.iReduceScatter(
          operation.reduction, MessageBuffer(mine), counts: counts)
        findings.compare(
          try request.wait().array, expected, "\(operation.name) of \(counts) elements")
      }
    }
  }
}

/// What a rank puts into a combination in blocks, and the block that it gets.
private func blocks<Element: CheckedElement>(
  _ operation: CheckedOperation<Element>, _ counts: [Int], of rank: Int
) -> (mine: [Element], expected: [Element]) {
  let start = counts[..<rank].reduce(0, +)
  let places = start..<start + counts[rank]
  return (
    operation.inputs(rank, counts.reduce(0, +)),
    places.map { operation.result(counts.indices, $0) }
  )
}
