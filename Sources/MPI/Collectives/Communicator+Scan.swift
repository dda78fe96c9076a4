extension Communicator {
  /// Collective. Combines the elements of this rank with those of all ranks before it.
  ///
  /// - Parameters:
  ///   - op: How two elements are combined; the same on every rank.
  ///   - mine: This rank's contribution. Shape `[n]`, the same `n` on every rank.
  ///   - all: Receives the combination over ranks `0...rank`, element by element. Shape `[n]`.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Scan` (MPI-3.1 section 5.11.1).
  public borrowing func scan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Span<Element>, into all: inout MutableSpan<Element>
  ) throws(MPIError) {
    require(
      mine.count == all.count,
      "scan: \(mine.count) elements into a buffer of \(all.count)")
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.scan, bytes: mine.count * stride, CallShape(count: mine.count, op)) {
      // SAFETY: both pointers cover as many initialized elements whose layout `type` names;
      // exclusive access to `all` keeps them apart.
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe all.withUnsafeMutableBufferPointer { receive in
          unsafe Counted.scan(
            send.baseAddress, receive.baseAddress, send.count, stride: stride, type, operation,
            handle)
        }
      }
    }
  }

  /// Collective. ``scan(_:_:into:)`` in the caller's own memory.
  ///
  /// - Parameter elements: This rank's contribution, replaced by the combined values. Shape
  ///   `[n]`, the same `n` on every rank.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Scan` with `MPI_IN_PLACE` (MPI-3.1 section 5.11.1).
  public borrowing func scan<Element: MPIElement>(
    _ op: Reduction<Element>, inPlace elements: inout MutableSpan<Element>
  ) throws(MPIError) {
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    try perform(.scan, bytes: elements.count * stride, CallShape(count: elements.count, op)) {
      // SAFETY: the pointer covers the span's elements, which nothing else touches meanwhile.
      unsafe elements.withUnsafeMutableBufferPointer { buffer in
        unsafe Counted.scan(
          Counted.inPlace, buffer.baseAddress, buffer.count, stride: stride, type, operation,
          handle)
      }
    }
  }

  /// Collective. ``scan(_:_:into:)`` for arrays.
  public borrowing func scan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    // SAFETY: `mine` and the new array hold `mine.count` elements each; the call writes all of
    // the array.
    return unsafe try receiving(
      mine.count, .scan, bytes: mine.count * stride, shape: CallShape(count: mine.count, op)
    ) { receive in
      unsafe mine.withUnsafeBufferPointer { send in
        unsafe Counted.scan(
          send.baseAddress, receive, send.count, stride: stride, type, operation, handle)
      }
    }
  }

  /// Collective. ``scan(_:_:into:)`` for one value.
  public borrowing func scan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element
  ) throws(MPIError) -> Element {
    if op.kind.isCustom { return try scan(op, [mine])[0] }
    let (operation, type) = try family.handles(of: op)
    let stride = MemoryLayout<Element>.stride
    var all = mine
    try perform(.scan, bytes: stride, CallShape(count: 1, op)) {
      // SAFETY: each pointer covers one initialized element for the duration of the call.
      unsafe withUnsafePointer(to: mine) { send in
        unsafe withUnsafeMutablePointer(to: &all) { receive in
          unsafe Counted.scan(send, receive, 1, stride: stride, type, operation, handle)
        }
      }
    }
    return all
  }
}
