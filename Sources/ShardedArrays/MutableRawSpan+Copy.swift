extension MutableRawSpan {
  /// Local. Overwrites `source.byteCount` bytes of this span, from `offset` on.
  ///
  /// - Precondition: they lie inside the span.
  @inlinable
  public mutating func copyBytes(from source: RawSpan, at offset: Int = 0) {
    precondition(
      offset >= 0 && source.byteCount <= byteCount - offset,
      "copying \(source.byteCount) bytes to \(offset) of \(byteCount)")
    // SAFETY: the target range was checked above; exclusive access to it rules out overlap.
    unsafe withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: bytes)
      }
    }
  }
}

extension MutableRawSpan {
  /// Local. Sets every byte to zero.
  @inlinable
  public mutating func zero() {
    // SAFETY: the closure's buffer is exactly this span.
    unsafe withUnsafeMutableBytes { bytes in
      _ = unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}
