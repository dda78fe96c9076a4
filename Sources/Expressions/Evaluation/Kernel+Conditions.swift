import PruneKernels
import ShardedArrays

// Kernels that give conditions: comparisons, tests, membership.

enum ConditionKernels {
  /// Local. The kernel that compares two columns of `type`.
  static func compare(_ comparison: Comparison, _ type: ElementType) -> Kernel {
    switch type {
    case .bool, .uint8: compare(comparison, UInt8.self)
    case .int8: compare(comparison, Int8.self)
    case .int16: compare(comparison, Int16.self)
    case .int32: compare(comparison, Int32.self)
    case .int64: compare(comparison, Int64.self)
    case .uint16: compare(comparison, UInt16.self)
    case .uint32: compare(comparison, UInt32.self)
    case .uint64: compare(comparison, UInt64.self)
    case .float16, .float32: compare(comparison, Float.self)
    case .float64: compare(comparison, Double.self)
    }
  }

  @inline(__always)
  private static func compare<T: BitwiseCopyable & Comparable>(
    _ comparison: Comparison, _: T.Type
  ) -> Kernel {
    switch comparison {
    case .less: { map($0, T.self, T.self, Bool.self) { $0 < $1 } }
    case .lessOrEqual: { map($0, T.self, T.self, Bool.self) { $0 <= $1 } }
    case .equal: { map($0, T.self, T.self, Bool.self) { $0 == $1 } }
    case .notEqual: { map($0, T.self, T.self, Bool.self) { $0 != $1 } }
    case .greaterOrEqual: { map($0, T.self, T.self, Bool.self) { $0 >= $1 } }
    case .greater: { map($0, T.self, T.self, Bool.self) { $0 > $1 } }
    }
  }

  /// Local. The kernel that compares an int64 with a uint64, by value: a negative one is less.
  static func compareMixed(_ comparison: Comparison) -> Kernel {
    switch comparison {
    case .less:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 < 0 || UInt64(bitPattern: $0) < $1 } }
    case .lessOrEqual:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 < 0 || UInt64(bitPattern: $0) <= $1 } }
    case .equal:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 >= 0 && UInt64(bitPattern: $0) == $1 } }
    case .notEqual:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 < 0 || UInt64(bitPattern: $0) != $1 } }
    case .greaterOrEqual:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 >= 0 && UInt64(bitPattern: $0) >= $1 } }
    case .greater:
      { map($0, Int64.self, UInt64.self, Bool.self) { $0 >= 0 && UInt64(bitPattern: $0) > $1 } }
    }
  }

  /// Local. The kernel of `isnan`, `isinf` or `isfinite` of floats.
  static func test(_ operation: UnaryOperation, _ type: ElementType) -> Kernel {
    type == .float64 ? test(operation, Double.self) : test(operation, Float.self)
  }

  @inline(__always)
  private static func test<T: LibraryFloat & BitwiseCopyable>(
    _ operation: UnaryOperation, _: T.Type
  ) -> Kernel {
    switch operation {
    case .isNaN: { map($0, T.self, Bool.self) { $0 != $0 } }
    case .isInfinite: { map($0, T.self, Bool.self) { $0.magnitude == T.infinity } }
    case .isFinite: { map($0, T.self, Bool.self) { $0.magnitude < T.infinity } }
    default: preconditionFailure("\(operation.rawValue) is no test")
    }
  }

  // MARK: membership

  /// Local. The kernel that looks each element of `type` up in a sorted table.
  static func member(_ type: ElementType) -> Kernel {
    switch type {
    case .bool, .uint8: member(UInt8.self)
    case .int8: member(Int8.self)
    case .int16: member(Int16.self)
    case .int32: member(Int32.self)
    case .int64: member(Int64.self)
    case .uint16: member(UInt16.self)
    case .uint32: member(UInt32.self)
    case .uint64: member(UInt64.self)
    case .float16, .float32: member(Float.self)
    case .float64: member(Double.self)
    }
  }

  /// A binary search whose steps depend on the table's length alone: no branch to mispredict.
  /// (A conditional expression would become one; a mask made of the answer's bit does not.)
  @inline(__always)
  private static func member<T: BitwiseCopyable & Comparable>(_: T.Type) -> Kernel {
    { arguments in
      // SAFETY: `right` points at `tableCount` elements; `base + length` never passes them.
      let table = unsafe arguments.right.assumingMemoryBound(to: T.self)
      map(arguments, T.self, Bool.self) { value in
        var base = 0
        var length = arguments.tableCount
        while length > 1 {
          let half = length / 2
          let isBelow = unsafe table[base + half - 1] < value
          base &+= unsafe half & (0 &- Int(unsafeBitCast(isBelow, to: UInt8.self)))
          length -= half
        }
        return unsafe table[base] == value
      }
    }
  }
}
