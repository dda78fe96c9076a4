extension Communicator {
  /// Collective. A communicator that a host program has, by its Fortran handle, which is the
  /// same number in every language (`MPI_Comm_c2f` in C, `comm.py2f()` in mpi4py).
  ///
  /// A duplicate is used, so that the host's messages and error handler stay its own; it is freed
  /// at the end of its scope. MPI must run, and is not ended here; a ``Window`` that is to be gone
  /// before the host ends MPI has to be freed. Errors of calls without a communicator, those that
  /// make datatypes and operations, go to the host's handler of its world.
  ///
  /// - Parameters:
  ///   - fortranHandle: A valid communicator; any other number may crash the library.
  ///   - name: What errors call it.
  ///   - isChecked: As for ``MPIRuntime/run(threads:isChecked:_:)``.
  ///
  /// The corresponding C functions are `MPI_Comm_f2c` and `MPI_Comm_dup` (MPI-3.1 sections 17.2.4
  /// and 6.4.2).
  @unsafe public init(
    adoptingFortran fortranHandle: CInt, name: String = "the host's communicator",
    isChecked: Bool? = nil
  ) throws(MPIError) {
    unsafe try self.init(
      duplicating: CommunicatorHandle(fortran: fortranHandle), name: name, isChecked: isChecked)
  }

  /// Collective. A communicator that a host program has, by its handle in C.
  ///
  /// As ``init(adoptingFortran:name:isChecked:)`` in everything else.
  @unsafe public init(
    adopting handle: MPICommunicatorHandle, name: String = "the host's communicator",
    isChecked: Bool? = nil
  ) throws(MPIError) {
    unsafe try self.init(
      duplicating: CommunicatorHandle(host: handle), name: name, isChecked: isChecked)
  }

  private init(
    duplicating hosts: CommunicatorHandle, name: String, isChecked: Bool?
  ) throws(MPIError) {
    var copy = CommunicatorHandle.null
    let code = Lifecycle.duplicate(hosts, &copy)
    guard Lifecycle.succeeded(code) else {
      let (errorClass, text) = Lifecycle.describe(code)
      throw .notStarted(call: "MPI_Comm_dup", errorClass: errorClass, text: text)
    }
    try self.init(
      handle: copy, name: name, isOwned: true, family: nil,
      isChecked: isChecked ?? Lifecycle.asksForChecks)
  }

  /// Local. The Fortran handle of this communicator, for other libraries; valid as long as this
  /// value lives.
  ///
  /// The corresponding C function is `MPI_Comm_c2f` (MPI-3.1 section 17.2.4).
  @unsafe public var fortranHandle: CInt { handle.fortran }

  /// Local. The C handle of this communicator, for other libraries; valid as long as this value
  /// lives.
  @unsafe public var cHandle: MPICommunicatorHandle { unsafe handle.host }
}
