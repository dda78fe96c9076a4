public import PruneKernels

/// A Swift number that an array can hold.
public protocol ArrayElement: KernelElement {
  static var elementType: ElementType { get }
}

extension Int8: ArrayElement { public static var elementType: ElementType { .int8 } }
extension Int16: ArrayElement { public static var elementType: ElementType { .int16 } }
extension Int32: ArrayElement { public static var elementType: ElementType { .int32 } }
extension Int64: ArrayElement { public static var elementType: ElementType { .int64 } }
extension UInt8: ArrayElement { public static var elementType: ElementType { .uint8 } }
extension UInt16: ArrayElement { public static var elementType: ElementType { .uint16 } }
extension UInt32: ArrayElement { public static var elementType: ElementType { .uint32 } }
extension UInt64: ArrayElement { public static var elementType: ElementType { .uint64 } }
extension Float16: ArrayElement { public static var elementType: ElementType { .float16 } }
extension Float: ArrayElement { public static var elementType: ElementType { .float32 } }
extension Double: ArrayElement { public static var elementType: ElementType { .float64 } }

extension RecordList {
  /// Local. A copy of the records as elements.
  ///
  /// - Precondition: `Element` is as wide as a record.
  public func elements<Element: BitwiseCopyable>(as type: Element.Type) -> [Element] {
    precondition(
      MemoryLayout<Element>.stride == width, "records of \(width) bytes read as \(type)")
    return unsafe Array(unsafeUninitializedCapacity: count) { storage, initialized in
      // SAFETY: the storage has room for `count` elements; all of them are written by the copy.
      var bytes = unsafe UnsafeMutableRawBufferPointer(storage).mutableBytes
      copy(into: &bytes)
      initialized = count
    }
  }
}
