import ShardedArrays

// Kernels that give numbers, by operation and element type.

/// A number as the evaluator holds it in memory.
protocol HeldInteger: FixedWidthInteger, BitwiseCopyable {}
extension Int8: HeldInteger {}
extension Int16: HeldInteger {}
extension Int32: HeldInteger {}
extension Int64: HeldInteger {}
extension UInt8: HeldInteger {}
extension UInt16: HeldInteger {}
extension UInt32: HeldInteger {}
extension UInt64: HeldInteger {}

enum NumberKernels {
  /// Local. The kernel of `operation` on two columns of `type`.
  static func binary(_ operation: BinaryOperation, _ type: ElementType) -> Kernel {
    switch type {
    case .bool: logical(operation)
    case .int8: integer(operation, Int8.self)
    case .int16: integer(operation, Int16.self)
    case .int32: integer(operation, Int32.self)
    case .int64: integer(operation, Int64.self)
    case .uint8: integer(operation, UInt8.self)
    case .uint16: integer(operation, UInt16.self)
    case .uint32: integer(operation, UInt32.self)
    case .uint64: integer(operation, UInt64.self)
    case .float16: half(operation)
    case .float32: float(operation, Float.self)
    case .float64: float(operation, Double.self)
    }
  }

  private static func logical(_ operation: BinaryOperation) -> Kernel {
    switch operation {
    case .and: { map($0, UInt8.self, UInt8.self, UInt8.self) { $0 & $1 } }
    case .or: { map($0, UInt8.self, UInt8.self, UInt8.self) { $0 | $1 } }
    default: preconditionFailure("\(operation.rawValue) of booleans")
    }
  }

  // MARK: integers

  /// Wrapping, as NumPy's; a quotient and a remainder by zero are 0.
  @inline(__always)
  private static func integer<T: HeldInteger>(
    _ operation: BinaryOperation, _: T.Type
  ) -> Kernel {
    switch operation {
    case .add: { map($0, T.self, T.self, T.self) { $0 &+ $1 } }
    case .subtract: { map($0, T.self, T.self, T.self) { $0 &- $1 } }
    case .multiply: { map($0, T.self, T.self, T.self) { $0 &* $1 } }
    case .floorDivide: { map($0, T.self, T.self, T.self, flooredQuotient) }
    case .remainder: { map($0, T.self, T.self, T.self, flooredRemainder) }
    case .power: { map($0, T.self, T.self, T.self, wrappingPower) }
    case .minimum: { map($0, T.self, T.self, T.self) { $0 < $1 ? $0 : $1 } }
    case .maximum: { map($0, T.self, T.self, T.self) { $0 > $1 ? $0 : $1 } }
    case .divide, .and, .or: preconditionFailure("\(operation.rawValue) of integers")
    }
  }

  /// `left >> right` and `left & right`: floor division and remainder by a power of two.
  static func powerOfTwo(_ operation: BinaryOperation, _ type: ElementType) -> Kernel {
    switch type {
    case .int8: powerOfTwo(operation, Int8.self)
    case .int16: powerOfTwo(operation, Int16.self)
    case .int32: powerOfTwo(operation, Int32.self)
    case .int64: powerOfTwo(operation, Int64.self)
    case .uint8: powerOfTwo(operation, UInt8.self)
    case .uint16: powerOfTwo(operation, UInt16.self)
    case .uint32: powerOfTwo(operation, UInt32.self)
    case .uint64: powerOfTwo(operation, UInt64.self)
    default: preconditionFailure("\(operation.rawValue) of \(type) by a shift")
    }
  }

  @inline(__always)
  private static func powerOfTwo<T: HeldInteger>(
    _ operation: BinaryOperation, _: T.Type
  ) -> Kernel {
    if operation == .floorDivide {
      return { map($0, T.self, T.self, T.self) { $0 &>> $1 } }
    }
    return { map($0, T.self, T.self, T.self) { $0 & $1 } }
  }

  // MARK: floats

  @inline(__always)
  private static func float<T: LibraryFloat & BitwiseCopyable>(
    _ operation: BinaryOperation, _: T.Type
  ) -> Kernel {
    switch operation {
    case .add: { map($0, T.self, T.self, T.self) { $0 + $1 } }
    case .subtract: { map($0, T.self, T.self, T.self) { $0 - $1 } }
    case .multiply: { map($0, T.self, T.self, T.self) { $0 * $1 } }
    case .divide: { map($0, T.self, T.self, T.self) { $0 / $1 } }
    case .floorDivide: { map($0, T.self, T.self, T.self, flooredQuotient) }
    case .remainder: { map($0, T.self, T.self, T.self, flooredRemainder) }
    case .power: { map($0, T.self, T.self, T.self, T.power) }
    // NaN wins; of two zeros the second, as x86's vector instructions have it.
    case .minimum: { map($0, T.self, T.self, T.self) { $0 != $0 || $0 < $1 ? $0 : $1 } }
    case .maximum: { map($0, T.self, T.self, T.self) { $0 != $0 || $0 > $1 ? $0 : $1 } }
    case .and, .or: preconditionFailure("\(operation.rawValue) of floats")
    }
  }

  /// Float16: computed as a float, then rounded.
  private static func half(_ operation: BinaryOperation) -> Kernel {
    switch operation {
    case .add: { map($0, Float.self, Float.self, Float.self) { ($0 + $1).roundedToHalf } }
    case .subtract: { map($0, Float.self, Float.self, Float.self) { ($0 - $1).roundedToHalf } }
    case .multiply: { map($0, Float.self, Float.self, Float.self) { ($0 * $1).roundedToHalf } }
    case .divide: { map($0, Float.self, Float.self, Float.self) { ($0 / $1).roundedToHalf } }
    case .floorDivide:
      { map($0, Float.self, Float.self, Float.self) { flooredQuotient($0, $1).roundedToHalf } }
    case .remainder:
      { map($0, Float.self, Float.self, Float.self) { flooredRemainder($0, $1).roundedToHalf } }
    case .power:
      { map($0, Float.self, Float.self, Float.self) { Float.power($0, $1).roundedToHalf } }
    // NaN wins; of two zeros the first.
    case .minimum:
      { map($0, Float.self, Float.self, Float.self) { $0 != $0 || $0 <= $1 ? $0 : $1 } }
    case .maximum:
      { map($0, Float.self, Float.self, Float.self) { $0 != $0 || $0 >= $1 ? $0 : $1 } }
    case .and, .or: preconditionFailure("\(operation.rawValue) of floats")
    }
  }

  // MARK: one operand

  /// Local. The kernel of an operation that gives a number of the operand's type.
  static func unary(_ operation: UnaryOperation, _ type: ElementType) -> Kernel {
    switch type {
    case .int8: signed(operation, Int8.self)
    case .int16: signed(operation, Int16.self)
    case .int32: signed(operation, Int32.self)
    case .int64: signed(operation, Int64.self)
    case .bool, .uint8: unsigned(operation, UInt8.self)
    case .uint16: unsigned(operation, UInt16.self)
    case .uint32: unsigned(operation, UInt32.self)
    case .uint64: unsigned(operation, UInt64.self)
    case .float16: half(operation)
    case .float32: float(operation, Float.self)
    case .float64: float(operation, Double.self)
    }
  }

  @inline(__always)
  private static func signed<T: HeldInteger & SignedInteger>(
    _ operation: UnaryOperation, _: T.Type
  ) -> Kernel {
    switch operation {
    case .negate: { map($0, T.self, T.self) { 0 &- $0 } }
    case .magnitude: { map($0, T.self, T.self) { $0 < 0 ? 0 &- $0 : $0 } }
    case .sign: { map($0, T.self, T.self) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }
    default: preconditionFailure("\(operation.rawValue) of integers")
    }
  }

  @inline(__always)
  private static func unsigned<T: HeldInteger>(_ operation: UnaryOperation, _: T.Type) -> Kernel {
    switch operation {
    case .negate: { map($0, T.self, T.self) { 0 &- $0 } }
    case .sign: { map($0, T.self, T.self) { $0 > 0 ? 1 : 0 } }
    case .not: { map($0, T.self, T.self) { $0 ^ 1 } }
    default: preconditionFailure("\(operation.rawValue) of unsigned integers")
    }
  }

  @inline(__always)
  private static func float<T: LibraryFloat & BitwiseCopyable>(
    _ operation: UnaryOperation, _: T.Type
  ) -> Kernel {
    switch operation {
    case .negate: { map($0, T.self, T.self) { -$0 } }
    case .magnitude: { map($0, T.self, T.self) { $0.magnitude } }
    case .sign: { map($0, T.self, T.self) { $0.signValue } }
    case .squareRoot: { map($0, T.self, T.self) { $0.squareRoot() } }
    case .exponential: { map($0, T.self, T.self, T.exponential) }
    case .logarithm: { map($0, T.self, T.self, T.naturalLogarithm) }
    case .logarithm2: { map($0, T.self, T.self, T.logarithm2) }
    case .logarithm10: { map($0, T.self, T.self, T.logarithm10) }
    case .floor: { map($0, T.self, T.self) { $0.floorInteger } }
    case .ceiling: { map($0, T.self, T.self) { $0.ceilingInteger } }
    case .round: { map($0, T.self, T.self) { $0.nearestInteger } }
    case .not, .isNaN, .isInfinite, .isFinite:
      preconditionFailure("\(operation.rawValue) gives no number")
    }
  }

  private static func half(_ operation: UnaryOperation) -> Kernel {
    switch operation {
    case .negate, .magnitude, .sign: float(operation, Float.self)
    case .squareRoot: { map($0, Float.self, Float.self) { $0.squareRoot().roundedToHalf } }
    case .exponential:
      { map($0, Float.self, Float.self) { Float.exponential($0).roundedToHalf } }
    case .logarithm:
      { map($0, Float.self, Float.self) { Float.naturalLogarithm($0).roundedToHalf } }
    case .logarithm2:
      { map($0, Float.self, Float.self) { Float.logarithm2($0).roundedToHalf } }
    case .logarithm10:
      { map($0, Float.self, Float.self) { Float.logarithm10($0).roundedToHalf } }
    case .floor: { map($0, Float.self, Float.self) { $0.floorInteger.roundedToHalf } }
    case .ceiling: { map($0, Float.self, Float.self) { $0.ceilingInteger.roundedToHalf } }
    case .round: { map($0, Float.self, Float.self) { $0.nearestInteger.roundedToHalf } }
    case .not, .isNaN, .isInfinite, .isFinite:
      preconditionFailure("\(operation.rawValue) gives no number")
    }
  }
}
