import ShardedArrays

// Kernels that bring columns into another type.

enum ConversionKernels {
  /// Local. The kernel from `source` to the wider `target`; nil where both are held alike.
  static func convert(_ source: ElementType, to target: ElementType) -> Kernel? {
    switch source {
    case .bool, .uint8: return integer(UInt8.self, to: target)
    case .int8: return integer(Int8.self, to: target)
    case .int16: return integer(Int16.self, to: target)
    case .int32: return integer(Int32.self, to: target)
    case .int64: return integer(Int64.self, to: target)
    case .uint16: return integer(UInt16.self, to: target)
    case .uint32: return integer(UInt32.self, to: target)
    case .uint64: return integer(UInt64.self, to: target)
    case .float16, .float32:
      guard target == .float64 else { return nil }
      return { map($0, Float.self, Double.self) { Double($0) } }
    case .float64: return nil
    }
  }

  @inline(__always)
  private static func integer<T: HeldInteger>(_: T.Type, to target: ElementType) -> Kernel? {
    switch target {
    case .int8: { map($0, T.self, Int8.self) { Int8(truncatingIfNeeded: $0) } }
    case .int16: { map($0, T.self, Int16.self) { Int16(truncatingIfNeeded: $0) } }
    case .int32: { map($0, T.self, Int32.self) { Int32(truncatingIfNeeded: $0) } }
    case .int64: { map($0, T.self, Int64.self) { Int64(truncatingIfNeeded: $0) } }
    case .uint16: { map($0, T.self, UInt16.self) { UInt16(truncatingIfNeeded: $0) } }
    case .uint32: { map($0, T.self, UInt32.self) { UInt32(truncatingIfNeeded: $0) } }
    case .uint64: { map($0, T.self, UInt64.self) { UInt64(truncatingIfNeeded: $0) } }
    case .float16, .float32: { map($0, T.self, Float.self) { Float($0) } }
    case .float64: { map($0, T.self, Double.self) { Double($0) } }
    case .bool, .uint8: nil
    }
  }

  /// Local. Float16 elements, as their bits, to floats.
  static var half: Kernel { { map($0, UInt16.self, Float.self) { Float(halfBits: $0) } } }

  /// Local. Floats that are float16 values, to the bits of these.
  static var halfBits: Kernel { { map($0, Float.self, UInt16.self) { $0.halfBits } } }

  /// Local. Global positions: as listed, or counted up from the first.
  static func position(_ arguments: KernelArguments) {
    // SAFETY: as KernelArguments promises; a list has a position for each record.
    let result = unsafe arguments.result.assumingMemoryBound(to: Int64.self)
    if let listed = unsafe arguments.positions {
      unsafe arguments.result.copyMemory(from: listed, byteCount: arguments.count * 8)
      return
    }
    for index in 0..<arguments.count {
      unsafe result[index] = arguments.firstPosition &+ Int64(index)
    }
  }

  /// Local. One element of a register, `count` times.
  static func fill(width: Int) -> Kernel {
    switch width {
    case 1: { fill($0, UInt8.self) }
    case 2: { fill($0, UInt16.self) }
    case 4: { fill($0, UInt32.self) }
    default: { fill($0, UInt64.self) }
    }
  }

  @inline(__always)
  private static func fill<Bits: BitwiseCopyable>(_ arguments: KernelArguments, _: Bits.Type) {
    // SAFETY: as KernelArguments promises.
    let value = unsafe arguments.left.load(as: Bits.self)
    unsafe arguments.result.initializeMemory(
      as: Bits.self, repeating: value, count: arguments.count)
  }

  /// Local. `count` elements as they are.
  static func copy(width: Int) -> Kernel {
    { arguments in
      // SAFETY: as KernelArguments promises.
      unsafe arguments.result.copyMemory(
        from: arguments.left, byteCount: arguments.count * width)
    }
  }
}
