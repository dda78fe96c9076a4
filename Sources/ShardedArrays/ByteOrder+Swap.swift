import PruneKernels

/// Local. Copies elements of `width` bytes with each one's bytes reversed.
///
/// - Precondition: `target` is as long as `block`; both are aligned to the width.
public func swapBytes(_ block: RawSpan, width: Int, into target: inout MutableRawSpan) {
  switch width {
  case 2: swapBytes(as: UInt16.self, block, into: &target)
  case 4: swapBytes(as: UInt32.self, block, into: &target)
  case 8: swapBytes(as: UInt64.self, block, into: &target)
  default: target.copyBytes(from: block)
  }
}

@inline(__always)
private func swapBytes<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
  as type: Bits.Type, _ block: RawSpan, into target: inout MutableRawSpan
) {
  block.withElements(as: Bits.self) { values in
    target.withMutableElements(as: Bits.self) { PruneKernels.swapBytes(values, into: &$0) }
  }
}
