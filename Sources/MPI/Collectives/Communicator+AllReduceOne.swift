extension Communicator {
  /// Collective. ``allReduce(_:_:into:)`` for one value.
  ///
  /// - Complexity: one collective of one element; costs a few nanoseconds more than in C.
  @inlinable public borrowing func allReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element
  ) throws(MPIError) -> Element {
    // The closure of an operation works in the memory of a stride, which an array has.
    if op.kind.isCustom { return try allReduce(op, [mine])[0] }
    var all = mine
    // SAFETY: each pointer covers one initialized element for the duration of the call.
    try unsafe withUnsafePointer(to: mine) { send throws(MPIError) in
      try unsafe withUnsafeMutablePointer(to: &all) { receive throws(MPIError) in
        try unsafe allReduceOne(
          op.kind, Element.mpiType, stride: MemoryLayout<Element>.stride, send, receive)
      }
    }
    return all
  }

  /// What is the same for all types in ``allReduce(_:_:)-(_,Element)``. A generic function of
  /// another module would look up the type's properties at every call, which takes half the time
  /// of the reduction itself.
  @unsafe @usableFromInline borrowing func allReduceOne(
    _ op: ReductionKind, _ type: MPIType, stride: Int, _ send: UnsafeRawPointer,
    _ receive: UnsafeMutableRawPointer
  ) throws(MPIError) {
    require(
      type.stride == stride,
      "allReduce: values are \(stride) bytes apart, their mpiType says \(type.stride)")
    let (operation, datatype) = try family.handles(of: op, type)
    try perform(.allReduce, bytes: stride, CallShape(count: 1, op, type)) {
      unsafe Counted.allReduce(send, receive, 1, stride: stride, datatype, operation, handle)
    }
  }
}
