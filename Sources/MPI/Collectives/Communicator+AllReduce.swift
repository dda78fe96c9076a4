extension Communicator {
  /// Collective. Combines `mine` element by element over all ranks; every rank gets the result.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the combined values. Shape `[n]`.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Allreduce` (MPI-3.1 section 5.9.6).
  public borrowing func allReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, into all: inout MutableSpan<Element>
  ) throws(MPIError) {
    require(
      mine.count == all.count,
      "allReduce: \(mine.count) elements into a buffer of \(all.count)")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.allReduce, bytes: mine.count * stride, CallShape(count: mine.count, op)) {
      // SAFETY: both pointers cover as many initialized elements whose layout `type` names;
      // exclusive access to `all` keeps them apart; a blocking call keeps neither.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.allReduce(
            send.baseAddress, receive.baseAddress, send.count, stride: stride, type, operation,
            handle)
        }
      }
    }
  }

  /// Collective. ``allReduce(_:_:into:)`` in the caller's own memory.
  ///
  /// - Parameter elements: This rank's contribution, replaced by the combined values. Shape
  ///   `[n]`, the same `n` on every rank.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Allreduce` with `MPI_IN_PLACE` (MPI-3.1
  /// section 5.9.6).
  public borrowing func allReduce<Element: MPIElement>(
    _ op: Reduction<Element>, inPlace elements: inout MutableSpan<Element>
  ) throws(MPIError) {
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.allReduce, bytes: elements.count * stride, CallShape(count: elements.count, op)) {
      // SAFETY: the pointer covers the span's elements, which nothing else touches meanwhile.
      unsafe elements.withUnsafeMutableBufferPointer { buffer in
        unsafe Counted.allReduce(
          Counted.inPlace, buffer.baseAddress, buffer.count, stride: stride, type, operation,
          handle)
      }
    }
  }

  /// Collective. ``allReduce(_:_:into:)`` into a new array.
  public borrowing func allReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>
  ) throws(MPIError) -> [Element] {
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    // SAFETY: `mine` and the new array hold `mine.count` elements each; the call writes all of
    // the array.
    return unsafe try receiving(
      mine.count, .allReduce, bytes: mine.count * stride, shape: CallShape(count: mine.count, op)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.allReduce(
          send.baseAddress, receive, send.count, stride: stride, type, operation, handle)
      }
    }
  }

  /// Collective. ``allReduce(_:_:into:)`` for arrays.
  public borrowing func allReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    try mine.withSpan { (mine) throws(MPIError) in try allReduce(op, mine) }
  }
}
