/// Non-blocking calls that are waited for together, or in the order in which they get done.
///
/// ```swift
/// var arrivals = RequestSet<Received<Double>>()
/// for other in 0..<world.size where other != world.rank {
///   arrivals.add(try world.iReceive(into: MessageBuffer(repeating: 0, count: 100), from: other))
/// }
/// try arrivals.waitAll { index, received in … }
/// ```
///
/// A set that goes out of scope with requests in it is reported as a forgotten request is
/// (``Request``).
public struct RequestSet<Value: ~Copyable>: ~Copyable {
  private struct Entry {
    let index: Int
    let pending: PendingCall
    let finish: (Completion) throws(MPIError) -> Value
  }

  private var entries: [Entry] = []
  private var added = 0

  /// An empty set.
  public init() {}
}

extension RequestSet where Value: ~Copyable {
  /// How many requests have not been waited for.
  public var count: Int { entries.count }

  /// Local. Takes a request in.
  ///
  /// - Returns: Its number: how many were added before it.
  @discardableResult
  public mutating func add(_ request: consuming Request<Value>) -> Int {
    let (pending, finish) = (request.pending, request.finish)
    entries.append(Entry(index: added, pending: pending, finish: finish))
    added += 1
    return added - 1
  }

  /// Local, but waits for others as the calls themselves would. Waits for all requests that are
  /// left, then gives each number and value to `body`, in the order in which they were added.
  ///
  /// - Throws: ``MPIError`` of a call that failed; the values of the others are lost, for the run
  ///   has to end.
  ///
  /// The corresponding C function is `MPI_Waitall` (MPI-3.1 section 3.7.5).
  public consuming func waitAll(
    _ body: (_ index: Int, _ value: consuming Value) -> Void
  ) throws(MPIError) {
    let completions = try PendingCall.waitAll(entries.map(\.pending))
    for (entry, completion) in zip(entries, completions) {
      body(entry.index, try entry.finish(completion))
    }
  }

  /// Local, but waits. Waits for one of the requests that are left, whichever is done first,
  /// takes it out, and gives its number and value to `body`.
  ///
  /// - Returns: What `body` returns; nil where no request is left.
  /// - Complexity: O(*n*) time for *n* requests that are left.
  ///
  /// The corresponding C function is `MPI_Waitany` (MPI-3.1 section 3.7.5).
  public mutating func waitAny<Result: ~Copyable>(
    _ body: (_ index: Int, _ value: consuming Value) -> Result
  ) throws(MPIError) -> Result? {
    guard !entries.isEmpty else { return nil }
    let (place, completion) = try PendingCall.waitAny(entries.map(\.pending))
    let entry = entries.remove(at: place)
    return body(entry.index, try entry.finish(completion))
  }
}

extension RequestSet {
  /// Local, but waits for others as the calls themselves would. The values of all requests that
  /// are left, in the order in which they were added.
  ///
  /// - Throws: ``MPIError`` of a call that failed.
  ///
  /// The corresponding C function is `MPI_Waitall` (MPI-3.1 section 3.7.5).
  @discardableResult
  public consuming func waitAll() throws(MPIError) -> [Value] {
    var values: [Value] = []
    try waitAll { _, value in values.append(value) }
    return values
  }

  /// Local, but waits. The number and value of the request that is done first; nil where no
  /// request is left.
  ///
  /// The corresponding C function is `MPI_Waitany` (MPI-3.1 section 3.7.5).
  public mutating func waitAny() throws(MPIError) -> (index: Int, value: Value)? {
    try waitAny { index, value in (index: index, value: value) }
  }
}
