import ShardedArrays

// Kernels that bring fields into registers: from records of any width, at any address, in
// either byte order.

enum LoadKernels {
  /// Local. The kernel that gathers `length` elements of each of `count` records, whose first
  /// lies at `left` and whose next one `stride` bytes further, and turns their bytes round where
  /// `swapped`. A float16 becomes a float.
  static func load(_ type: ElementType, swapped: Bool) -> Kernel {
    switch (type, swapped) {
    case (.float16, false): { gather($0, UInt16.self, Float.self) { Float(halfBits: $0) } }
    case (.float16, true):
      { gather($0, UInt16.self, Float.self) { Float(halfBits: $0.byteSwapped) } }
    default:
      switch (type.byteCount, swapped) {
      case (1, _): { gather($0, UInt8.self, UInt8.self) { $0 } }
      case (2, false): { gather($0, UInt16.self, UInt16.self) { $0 } }
      case (2, true): { gather($0, UInt16.self, UInt16.self) { $0.byteSwapped } }
      case (4, false): { gather($0, UInt32.self, UInt32.self) { $0 } }
      case (4, true): { gather($0, UInt32.self, UInt32.self) { $0.byteSwapped } }
      case (_, false): { gather($0, UInt64.self, UInt64.self) { $0 } }
      case (_, true): { gather($0, UInt64.self, UInt64.self) { $0.byteSwapped } }
      }
    }
  }

  @inline(__always)
  private static func gather<Bits: BitwiseCopyable, Held: BitwiseCopyable>(
    _ arguments: KernelArguments, _: Bits.Type, _: Held.Type, _ body: (Bits) -> Held
  ) {
    let width = MemoryLayout<Bits>.size
    let length = arguments.length
    let stride = arguments.stride
    // SAFETY: the caller's records lie at `left`, `stride` bytes apart, and hold `length`
    // elements each; the result has room for all of them. Loads may be unaligned.
    let result = unsafe arguments.result.assumingMemoryBound(to: Held.self)
    var record = unsafe arguments.left
    if length == 1 || stride == length * width {
      // Elements at even distances: one loop.
      let distance = length == 1 ? stride : width
      let count = arguments.count * length
      if distance == width {
        for index in 0..<count {
          unsafe result[index] = body(
            record.loadUnaligned(fromByteOffset: index * width, as: Bits.self))
        }
      } else {
        for index in 0..<count {
          unsafe result[index] = body(
            record.loadUnaligned(fromByteOffset: index * distance, as: Bits.self))
        }
      }
      return
    }
    var next = 0
    for _ in 0..<arguments.count {
      for index in 0..<length {
        unsafe result[next + index] = body(
          record.loadUnaligned(fromByteOffset: index * width, as: Bits.self))
      }
      next += length
      unsafe record += stride
    }
  }
}
