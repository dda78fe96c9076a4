import MPI

/// Derived datatypes of every type, against arithmetic on indices.
func datatypeChecks<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  [datatypes(type), halo(type)]
}

/// The places of a datatype, in the order in which they travel.
private struct Shape<Element: CheckedElement> {
  let name: String
  let places: [Int]
  let make: () throws(MPIError) -> Datatype<Element>
}

private func shapes<Element: CheckedElement>() -> [Shape<Element>] {
  [
    Shape(name: "nothing", places: []) { () throws(MPIError) in try .contiguous(0) },
    Shape(name: "contiguous", places: Array(0..<11)) { () throws(MPIError) in try .contiguous(11) },
    Shape(name: "a column", places: stride(from: 0, to: 25, by: 5).map(\.self)) {
      () throws(MPIError) in try .vector(count: 5, blockLength: 1, stride: 5)
    },
    Shape(name: "two columns", places: (0..<5).flatMap { [$0 * 5, $0 * 5 + 1] }) {
      () throws(MPIError) in try .vector(count: 5, blockLength: 2, stride: 5)
    },
    Shape(name: "long blocks", places: (0..<4).flatMap { row in (0..<4).map { row * 6 + $0 } }) {
      () throws(MPIError) in try .vector(count: 4, blockLength: 4, stride: 6)
    },
    Shape(name: "blocks out of order", places: [20, 21, 3, 0, 9, 10, 11, 12]) {
      () throws(MPIError) in
      try .indexed(blocks: [(20, 2), (3, 1), (7, 0), (0, 1), (9, 4)])
    },
  ]
}

/// Sent from the places of each shape to those of each other with as many elements, and to a
/// plain span.
private func datatypes<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("derived datatypes", of: type) { comm, findings in
    let next = (comm.rank + 1) % comm.size
    let before = (comm.rank + comm.size - 1) % comm.size
    let length = 32
    let mine: [Element] = elements(of: comm.rank, length)
    let theirs: [Element] = elements(of: before, length)
    for shape in shapes() as [Shape<Element>] {
      let datatype = try shape.make()
      findings.compare(datatype.count, shape.places.count, "the count of \(shape.name)")
      for offset in [0, 6] {
        let sent = shape.places.map { theirs[$0 + offset] }
        // What left the shape arrives one behind the other.
        let request = try comm.iReceive(
          into: MessageBuffer(filler(shape.places.count) as [Element]), from: before, tag: 1)
        try comm.send(mine.span, as: datatype, at: offset, to: next, tag: 1)
        findings.compare(
          try request.wait().array, sent, "\(shape.name) at \(offset), sent to a plain array")

        // What leaves one behind the other arrives in the shape, and nothing else is touched.
        let plain = shape.places.map { mine[$0 + offset] }
        let departure = try comm.iSend(plain, to: next, tag: 2)
        var message: Message?
        let into = try written(into: filler(length) as [Element]) { span in
          message = try comm.receive(into: &span, as: datatype, at: offset, from: before, tag: 2)
        }
        try departure.wait()
        var expected: [Element] = filler(length)
        for place in shape.places { expected[place + offset] = theirs[place + offset] }
        findings.compare(into, expected, "\(shape.name) at \(offset), received")
        findings.compare(
          message, Message(source: before, tag: 2, count: shape.places.count),
          "the message of \(shape.name)")
      }
    }
  }
}

/// The borders of a block of rows and columns, to the right and from the left.
private func halo<Element: CheckedElement>(_ type: Element.Type) -> Check {
  Check("sendReceive of columns", of: type) { comm, findings in
    let (rows, columns) = (6, 5)
    let right = comm.rank + 1 < comm.size ? comm.rank + 1 : nil
    let left = comm.rank > 0 ? comm.rank - 1 : nil
    let mine: [Element] = elements(of: comm.rank, rows * columns)
    let column = try Datatype<Element>.vector(count: rows, blockLength: 1, stride: columns)
    let into = try written(into: filler(rows * columns) as [Element]) { span in
      _ = try comm.sendReceive(
        mine.span, as: column, at: columns - 1, to: right, into: &span, as: column, at: 0,
        from: left)
    }
    var expected: [Element] = filler(rows * columns)
    if let left {
      let theirs: [Element] = elements(of: left, rows * columns)
      for row in 0..<rows { expected[row * columns] = theirs[row * columns + columns - 1] }
    }
    findings.compare(into, expected, "the column from the left")
  }
}
