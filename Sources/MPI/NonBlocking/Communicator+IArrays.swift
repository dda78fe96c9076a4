// The non-blocking collectives for arrays and single values. Each costs what the form with a
// ``MessageBuffer`` costs, and a copy of the elements before and after.

extension Communicator {
  /// Collective, returns at once. ``iBroadcast(_:root:)`` for an array.
  ///
  /// - Parameter elements: Shape `[n]`, the same `n` on every rank; the root's are sent, of the
  ///   others' only the length matters.
  public borrowing func iBroadcast<Element: MPIElement>(
    _ elements: [Element], root: Int = 0
  ) throws(MPIError) -> Request<[Element]> {
    try iBroadcast(MessageBuffer(elements), root: root).map { $0.array }
  }

  /// Collective, returns at once. ``iBroadcast(_:root:)`` for one value.
  public borrowing func iBroadcast<Element: MPIElement>(
    _ value: Element, root: Int = 0
  ) throws(MPIError) -> Request<Element> {
    try iBroadcast(MessageBuffer([value]), root: root).map { $0[0] }
  }

  /// Collective, returns at once. ``iReduce(_:_:root:)`` for an array; the value is nil off the
  /// root.
  public borrowing func iReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element], root: Int = 0
  ) throws(MPIError) -> Request<[Element]?> {
    try iReduce(op, MessageBuffer(mine), root: root).map { $0?.array }
  }

  /// Collective, returns at once. ``iReduce(_:_:root:)`` for one value; nil off the root.
  public borrowing func iReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element, root: Int = 0
  ) throws(MPIError) -> Request<Element?> {
    try iReduce(op, MessageBuffer([mine]), root: root).map { $0?.array[0] }
  }

  /// Collective, returns at once. ``iAllReduce(_:_:)`` for an array.
  public borrowing func iAllReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element]
  ) throws(MPIError) -> Request<[Element]> {
    try iAllReduce(op, MessageBuffer(mine)).map { $0.array }
  }

  /// Collective, returns at once. ``iAllReduce(_:_:)`` for one value.
  public borrowing func iAllReduce<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element
  ) throws(MPIError) -> Request<Element> {
    try iAllReduce(op, MessageBuffer([mine])).map { $0[0] }
  }

  /// Collective, returns at once. ``iScan(_:_:)`` for an array.
  public borrowing func iScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: [Element]
  ) throws(MPIError) -> Request<[Element]> {
    try iScan(op, MessageBuffer(mine)).map { $0.array }
  }

  /// Collective, returns at once. ``iScan(_:_:)`` for one value.
  public borrowing func iScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element
  ) throws(MPIError) -> Request<Element> {
    try iScan(op, MessageBuffer([mine])).map { $0[0] }
  }

  /// Collective, returns at once. ``iExScan(_:_:first:)`` for one value; `first` on rank 0.
  public borrowing func iExScan<Element: MPIElement>(
    _ op: Reduction<Element>, _ mine: Element, first: Element
  ) throws(MPIError) -> Request<Element> {
    try iExScan(op, MessageBuffer([mine]), first: first).map { $0[0] }
  }

  /// Collective, returns at once. ``iGather(_:root:)`` for an array; the value is nil off the
  /// root.
  public borrowing func iGather<Element: MPIElement>(
    _ mine: [Element], root: Int = 0
  ) throws(MPIError) -> Request<[Element]?> {
    try iGather(MessageBuffer(mine), root: root).map { $0?.array }
  }

  /// Collective, returns at once. ``iAllGather(_:)`` for an array.
  public borrowing func iAllGather<Element: MPIElement>(
    _ mine: [Element]
  ) throws(MPIError) -> Request<[Element]> {
    try iAllGather(MessageBuffer(mine)).map { $0.array }
  }

  /// Collective, returns at once. ``iScatter(_:count:root:)`` for an array; nil is allowed off
  /// the root.
  public borrowing func iScatter<Element: MPIElement>(
    _ all: [Element]?, count: Int, root: Int = 0
  ) throws(MPIError) -> Request<[Element]> {
    try iScatter(MessageBuffer(all ?? []), count: count, root: root).map { $0.array }
  }

  /// Collective, returns at once. ``iAllToAll(_:)`` for an array.
  public borrowing func iAllToAll<Element: MPIElement>(
    _ mine: [Element]
  ) throws(MPIError) -> Request<[Element]> {
    try iAllToAll(MessageBuffer(mine)).map { $0.array }
  }
}
