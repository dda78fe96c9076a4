/// A non-blocking call that is under way. It must be waited for, once; the compiler sees to the
/// *once*, because requests cannot be copied.
///
/// A request that goes out of scope without ``wait()`` is reported: the next call on any
/// communicator of the run, the next wait, or the end of the run throws
/// ``MPIError/requestForgotten(call:rank:)``; its memory is left to the library. That it is not a
/// trap lets an error that was thrown between start and wait reach its handler.
///
/// A call that fails, when it is started or when it is waited for, leaves its memory to the
/// library too, which may still write there: end the run.
public struct Request<Value: ~Copyable>: ~Copyable {
  let pending: PendingCall
  let finish: (Completion) throws(MPIError) -> Value

  /// - Parameter finish: Makes the value once the call is done; takes back what the call was
  ///   given.
  init(_ pending: PendingCall, _ finish: @escaping (Completion) throws(MPIError) -> Value) {
    self.pending = pending
    self.finish = finish
  }

  /// Local, but waits for others as the call itself would. What the call gives when it is done.
  ///
  /// - Throws: ``MPIError`` when the library reports a failure, or another request was
  ///   forgotten.
  ///
  /// The corresponding C function is `MPI_Wait` (MPI-3.1 section 3.7.3).
  public consuming func wait() throws(MPIError) -> Value {
    try finish(try pending.wait())
  }

  /// Local. Whether ``wait()`` would return at once. Lets the library make progress.
  ///
  /// The corresponding C function is `MPI_Request_get_status` (MPI-3.1 section 3.7.6).
  public borrowing func isDone() throws(MPIError) -> Bool {
    try pending.isDone()
  }

  /// Local. The same call, whose value goes through `change` when it is done.
  public consuming func map<Changed: ~Copyable>(
    _ change: @escaping (consuming Value) -> Changed
  ) -> Request<Changed> {
    let finish = finish
    return Request<Changed>(pending) { completion throws(MPIError) in
      change(try finish(completion))
    }
  }
}

/// What is known of a message when it has arrived.
struct Completion {
  var source: Int
  var tag: Int
  /// Elements of the datatype that was received; 0 for anything but a receive.
  var count: Int
}
