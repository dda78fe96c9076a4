/// Memory for elements that is given to a non-blocking call and comes back when the call is
/// done, so that nobody can read or write it meanwhile and nothing is copied.
@safe public struct MessageBuffer<Element: MPIElement>: ~Copyable {
  let memory: UnsafeMutableBufferPointer<Element>

  /// Local. `count` copies of `value`.
  public init(repeating value: Element, count: Int) {
    self.init(uninitialized: count)
    unsafe memory.initialize(repeating: value)
  }

  /// Local. A copy of `elements`.
  public init(_ elements: Span<Element>) {
    self.init(uninitialized: elements.count)
    unsafe elements.withUnsafeBufferPointer { source in
      _ = unsafe memory.initialize(from: source)
    }
  }

  /// Local. A copy of `elements`.
  public init(_ elements: [Element]) {
    self.init(uninitialized: elements.count)
    _ = unsafe memory.initialize(from: elements)
  }

  /// For calls that write all of it before anyone reads.
  init(uninitialized count: Int) {
    unsafe memory = .allocate(capacity: count)
  }

  /// Takes memory back that ``release()`` gave away.
  @unsafe init(adopting memory: UnsafeMutableBufferPointer<Element>) {
    unsafe self.memory = memory
  }

  deinit { unsafe memory.deallocate() }

  /// Gives the memory away; whoever has it adopts it again or loses it.
  @unsafe consuming func release() -> UnsafeMutableBufferPointer<Element> {
    let memory = unsafe memory
    discard self
    return unsafe memory
  }

  public var count: Int { unsafe memory.count }

  /// Calls `body` with the elements.
  public borrowing func withElements<Result: ~Copyable, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the memory is initialized, and lives as long as this value.
    try body(unsafe memory.span)
  }

  /// Calls `body` with the elements to change.
  public mutating func withMutableElements<Result: ~Copyable, Failure: Error>(
    _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: as above; the caller has exclusive access.
    var elements = unsafe memory.mutableSpan
    return try body(&elements)
  }

  public subscript(index: Int) -> Element {
    get { unsafe memory[checked(index)] }
    set { unsafe memory[checked(index)] = newValue }
  }

  private func checked(_ index: Int) -> Int {
    require(index >= 0 && index < count, "element \(index) of \(count)")
    return index
  }

  /// Local. A copy of the elements.
  public var array: [Element] { unsafe Array(memory) }
}
