extension Window {
  /// Local, one-sided. Combines elements into those of another rank, or of this one; each element
  /// atomically, but not all together.
  ///
  /// - Parameters:
  ///   - op: One of the library's own operations: sum, product, min, max, and, or, xor.
  ///   - elements: Shape `[n]`; may be changed when the call returns.
  ///   - rank: Whose.
  ///   - offset: Where the others are: `offset ..< offset + n` must exist there.
  /// - Precondition: MPI has a datatype for the element (integers of at most 64 bits, `Float`,
  ///   `Double`, `Bool`) and the operation is the library's: the standard allows no others here.
  ///   With Open MPI there is no `.sum` of integers of 8 and 16 bits, with MPICH no `.min` and
  ///   `.max` of unsigned ones, because those libraries get them wrong (``Reduction``).
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one transfer of `n` elements, and a lock, an unlock or a flush.
  ///
  /// The corresponding C function is `MPI_Accumulate` (MPI-3.1 section 11.3.4).
  public borrowing func accumulate(
    _ op: Reduction<Element>, _ elements: Span<Element>, to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    check("accumulate", elements.count, on: rank, at: offset)
    let operation = Self.ownOperation(op, "accumulate")
    let type = try predefinedType("accumulate")
    guard !elements.isEmpty else { return }
    let stride = MemoryLayout<Element>.stride
    try core.transfer(
      .accumulate, .sends, rank, bytes: elements.count * stride, mayLinger: true
    ) {
      // SAFETY: as of `put`.
      unsafe elements.withUnsafeBufferPointer { buffer in
        unsafe Counted.accumulate(
          buffer.baseAddress, buffer.count, stride: stride, type, operation.handle,
          CInt(rank: rank), at: place(offset, on: rank), core.handle)
      }
    }
  }

  /// Local, one-sided. ``accumulate(_:_:to:at:)-(_,Span<Element>,_,_)`` for an array.
  public borrowing func accumulate(
    _ op: Reduction<Element>, _ elements: [Element], to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    try elements.withSpan { elements throws(MPIError) in
      try accumulate(op, elements, to: rank, at: offset)
    }
  }

  /// Local, one-sided. ``accumulate(_:_:to:at:)-(_,Span<Element>,_,_)`` for one value.
  public borrowing func accumulate(
    _ op: Reduction<Element>, _ element: Element, to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    try accumulate(op, [element], to: rank, at: offset)
  }

  private static func ownOperation(
    _ op: Reduction<Element>, _ call: String
  ) -> PredefinedOperation {
    guard case .predefined(let operation) = op.kind else {
      fatalError(
        "\(call): this is not an operation of the library on \(Element.self), as a window needs")
    }
    return operation
  }

  private func predefinedType(_ call: String) throws(MPIError) -> DatatypeHandle {
    require(
      Element.mpiType.isPredefined, "\(call): MPI has no datatype of its own for \(Element.self)")
    return try core.comm.family.datatype(of: Element.self)
  }
}

extension Window where Element: MPIScalar & FixedWidthInteger {
  /// Local, one-sided. Adds to an element of a rank, atomically, and wraps on overflow.
  ///
  /// - Returns: What the element was before.
  /// - Precondition: The element exists, and has at most 64 bits.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one element there and one back, and a lock, an unlock or a flush.
  ///
  /// The corresponding C function is `MPI_Fetch_and_op` (MPI-3.1 section 11.3.4).
  public borrowing func fetchAndAdd(
    _ amount: Element, on rank: Int, at offset: Int = 0
  ) throws(MPIError) -> Element {
    check("fetchAndAdd", 1, on: rank, at: offset)
    let type = try predefinedType("fetchAndAdd")
    // Both stay where they are until the transfer is complete.
    return try unsafe withStable(amount, 0) { (amount, _, before) throws(MPIError) in
      try core.transfer(
        .fetchAndOperate, .both, rank, bytes: MemoryLayout<Element>.stride
      ) {
        unsafe Windows.fetch(
          amount, PredefinedOperation.sum.handle, type, result: before, CInt(rank: rank),
          at: place(offset, on: rank), core.handle)
      }
    }
  }

  /// Local, one-sided. Replaces an element of a rank by `desired` if it is `expected`,
  /// atomically.
  ///
  /// - Returns: What the element was before: `expected` if it was replaced.
  /// - Precondition: The element exists, and has at most 64 bits.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: two elements there and one back, and a lock, an unlock or a flush.
  ///
  /// The corresponding C function is `MPI_Compare_and_swap` (MPI-3.1 section 11.3.4).
  public borrowing func compareAndSwap(
    _ expected: Element, with desired: Element, on rank: Int, at offset: Int = 0
  ) throws(MPIError) -> Element {
    check("compareAndSwap", 1, on: rank, at: offset)
    let type = try predefinedType("compareAndSwap")
    return try unsafe withStable(expected, desired) {
      (expected, desired, before) throws(MPIError) in
      try core.transfer(
        .compareAndSwap, .both, rank, bytes: MemoryLayout<Element>.stride
      ) {
        unsafe Windows.compareAndSwap(
          expected, desired, type, result: before, CInt(rank: rank), at: place(offset, on: rank),
          core.handle)
      }
    }
  }

  /// Gives `body` two values to read and one to write, at addresses that last until it returns,
  /// and returns the third.
  private func withStable(
    _ first: Element, _ second: Element,
    _ body: (UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer) throws(MPIError) -> Void
  ) throws(MPIError) -> Element {
    var before: Element = 0
    // SAFETY: each pointer covers one initialized element for the duration of the closure.
    try unsafe withUnsafePointer(to: first) { (first) throws(MPIError) in
      try unsafe withUnsafePointer(to: second) { (second) throws(MPIError) in
        try unsafe withUnsafeMutablePointer(to: &before) { (before) throws(MPIError) in
          try unsafe body(first, second, before)
        }
      }
    }
    return before
  }
}
