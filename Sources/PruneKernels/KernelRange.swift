// Every comparison with a constant is a range of values or the values outside it:
//
//   v < c    -inf ... the next value below c        (integers: from the least one)
//   v <= c   -inf ... c
//   v == c   c ... c
//   v != c   outside c ... c
//
// and so on upwards. NaN lies in no range, so it is kept by `!=` and by a negated test only, as
// IEEE 754 has it. One kind of test serves all comparisons, and its negation costs nothing.

/// Which elements a kernel keeps: those in a range, or those outside it.
public struct KernelRange: Sendable {
  /// How the bits of an element are ordered. The raw values are those of the C kernels.
  enum Lane: Int32, Sendable {
    case int8, int16, int32, int64, half, float, double

    var byteCount: Int {
      switch self {
      case .int8: 1
      case .int16, .half: 2
      case .int32, .float: 4
      case .int64, .double: 8
      }
    }
  }

  var lane: Lane
  /// The bounds' bits; those of a half after ``orderedHalf(_:)``. Meaningless if `isEmpty`.
  var lower: UInt64 = 0
  var upper: UInt64 = 0
  /// No value is in the range.
  var isEmpty = false
  /// The magnitude of an element is compared, not the element.
  var magnitude: Bool
  /// The elements outside the range are kept.
  var complement: Bool

  /// A 16-bit integer with the order of the half-precision numbers, in which both zeros are 0
  /// and every NaN is beyond the infinities.
  @inline(__always)
  static func orderedHalf(_ bits: UInt16) -> UInt16 {
    let sign = UInt16(bitPattern: Int16(bitPattern: bits) >> 15)
    return ((bits & 0x7FFF) ^ sign) &- sign
  }
}

extension KernelElement where Self: FixedWidthInteger {
  public static func kernelRange(
    _ comparison: Comparison, _ constant: Self, magnitude: Bool, negated: Bool
  ) -> KernelRange {
    let lane: KernelRange.Lane =
      switch bitWidth {
      case 8: .int8
      case 16: .int16
      case 32: .int32
      default: .int64
      }
    var range = KernelRange(
      lane: lane, magnitude: magnitude && isSigned,
      complement: negated != (comparison == .notEqual))
    let bounds: (Self, Self)? =
      switch comparison {
      case .less: constant == min ? nil : (min, constant - 1)
      case .lessOrEqual: (min, constant)
      case .equal, .notEqual: (constant, constant)
      case .greaterOrEqual: (constant, max)
      case .greater: constant == max ? nil : (constant + 1, max)
      }
    if let bounds {
      range.lower = UInt64(truncatingIfNeeded: bounds.0)
      range.upper = UInt64(truncatingIfNeeded: bounds.1)
    } else {
      range.isEmpty = true
    }
    return range
  }
}

extension KernelElement where Self: BinaryFloatingPoint {
  public static func kernelRange(
    _ comparison: Comparison, _ constant: Self, magnitude: Bool, negated: Bool
  ) -> KernelRange {
    let lane: KernelRange.Lane =
      switch MemoryLayout<Self>.size {
      case 2: .half
      case 4: .float
      default: .double
      }
    var range = KernelRange(
      lane: lane, magnitude: magnitude, complement: negated != (comparison == .notEqual))
    let bounds: (Self, Self)? =
      switch comparison {
      case _ where constant.isNaN: nil
      case .less: constant == -infinity ? nil : (-infinity, constant.nextDown)
      case .lessOrEqual: (-infinity, constant)
      case .equal, .notEqual: (constant, constant)
      case .greaterOrEqual: (constant, infinity)
      case .greater: constant == infinity ? nil : (constant.nextUp, infinity)
      }
    if let bounds {
      range.lower = kernelBits(bounds.0)
      range.upper = kernelBits(bounds.1)
    } else {
      range.isEmpty = true
    }
    return range
  }

  private static func kernelBits(_ value: Self) -> UInt64 {
    switch MemoryLayout<Self>.size {
    // Exact: the value is one of the narrower type.
    case 2: UInt64(KernelRange.orderedHalf(Float16(value).bitPattern))
    case 4: UInt64(Float(value).bitPattern)
    default: Double(value).bitPattern
    }
  }
}
