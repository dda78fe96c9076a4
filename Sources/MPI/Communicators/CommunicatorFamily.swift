/// What a communicator shares with all that were made from it: the ledger, the library's
/// datatypes, and whether the run can still go on.
final class CommunicatorFamily {
  let ledger = Ledger(peers: WorldRanks.count)
  /// Whether collectives compare their arguments over the ranks first (``MPIRuntime``).
  let isChecked: Bool
  /// This process among the ranks of the first communicator, for errors without a communicator.
  let rank: Int
  let size: Int
  /// Set when a call has failed: other ranks may wait, so nothing collective may follow.
  var isBroken = false
  /// The first request that nobody waited for; the next call reports it.
  var forgotten: MPIError? {
    didSet { hasForgotten = forgotten != nil }
  }
  /// Asked before every call, and quicker to ask than ``forgotten``.
  private(set) var hasForgotten = false
  /// Non-blocking calls that were started and not waited for, by the number of their case.
  var underWay = [Int](repeating: 0, count: MPICall.allCases.count)
  /// Windows that nobody has any more, and that are to be freed when all ranks are there.
  var leftWindows: [LeftWindow] = []
  /// How many windows were made.
  var windowCount = 0
  private var datatypes: [ObjectIdentifier: (layout: MPILayout, handle: DatatypeHandle)] = [:]

  init(rank: Int, size: Int, isChecked: Bool) {
    self.rank = rank
    self.size = size
    self.isChecked = isChecked
  }

  deinit { freeDatatypes() }

  /// Frees what ``datatype(of:)`` has made; before MPI ends, after which nothing can be freed.
  func freeDatatypes() {
    guard !Lifecycle.isFinalized else { return }
    for (_, handle) in datatypes.values { _ = Datatypes.free(handle) }
    datatypes = [:]
  }

  /// The library's datatype for a description; a layout's is made and committed at first use.
  @inline(__always) func datatype(of type: MPIType) throws(MPIError) -> DatatypeHandle {
    switch type.kind {
    case .predefined(let predefined): predefined.handle
    case .layout(let layout): try datatype(of: layout)
    }
  }

  private func datatype(of layout: MPILayout) throws(MPIError) -> DatatypeHandle {
    if let known = datatypes[ObjectIdentifier(layout)] { return known.handle }
    var made = DatatypeHandle.null
    try check("MPI_Type_create_struct", Datatypes.make(layout, &made))
    datatypes[ObjectIdentifier(layout)] = (layout, made)
    return made
  }

  /// The library's operation for `op`, and the datatype to use it with.
  func handles<Element>(
    of op: Reduction<Element>
  ) throws(MPIError) -> (operation: OperationHandle, datatype: DatatypeHandle) {
    _ = try datatype(of: Element.self)
    return try handles(of: op.kind, Element.mpiType)
  }

  /// As ``handles(of:)``, for an operation on elements of `type`.
  func handles(
    of kind: ReductionKind, _ type: MPIType
  ) throws(MPIError) -> (operation: OperationHandle, datatype: DatatypeHandle) {
    switch kind {
    case .predefined(let operation): (operation.handle, try datatype(of: type))
    case .custom(let operation): try operation.handles(in: self)
    }
  }

  /// Checks the code of a local call.
  func check(_ call: String, _ code: CInt) throws(MPIError) {
    guard !Lifecycle.succeeded(code) else { return }
    isBroken = true
    throw .failed(
      call: call, rank: rank, ranks: size, communicator: nil, Lifecycle.describe(code))
  }
}
