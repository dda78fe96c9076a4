// Blocks of each element type into the exact sum.

extension KernelElement where Self: FixedWidthInteger {
  public static func kernelSum(_ values: Span<Self>, into sum: inout ExactSum) {
    for start in stride(from: 0, to: values.count, by: ExactSum.blockCount) {
      let block = values.extracting(start..<Swift.min(start + ExactSum.blockCount, values.count))
      // Halves of 32 bits: 2^12 of either fit in 64 bits.
      var low: Int64 = 0
      var high: Int64 = 0
      for index in block.indices {
        // SAFETY: the index is the span's own.
        let value = unsafe block[unchecked: index]
        if bitWidth <= 32 {
          low &+= Int64(truncatingIfNeeded: value)
        } else {
          low &+= Int64(UInt32(truncatingIfNeeded: value))
          high &+= Int64(truncatingIfNeeded: value >> 32)
        }
      }
      sum.add(low, exponent: 0)
      sum.add(high, exponent: 32)
    }
  }
}

extension Double {
  public static func kernelSum(_ values: Span<Double>, into sum: inout ExactSum) {
    for start in stride(from: 0, to: values.count, by: ExactSum.blockCount) {
      sum.addBlock(values.extracting(start..<Swift.min(start + ExactSum.blockCount, values.count)))
    }
  }
}

extension Float {
  public static func kernelSum(_ values: Span<Float>, into sum: inout ExactSum) {
    ExactSum.withBlock { doubles in
      for start in stride(from: 0, to: values.count, by: ExactSum.blockCount) {
        let block = values.extracting(start..<Swift.min(start + ExactSum.blockCount, values.count))
        for index in block.indices {
          // SAFETY: `doubles` has room for a block.
          unsafe doubles[unchecked: index] = Double(block[unchecked: index])
        }
        sum.addBlock(doubles.span.extracting(..<block.count))
      }
    }
  }
}

extension Float16 {
  /// Integers in units of 2^-24, the least subnormal: at most 40 bits each.
  public static func kernelSum(_ values: Span<Float16>, into sum: inout ExactSum) {
    for start in stride(from: 0, to: values.count, by: ExactSum.blockCount) {
      let block = values.extracting(start..<Swift.min(start + ExactSum.blockCount, values.count))
      var units: Int64 = 0
      for index in block.indices {
        // SAFETY: the index is the span's own.
        let bits = unsafe block[unchecked: index].bitPattern
        let biased = Int64(bits >> 10 & 0x1F)
        let fraction = Int64(bits & 0x3FF)
        guard biased < 0x1F else {
          sum.add(unsafe Double(block[unchecked: index]))
          continue
        }
        let magnitude = biased == 0 ? fraction : (fraction | 0x400) &<< (biased - 1)
        let negate = Int64(Int16(bitPattern: bits) >> 15)
        units &+= (magnitude ^ negate) &- negate
      }
      sum.add(units, exponent: -24)
    }
  }
}
