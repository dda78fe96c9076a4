extension Window {
  /// Local, one-sided. Writes elements into those of another rank, or of this one.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]`; may be changed when the call returns.
  ///   - rank: Whose.
  ///   - offset: Where they go: `offset ..< offset + n` must exist there.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one transfer of `n` elements, and a lock, an unlock or a flush.
  ///
  /// The corresponding C function is `MPI_Put` (MPI-3.1 section 11.3.1).
  public borrowing func put(
    _ elements: Span<Element>, to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    check("put", elements.count, on: rank, at: offset)
    guard !elements.isEmpty else { return }
    let type = try core.comm.family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    try core.transfer(
      .put, .sends, rank, bytes: elements.count * stride, mayLinger: true
    ) {
      // SAFETY: the pointer covers the span's elements. The transfer has read them when
      // `transfer` returns; the closure only starts it, while the span is borrowed.
      unsafe elements.withUnsafeBufferPointer { buffer in
        unsafe Counted.put(
          buffer.baseAddress, buffer.count, stride: stride, type, CInt(rank: rank),
          at: place(offset, on: rank),
          core.handle)
      }
    }
  }

  /// Local, one-sided. ``put(_:to:at:)-(Span<Element>,_,_)`` for an array.
  public borrowing func put(
    _ elements: [Element], to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    try elements.withSpan { elements throws(MPIError) in
      try put(elements, to: rank, at: offset)
    }
  }

  /// Local, one-sided. ``put(_:to:at:)-(Span<Element>,_,_)`` for one value.
  public borrowing func put(
    _ element: Element, to rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    try put([element], to: rank, at: offset)
  }

  /// Local, one-sided. Reads elements of another rank, or of this one.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]`; receives them.
  ///   - rank: Whose.
  ///   - offset: Where they are: `offset ..< offset + n` must exist there.
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one transfer of `n` elements, and a lock, an unlock or a flush.
  ///
  /// The corresponding C function is `MPI_Get` (MPI-3.1 section 11.3.2).
  public borrowing func get(
    into elements: inout MutableSpan<Element>, from rank: Int, at offset: Int = 0
  ) throws(MPIError) {
    check("get", elements.count, on: rank, at: offset)
    guard !elements.isEmpty else { return }
    let type = try core.comm.family.datatype(of: Element.self)
    let bytes = elements.count * MemoryLayout<Element>.stride
    try core.transfer(.get, .receives, rank, bytes: bytes) {
      // SAFETY: the pointer covers the span's elements, to which the caller gives exclusive
      // access until `transfer` returns, when the transfer has written them.
      unsafe elements.withUnsafeMutableBufferPointer { buffer in
        unsafe Counted.get(
          buffer.baseAddress, buffer.count, stride: MemoryLayout<Element>.stride, type,
          CInt(rank: rank), at: place(offset, on: rank), core.handle)
      }
    }
  }

  /// Local, one-sided. ``get(into:from:at:)`` into a new array.
  public borrowing func get(
    count: Int, from rank: Int, at offset: Int = 0
  ) throws(MPIError) -> [Element] {
    check("get", count, on: rank, at: offset)
    let type = try core.comm.family.datatype(of: Element.self)
    let stride = MemoryLayout<Element>.stride
    var failure: MPIError?
    // SAFETY: the new array has room for `count` elements, and the transfer has written all of
    // them when `transfer` returns.
    let elements = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard count > 0 else { return }
      do throws(MPIError) {
        try core.transfer(.get, .receives, rank, bytes: count * stride) {
          unsafe Counted.get(
            buffer.baseAddress, count, stride: stride, type, CInt(rank: rank),
            at: place(offset, on: rank),
            core.handle)
        }
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return elements
  }
}
