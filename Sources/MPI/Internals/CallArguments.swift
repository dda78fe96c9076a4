/// The arrays of counts, displacements and datatypes that a non-blocking call reads until it is
/// done (MPI-3.1 section 5.12), at addresses that stay. Kept by the call's ``PendingCall``.
final class CallArguments {
  private var arrays: [StableMemory] = []
  private var datatypes: [DatatypeHandle] = []

  init() {}

  deinit {
    guard !Lifecycle.isFinalized else { return }
    // Local, and what a request still uses stays (section 4.1.9); a failure has no one to go to.
    for datatype in datatypes { _ = Datatypes.free(datatype) }
  }

  /// A C array of `values` that lives as long as this object.
  @unsafe func array<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let bytes = Swift.max(1, values.count * MemoryLayout<Value>.stride)
    let memory = StableMemory(byteCount: bytes, alignment: MemoryLayout<Value>.alignment)
    arrays.append(memory)
    let start = unsafe memory.start.bindMemory(to: Value.self, capacity: values.count)
    for (index, value) in values.enumerated() {
      unsafe (start + index).initialize(to: value)
    }
    return unsafe UnsafePointer(start)
  }

  /// Frees `datatype` with this object.
  func own(_ datatype: DatatypeHandle) { datatypes.append(datatype) }
}

@safe private final class StableMemory {
  let start: UnsafeMutableRawPointer

  init(byteCount: Int, alignment: Int) {
    unsafe start = .allocate(byteCount: byteCount, alignment: alignment)
  }

  deinit { unsafe start.deallocate() }
}

extension Array<Int> {
  /// Where each part of a row of parts begins.
  var startsOfParts: [Int] {
    var next = 0
    return map { count in
      defer { next += count }
      return next
    }
  }

  var total: Int { reduce(0, +) }
}
