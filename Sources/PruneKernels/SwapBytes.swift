/// Reverses the bytes of each element: from the other byte order to this machine's, or back.
///
/// - Precondition: `swapped` has room for `values`; what lies behind is not touched.
public func swapBytes<B: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  _ values: Span<B>, into swapped: inout MutableSpan<B>
) {
  precondition(
    swapped.count >= values.count,
    "swapping the bytes of \(values.count) elements into \(swapped.count)")
  // SAFETY: both pointers cover `values.count` elements as wide and as aligned as the type they
  // are read as.
  unsafe values.withUnsafeBytes { source in
    unsafe swapped.withUnsafeMutableBytes { target in
      guard let from = source.baseAddress, let to = target.baseAddress else { return }
      switch MemoryLayout<B>.size {
      case 2: unsafe swapLanes(UInt16.self, from, values.count, to)
      case 4: unsafe swapLanes(UInt32.self, from, values.count, to)
      case 8: unsafe swapLanes(UInt64.self, from, values.count, to)
      default: unsafe to.copyMemory(from: from, byteCount: source.count)
      }
    }
  }
}

@inline(__always)
private func swapLanes<Lane: FixedWidthInteger & BitwiseCopyable>(
  _ type: Lane.Type, _ values: UnsafeRawPointer, _ count: Int, _ swapped: UnsafeMutableRawPointer
) {
  // SAFETY: as of the caller.
  let from = unsafe values.assumingMemoryBound(to: Lane.self)
  let to = unsafe swapped.assumingMemoryBound(to: Lane.self)
  for index in 0..<count { unsafe to[index] = from[index].byteSwapped }
}
