extension Communicator {
  /// Collective. Returns when every rank has called it.
  ///
  /// - Throws: ``MPIError`` when the library reports a failure.
  /// - Complexity: one collective without content.
  ///
  /// The corresponding C function is `MPI_Barrier` (MPI-3.1 section 5.3).
  public borrowing func barrier() throws(MPIError) {
    try perform(.barrier, bytes: 0, .call) { unsafe Calls.barrier(handle) }
  }

  /// Collective. Gives every rank the root's elements.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]`, the same `n` on every rank; the root's are sent, the others'
  ///     replaced.
  ///   - root: The rank that has them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective of `n` elements.
  ///
  /// The corresponding C function is `MPI_Bcast` (MPI-3.1 section 5.4).
  public borrowing func broadcast<Element: MPIElement>(
    into elements: inout MutableSpan<Element>, root: Int = 0
  ) throws(MPIError) {
    let type = try family.datatype(of: Element.self)
    try perform(
      .broadcast, bytes: elements.count * MemoryLayout<Element>.stride,
      CallShape(root: root, count: elements.count, of: Element.self)
    ) {
      // SAFETY: the pointer covers the span's elements, which nothing else touches meanwhile.
      unsafe elements.withUnsafeMutableBufferPointer { buffer in
        unsafe Counted.broadcast(
          buffer.baseAddress, buffer.count, type, root: CInt(rank: root), handle)
      }
    }
  }

  /// Collective. Gives every rank the root's elements; the length need not be known elsewhere.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]` on the root, any length; ignored on other ranks.
  ///   - root: The rank that has them, the same everywhere.
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: two collectives, one for the length; `n` elements.
  ///
  /// The corresponding C function is `MPI_Bcast` (MPI-3.1 section 5.4).
  public borrowing func broadcast<Element: MPIElement>(
    _ elements: [Element], root: Int = 0
  ) throws(MPIError) -> [Element] {
    try elements.withSpan { (elements) throws(MPIError) in try received(elements, root: root) }
      ?? elements
  }

  /// Collective. ``broadcast(_:root:)`` for a span; a new array on every rank.
  public borrowing func broadcast<Element: MPIElement>(
    _ elements: Span<Element>, root: Int = 0
  ) throws(MPIError) -> [Element] {
    let theirs = try received(elements, root: root)
    // SAFETY: the closure copies the elements and keeps no pointer.
    return unsafe theirs ?? elements.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// What the other ranks receive from the root; nil on the root, which has it.
  private borrowing func received<Element: MPIElement>(
    _ elements: Span<Element>, root: Int
  ) throws(MPIError) -> [Element]? {
    let type = try family.datatype(of: Element.self)
    let count = try broadcast(elements.count, root: root)
    let bytes = count * MemoryLayout<Element>.stride
    guard rank == root else {
      // SAFETY: the new array has room for `count` elements, and the call writes all of them.
      return unsafe try receiving(
        count, .broadcast, bytes: bytes,
        shape: CallShape(root: root, count: count, of: Element.self)
      ) { buffer in
        unsafe Counted.broadcast(buffer, count, type, root: CInt(rank: root), handle)
      }
    }
    try perform(.broadcast, bytes: bytes, CallShape(root: root, count: count, of: Element.self)) {
      // SAFETY: the root's buffer is only read, however C declares it.
      unsafe elements.withUnsafeBufferPointer { buffer in
        unsafe Counted.broadcast(
          UnsafeMutableRawPointer(mutating: buffer.baseAddress), count, type,
          root: CInt(rank: root), handle)
      }
    }
    return nil
  }

  /// Collective. Gives every rank the root's value.
  ///
  /// - Throws: ``MPIError`` when there is no such root or the library reports a failure.
  /// - Complexity: one collective of one element.
  ///
  /// The corresponding C function is `MPI_Bcast` (MPI-3.1 section 5.4).
  public borrowing func broadcast<Element: MPIElement>(
    _ value: Element, root: Int = 0
  ) throws(MPIError) -> Element {
    let type = try family.datatype(of: Element.self)
    var value = value
    try perform(
      .broadcast, bytes: MemoryLayout<Element>.stride,
      CallShape(root: root, count: 1, of: Element.self)
    ) {
      // SAFETY: the pointer covers one initialized element for the duration of the call.
      unsafe withUnsafeMutablePointer(to: &value) {
        unsafe Counted.broadcast($0, 1, type, root: CInt(rank: root), handle)
      }
    }
    return value
  }
}
