extension Array where Element: BitwiseCopyable {
  /// Calls `body` with the elements: in place of `span`, where the array is an argument of a
  /// public function.
  ///
  /// Swift 6.3.1 compiled calls of public functions that only forwarded `array.span` so that an
  /// array literal given by another module was read before it was written (seen with sums and
  /// gathers, with both libraries). Why is not known; with this all is right, and `mpi-checks`
  /// and the tests of the README's programs pass literals from other modules.
  @inline(never) borrowing func withSpan<Result>(
    _ body: (Span<Element>) throws(MPIError) -> Result
  ) throws(MPIError) -> Result {
    // SAFETY: the span does not leave the closure, in which the array's memory is kept.
    try unsafe withUnsafeBufferPointer { (buffer) throws(MPIError) in
      try body(unsafe buffer.span)
    }
  }
}
