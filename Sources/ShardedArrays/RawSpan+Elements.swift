extension RawSpan {
  /// Local. These bytes as elements of `type`, whole ones only.
  ///
  /// - Precondition: the bytes start at a multiple of the type's alignment, which every
  ///   ``RecordBuffer`` and every stretch of whole records in one does.
  @inlinable
  public func withElements<Element: BitwiseCopyable, Result, Failure: Error>(
    as type: Element.Type, _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: alignment is checked; the count is rounded down; a BitwiseCopyable fixed-width
    // number has no invalid bit pattern; the memory is not written while the span lives.
    try unsafe withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(Failure) -> Result in
      precondition(
        Int(bitPattern: bytes.baseAddress) % MemoryLayout<Element>.alignment == 0,
        "elements at an address that their type does not allow")
      let elements = unsafe bytes.assumingMemoryBound(to: Element.self)
      return try body(unsafe elements.span)
    }
  }
}

extension MutableRawSpan {
  /// Local. These bytes as elements of `type` to write, whole ones only.
  ///
  /// - Precondition: as for ``Swift/RawSpan/withElements(as:_:)``.
  @inlinable
  public mutating func withMutableElements<Element: BitwiseCopyable, Result, Failure: Error>(
    as type: Element.Type, _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: as above; exclusive access to this span is exclusive access to its elements.
    try unsafe withUnsafeMutableBytes {
      (bytes: UnsafeMutableRawBufferPointer) throws(Failure) -> Result in
      precondition(
        Int(bitPattern: bytes.baseAddress) % MemoryLayout<Element>.alignment == 0,
        "elements at an address that their type does not allow")
      var elements = unsafe bytes.assumingMemoryBound(to: Element.self).mutableSpan
      return try body(&elements)
    }
  }
}
