extension Communicator {
  /// Collective. The same ranks with a message space of their own; freed at the end of its scope.
  ///
  /// - Complexity: one collective.
  ///
  /// The corresponding C function is `MPI_Comm_dup` (MPI-3.1 section 6.4.2).
  public borrowing func duplicate() throws(MPIError) -> Communicator {
    var copy = CommunicatorHandle.null
    try perform(.duplicate, bytes: 0, .call) { Lifecycle.duplicate(handle, &copy) }
    return try Communicator(
      handle: copy, name: "a duplicate of \(name)", isOwned: true, family: family)
  }

  /// Collective. The ranks that name the same colour, as a communicator of their own; freed at
  /// the end of its scope, which all its ranks must reach.
  ///
  /// - Parameters:
  ///   - color: Which group this rank is in, `0…2³¹ − 1`; nil for none.
  ///   - key: Orders the ranks of a group, smallest first; equal keys by rank here.
  /// - Returns: nil where `color` is nil.
  /// - Complexity: one collective.
  ///
  /// The corresponding C function is `MPI_Comm_split` (MPI-3.1 section 6.4.2).
  public borrowing func split(color: Int?, key: Int? = nil) throws(MPIError) -> Communicator? {
    require(
      color.map { $0 >= 0 && $0 <= Int(CInt.max) } ?? true,
      "split: colour \(color ?? 0), 0 to \(CInt.max) can be had")
    var part = CommunicatorHandle.null
    try perform(.split, bytes: 0, .call) {
      Lifecycle.split(handle, color: color, key: CInt(clamping: key ?? rank), &part)
    }
    guard let color else { return nil }
    return try Communicator(
      handle: part, name: "part \(color) of \(name)", isOwned: true, family: family)
  }

  /// Collective. The ranks that share this rank's memory, in practice those on the same host.
  ///
  /// - Complexity: one collective, or a few, as the library does it.
  ///
  /// The corresponding C function is `MPI_Comm_split_type` with `MPI_COMM_TYPE_SHARED` (MPI-3.1
  /// section 6.4.2).
  public borrowing func splitByHost() throws(MPIError) -> Communicator {
    var part = CommunicatorHandle.null
    try perform(.splitByType, bytes: 0, .call) {
      Lifecycle.splitByHost(handle, key: CInt(rank: rank), &part)
    }
    return try Communicator(
      handle: part, name: "this host's part of \(name)", isOwned: true, family: family)
  }

  /// Local. This rank alone.
  ///
  /// The corresponding C function is `MPI_Comm_dup` of `MPI_COMM_SELF` (MPI-3.1 sections 6.4.2
  /// and 6.2.4).
  public borrowing func alone() throws(MPIError) -> Communicator {
    var copy = CommunicatorHandle.null
    try perform(.duplicate, bytes: 0) { Lifecycle.duplicate(.itself, &copy) }
    return try Communicator(handle: copy, name: "self", isOwned: true, family: family)
  }
}
