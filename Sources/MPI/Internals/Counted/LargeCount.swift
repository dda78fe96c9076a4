internal import CMPI

/// Where a count becomes a C `int`: MPI-3.1's calls take nothing wider. A count that does not
/// fit is described as one element of a datatype made for it, or goes in several calls.
package enum LargeCount {
  /// The largest count of one call. The checks lower it, to send short messages the long way.
  ///
  /// SAFETY: written only before the calls that it is for, by the thread that makes them.
  package nonisolated(unsafe) static var limit = Int(CInt.max)

  /// Sends everything above `limit` the long way from now on; the same on every rank. For
  /// checks; nil for what the library can take.
  package static func lower(to limit: Int?) {
    unsafe Self.limit = limit.map { Swift.max(1, $0) } ?? Int(CInt.max)
  }

  /// Calls `body` with a count and a datatype that together mean `count` elements of `type`.
  ///
  /// `total` is what the library may add up inside, where that is more than `count`: some of its
  /// algorithms count all ranks' elements in an `int`. The datatype of a large count is freed
  /// after the call; a request that was started with it goes on (MPI-3.1 section 4.1.9). Not for
  /// reductions: their operations are not defined on derived datatypes.
  @inline(__always) static func described(
    _ count: Int, total: Int = 0, _ type: DatatypeHandle, _ body: (CInt, DatatypeHandle) -> CInt
  ) -> CInt {
    if unsafe Swift.max(count, total) <= limit {
      return body(CInt(truncatingIfNeeded: count), type)
    }
    var large = DatatypeHandle.null
    let code = Datatypes.makeContiguous(count, type, &large)
    guard Lifecycle.succeeded(code) else { return code }
    let answer = body(1, large)
    let freed = Datatypes.free(large)
    return Lifecycle.succeeded(answer) ? freed : answer
  }

  /// Calls `body` for pieces of a reduction, which works element by element: the offset of a
  /// piece and its length. Stops at the first code that is not success.
  @inline(__always) static func inPieces(_ count: Int, _ body: (Int, CInt) -> CInt) -> CInt {
    // One element goes in one call whatever the limit, which takes as long to read as some calls'
    // own work: a global variable that others may write is read with a check.
    if count == 1 { return body(0, 1) }
    if unsafe count <= limit { return body(0, CInt(truncatingIfNeeded: count)) }
    var offset = 0
    while offset < count {
      let length = unsafe Swift.min(count - offset, limit)
      let code = body(offset, CInt(truncatingIfNeeded: length))
      guard Lifecycle.succeeded(code) else { return code }
      offset += length
    }
    return cmpi_success()
  }
}
