public import ExactSums

/// A Swift type that the kernels work on: the fixed-width integers and the IEEE 754 floats.
///
/// `UInt8` also stands for a boolean, 0 or 1.
public protocol KernelElement: BitwiseCopyable, Comparable, Sendable {
  /// The unsigned integer of the same width, which carries the element's bits.
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable

  /// The absolute value as NumPy's `abs` gives it: the most negative integer stays itself,
  /// a NaN stays a NaN.
  var kernelMagnitude: Self { get }

  /// The values, or magnitudes, that compare so with `constant`, or the others if `negated`.
  static func kernelRange(
    _ comparison: Comparison, _ constant: Self, magnitude: Bool, negated: Bool
  ) -> KernelRange

  /// Adds a block to an exact sum. Called through ``ExactSum/add(_:)``.
  static func kernelSum(_ values: Span<Self>, into sum: inout ExactSum)

  /// The least and the greatest value that is not a NaN, with zero as +0; nil if there is none.
  static func kernelExtremes(_ values: Span<Self>) -> (least: Self, greatest: Self)?

  /// How many values are NaN, zero, infinite.
  static func kernelSpecials(_ values: Span<Self>) -> (nan: Int, zero: Int, infinite: Int)
}

extension KernelElement where Self: FixedWidthInteger & SignedInteger {
  @inlinable public var kernelMagnitude: Self { self < 0 ? 0 &- self : self }
}

extension KernelElement where Self: FixedWidthInteger & UnsignedInteger {
  @inlinable public var kernelMagnitude: Self { self }
}

extension KernelElement where Self: BinaryFloatingPoint {
  @inlinable public var kernelMagnitude: Self { magnitude }
}

extension Int8: KernelElement { public typealias Bits = UInt8 }
extension Int16: KernelElement { public typealias Bits = UInt16 }
extension Int32: KernelElement { public typealias Bits = UInt32 }
extension Int64: KernelElement { public typealias Bits = UInt64 }
extension UInt8: KernelElement { public typealias Bits = UInt8 }
extension UInt16: KernelElement { public typealias Bits = UInt16 }
extension UInt32: KernelElement { public typealias Bits = UInt32 }
extension UInt64: KernelElement { public typealias Bits = UInt64 }
extension Float16: KernelElement { public typealias Bits = UInt16 }
extension Float: KernelElement { public typealias Bits = UInt32 }
extension Double: KernelElement { public typealias Bits = UInt64 }

/// How an element is compared with a constant. A comparison with NaN is false, except
/// `notEqual`, which is true (IEEE 754-2019 section 5.11).
public enum Comparison: String, Sendable, Hashable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case notEqual = "!="
  case greaterOrEqual = ">="
  case greater = ">"
}
