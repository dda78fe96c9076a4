extension Communicator {
  /// Collective. Returns when every rank has called it.
  ///
  /// The corresponding C function is `MPI_Barrier` (MPI-3.1 section 5.3).
  public borrowing func barrier() throws(MPIError) {
    try perform("MPI_Barrier", bytes: 0) { unsafe Calls.barrier(handle) }
  }

  /// Collective. Gives every rank the root's elements; the length need not be known elsewhere.
  ///
  /// - Parameters:
  ///   - elements: Shape `[n]` on the root, any length; ignored on other ranks.
  ///   - root: The rank that has them, the same everywhere.
  /// - Complexity: two collectives, one for the length; `n` elements.
  ///
  /// The corresponding C function is `MPI_Bcast` (MPI-3.1 section 5.4).
  public borrowing func broadcast<Element: MPIScalar>(
    _ elements: [Element], root: Int = 0
  ) throws(MPIError) -> [Element] {
    var length = [rank == root ? elements.count : 0]
    try broadcastExactly(&length, root: root)
    guard rank != root else {
      var same = elements
      try broadcastExactly(&same, root: root)
      return same
    }
    // Narrowed before anything is allocated for it.
    _ = try CInt(mpiCount: length[0], call: "MPI_Bcast", rank: rank)
    var received = [Element](repeating: Element.zeroBits, count: length[0])
    try broadcastExactly(&received, root: root)
    return received
  }

  /// Collective. Gives every rank the root's elements; every rank's array has the same length.
  private borrowing func broadcastExactly<Element: MPIScalar>(
    _ elements: inout [Element], root: Int
  ) throws(MPIError) {
    let bytes = elements.count * MemoryLayout<Element>.stride
    let count = try CInt(mpiCount: elements.count, call: "MPI_Bcast", rank: rank)
    let source = try CInt(mpiCount: root, call: "MPI_Bcast", rank: rank)
    try perform("MPI_Bcast", bytes: bytes) {
      // SAFETY: the array's storage holds `count` elements and is not touched meanwhile.
      unsafe elements.withUnsafeMutableBytes { buffer in
        unsafe Calls.broadcast(buffer.baseAddress, count, Element.mpiType, root: source, handle)
      }
    }
  }

  /// Collective. All ranks' elements in rank order, on the root; nil elsewhere.
  ///
  /// - Parameter mine: Shape `[n]`, the same `n` on every rank.
  /// - Complexity: one collective; `size × n` elements arrive at the root.
  ///
  /// The corresponding C function is `MPI_Gather` (MPI-3.1 section 5.5).
  public borrowing func gather<Element: MPIScalar>(
    _ mine: [Element], root: Int = 0
  ) throws(MPIError) -> [Element]? {
    let count = try CInt(mpiCount: mine.count, call: "MPI_Gather", rank: rank)
    let target = try CInt(mpiCount: root, call: "MPI_Gather", rank: rank)
    let places = rank == root ? mine.count * size : 0
    var all = [Element](repeating: Element.zeroBits, count: places)
    try perform("MPI_Gather", bytes: mine.count * MemoryLayout<Element>.stride) {
      // SAFETY: `mine` holds `count` elements, and on the root `all` holds `size` times as many.
      unsafe mine.withUnsafeBytes { send in
        unsafe all.withUnsafeMutableBytes { receive in
          unsafe Calls.gather(
            send.baseAddress, receive.baseAddress, count, Element.mpiType, root: target, handle)
        }
      }
    }
    return rank == root ? all : nil
  }

  /// Collective. Every rank's bytes, of any length each, by rank, on the root; nil elsewhere.
  ///
  /// - Complexity: two collectives, one for the lengths; the sum of the lengths must not exceed
  ///   2³¹ − 1 bytes.
  ///
  /// The corresponding C function is `MPI_Gatherv` (MPI-3.1 section 5.5).
  public borrowing func gatherBytes(
    _ mine: [UInt8], root: Int = 0
  ) throws(MPIError) -> [[UInt8]]? {
    let lengths = try gather([mine.count], root: root) ?? []
    let total = try CInt(
      mpiCount: lengths.reduce(0, +), call: "MPI_Gatherv", rank: rank)
    let count = try CInt(mpiCount: mine.count, call: "MPI_Gatherv", rank: rank)
    let target = try CInt(mpiCount: root, call: "MPI_Gatherv", rank: rank)
    let counts = lengths.map { CInt(truncatingIfNeeded: $0) }  // each at most `total`
    var starts: [CInt] = []
    var next: CInt = 0
    for count in counts {
      starts.append(next)
      next += count
    }
    var all = [UInt8](repeating: 0, count: Int(total))
    try perform("MPI_Gatherv", bytes: mine.count) {
      // SAFETY: `counts` and `starts` describe ranges inside `all` on the root and are not read
      // elsewhere (MPI-3.1 section 5.5); `mine` holds `count` bytes.
      unsafe mine.withUnsafeBytes { send in
        unsafe all.withUnsafeMutableBytes { receive in
          unsafe Calls.gatherVarying(
            send.baseAddress, count, receive.baseAddress, counts, starts, .uint8,
            root: target, handle)
        }
      }
    }
    guard rank == root else { return nil }
    return zip(starts, counts).map { Array(all[Int($0)..<Int($0 + $1)]) }
  }

  /// Collective. All ranks' elements in rank order, on every rank.
  ///
  /// - Parameter mine: Shape `[n]`, the same `n` on every rank.
  /// - Complexity: one collective; `size × n` elements arrive at every rank.
  ///
  /// The corresponding C function is `MPI_Allgather` (MPI-3.1 section 5.7).
  public borrowing func allGather<Element: MPIScalar>(
    _ mine: [Element]
  ) throws(MPIError) -> [Element] {
    let count = try CInt(mpiCount: mine.count, call: "MPI_Allgather", rank: rank)
    var all = [Element](repeating: Element.zeroBits, count: mine.count * size)
    try perform("MPI_Allgather", bytes: mine.count * MemoryLayout<Element>.stride) {
      // SAFETY: `mine` holds `count` elements and `all` `size` times as many.
      unsafe mine.withUnsafeBytes { send in
        unsafe all.withUnsafeMutableBytes { receive in
          unsafe Calls.allGather(
            send.baseAddress, receive.baseAddress, count, Element.mpiType, handle)
        }
      }
    }
    return all
  }
}

extension MPIScalar {
  /// The value whose bits are all zero, which is a value of every fixed-width number.
  static var zeroBits: Self {
    // SAFETY: the bytes are written before the value is read, and every bit pattern of these
    // types is a value (MPIScalar is conformed to only in this target's Scalar.swift).
    unsafe withUnsafeTemporaryAllocation(of: Self.self, capacity: 1) { place in
      unsafe UnsafeMutableRawBufferPointer(place).initializeMemory(as: UInt8.self, repeating: 0)
      return unsafe UnsafeRawBufferPointer(place).load(as: Self.self)
    }
  }
}
