public import ExactSums

// The exact sum of any element type, for code that is generic in it.

extension ExactSum {
  /// Adds a block.
  ///
  /// - Complexity: O(n), about a nanosecond an element or less.
  public mutating func add<E: KernelElement>(_ values: Span<E>) {
    E.kernelSum(values, into: &self)
  }
}

extension KernelElement where Self: FixedWidthInteger {
  public static func kernelSum(_ values: Span<Self>, into sum: inout ExactSum) {
    sum.add(integers: values)
  }
}

extension Double {
  public static func kernelSum(_ values: Span<Double>, into sum: inout ExactSum) {
    sum.add(values)
  }
}

extension Float {
  public static func kernelSum(_ values: Span<Float>, into sum: inout ExactSum) {
    sum.add(values)
  }
}

extension Float16 {
  public static func kernelSum(_ values: Span<Float16>, into sum: inout ExactSum) {
    sum.add(values)
  }
}
