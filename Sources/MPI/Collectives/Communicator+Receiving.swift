extension Communicator {
  /// Makes one call that writes a new array.
  ///
  /// `body` must write all `count` elements when it returns success. What it is given may be nil
  /// where `count` is 0. `shape` is nil for calls that are not collective.
  @unsafe @inline(__always) borrowing func receiving<Element: MPIElement>(
    _ count: Int, _ call: MPICall, bytes: Int, shape: @autoclosure () -> CallShape?,
    _ body: (UnsafeMutablePointer<Element>?) -> CInt
  ) throws(MPIError) -> [Element] {
    var failure: MPIError?
    let array = unsafe [Element](unsafeUninitializedCapacity: count) { storage, initialized in
      do throws(MPIError) {
        if family.isChecked, let shape = shape() { try compare(call, shape) }
        try perform(call, bytes: bytes) { unsafe body(storage.baseAddress) }
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return array
  }
}
