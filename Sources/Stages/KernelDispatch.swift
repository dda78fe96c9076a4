import Expressions
import PruneKernels
import ShardedArrays

// From an element type known at run time to a kernel compiled for it: one switch per block.

/// Compares with a constant and compacts, in one kernel; and counts what it drops with another,
/// while the block is in cache, so that the two can be held against each other.
enum FusedCompaction {
  static func run(
    _ type: ElementType, _ block: RawSpan, _ comparison: ConstantComparison,
    into target: inout MutableRawSpan
  ) -> (survivors: Int, dropped: Int) {
    switch type {
    case .bool, .uint8: run(as: UInt8.self, block, comparison, into: &target)
    case .int8: run(as: Int8.self, block, comparison, into: &target)
    case .int16: run(as: Int16.self, block, comparison, into: &target)
    case .int32: run(as: Int32.self, block, comparison, into: &target)
    case .int64: run(as: Int64.self, block, comparison, into: &target)
    case .uint16: run(as: UInt16.self, block, comparison, into: &target)
    case .uint32: run(as: UInt32.self, block, comparison, into: &target)
    case .uint64: run(as: UInt64.self, block, comparison, into: &target)
    case .float16: run(as: Float16.self, block, comparison, into: &target)
    case .float32: run(as: Float.self, block, comparison, into: &target)
    case .float64: run(as: Double.self, block, comparison, into: &target)
    }
  }

  @inline(__always)
  private static func run<Element: KernelElement>(
    as type: Element.Type, _ block: RawSpan, _ comparison: ConstantComparison,
    into target: inout MutableRawSpan
  ) -> (survivors: Int, dropped: Int) {
    let constant = comparison.constant(as: Element.self)
    return block.withElements(as: Element.self) { values in
      let survivors = target.withMutableElements(as: Element.self) { survivors in
        compactComparing(
          values, comparison.comparison, constant, magnitude: comparison.magnitude,
          negated: comparison.negated, into: &survivors)
      }
      let dropped = countComparing(
        values, comparison.comparison, constant, magnitude: comparison.magnitude,
        negated: !comparison.negated)
      return (survivors, dropped)
    }
  }
}

/// Compares with a constant into a mask of bytes.
enum MaskComparison {
  static func run(
    _ type: ElementType, _ block: RawSpan, _ comparison: ConstantComparison,
    into mask: inout MutableSpan<UInt8>
  ) {
    switch type {
    case .bool, .uint8: run(as: UInt8.self, block, comparison, into: &mask)
    case .int8: run(as: Int8.self, block, comparison, into: &mask)
    case .int16: run(as: Int16.self, block, comparison, into: &mask)
    case .int32: run(as: Int32.self, block, comparison, into: &mask)
    case .int64: run(as: Int64.self, block, comparison, into: &mask)
    case .uint16: run(as: UInt16.self, block, comparison, into: &mask)
    case .uint32: run(as: UInt32.self, block, comparison, into: &mask)
    case .uint64: run(as: UInt64.self, block, comparison, into: &mask)
    case .float16: run(as: Float16.self, block, comparison, into: &mask)
    case .float32: run(as: Float.self, block, comparison, into: &mask)
    case .float64: run(as: Double.self, block, comparison, into: &mask)
    }
  }

  @inline(__always)
  private static func run<Element: KernelElement>(
    as type: Element.Type, _ block: RawSpan, _ comparison: ConstantComparison,
    into mask: inout MutableSpan<UInt8>
  ) {
    block.withElements(as: Element.self) { values in
      compare(
        values, comparison.comparison, comparison.constant(as: Element.self),
        magnitude: comparison.magnitude, negated: comparison.negated, into: &mask)
    }
  }
}

/// Compacts records of any type by a mask: only their width matters.
enum MaskCompaction {
  static func run(
    _ width: Int, _ block: RawSpan, _ mask: Span<UInt8>, keeping: Bool,
    into target: inout MutableRawSpan
  ) -> Int {
    compact(recordsOf: width, block, where: mask, keeping: keeping, into: &target)
  }
}
