import MPI

/// The reductions that give one combination of all ranks: every operation of the type, with
/// arrays, spans and single values.
func reduceChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [reduce(type), allReduce(type), iReduce(type), iAllReduce(type)]
}

/// Runs `body` with every operation of the type and every count.
func forEveryOperation<Element: CheckedElement>(
  _ type: Element.Type, _ body: (CheckedOperation<Element>, _ count: Int) throws -> Void
) rethrows {
  for operation in Element.operations {
    for count in counts { try body(operation, count) }
  }
}

/// Every root with one count; with the other counts, of which each operation has all, one root.
private func roots(of comm: borrowing Communicator, _ count: Int) -> Range<Int> {
  count == 3 ? 0..<comm.size : count % comm.size..<count % comm.size + 1
}

private func reduce<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("reduce", of: type) { comm, findings in
    let everyone = 0..<comm.size
    try forEveryOperation(type) { operation, count in
      let mine = operation.inputs(comm.rank, count)
      let all = operation.results(everyone, count)
      for root in roots(of: comm, count) {
        findings.compare(
          try comm.reduce(operation.reduction, mine, root: root), comm.rank == root ? all : nil,
          "\(operation.name) of \(count) elements to root \(root)")
      }
      let root = count % comm.size
      let into = try written(into: filler(count) as [Element]) { span in
        try comm.reduce(operation.reduction, mine.span, into: &span, root: root)
      }
      findings.compare(
        into, comm.rank == root ? all : filler(count),
        "\(operation.name) of a span of \(count) elements to root \(root)")
      findings.compare(
        try comm.reduce(operation.reduction, operation.input(comm.rank, 2), root: root),
        comm.rank == root ? operation.result(everyone, 2) : nil,
        "\(operation.name) of one value to root \(root)")
    }
  }
}

private func allReduce<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("allReduce", of: type) { comm, findings in
    let everyone = 0..<comm.size
    try forEveryOperation(type) { operation, count in
      let mine = operation.inputs(comm.rank, count)
      let all = operation.results(everyone, count)
      findings.compare(
        try comm.allReduce(operation.reduction, mine), all, "\(operation.name) of \(count) elements"
      )
      let into = try written(into: filler(count) as [Element]) { span in
        try comm.allReduce(operation.reduction, mine.span, into: &span)
      }
      findings.compare(into, all, "\(operation.name) of a span of \(count) elements")
      let inPlace = try written(into: mine) { span in
        try comm.allReduce(operation.reduction, inPlace: &span)
      }
      findings.compare(inPlace, all, "\(operation.name) of \(count) elements in place")
      findings.compare(
        try comm.allReduce(operation.reduction, operation.input(comm.rank, 1)),
        operation.result(everyone, 1), "\(operation.name) of one value")
    }
  }
}

private func iReduce<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iReduce", of: type) { comm, findings in
    let everyone = 0..<comm.size
    try forEveryOperation(type) { operation, count in
      for root in roots(of: comm, count) {
        let request = try comm.iReduce(
          operation.reduction, MessageBuffer(operation.inputs(comm.rank, count)), root: root)
        findings.compare(
          array(try request.wait()),
          comm.rank == root ? operation.results(everyone, count) : nil,
          "\(operation.name) of \(count) elements to root \(root)")
      }
    }
  }
}

private func iAllReduce<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("iAllReduce", of: type) { comm, findings in
    let everyone = 0..<comm.size
    try forEveryOperation(type) { operation, count in
      let request = try comm.iAllReduce(
        operation.reduction, MessageBuffer(operation.inputs(comm.rank, count)))
      // Another call passes it while it is under way.
      let other = try comm.iAllReduce(
        operation.reduction, MessageBuffer([operation.input(comm.rank, 5)]))
      let second = try other.wait().array
      findings.compare(
        try request.wait().array, operation.results(everyone, count),
        "\(operation.name) of \(count) elements")
      findings.compare(
        second, [operation.result(everyone, 5)], "\(operation.name) of another call's element")
    }
  }
}

/// A copy of the elements of a buffer that only the root gets.
func array<Element>(_ buffer: consuming MessageBuffer<Element>?) -> [Element]? {
  switch consume buffer {
  case .some(let buffer): buffer.array
  case .none: nil
  }
}
