// Spans of each element type into the exact sum, a block at a time. One function for each float,
// compiled here; the one for integers is compiled where it is called, for the type it is called
// with.

extension ExactSum {
  /// Adds all elements.
  ///
  /// - Complexity: O(n), about a nanosecond an element.
  public mutating func add(_ values: Span<Double>) {
    for start in stride(from: 0, to: values.count, by: Self.blockCount) {
      addBlock(values.extracting(start..<Swift.min(start + Self.blockCount, values.count)))
    }
  }

  /// Adds all elements.
  ///
  /// - Complexity: O(n), about a nanosecond an element.
  public mutating func add(_ values: Span<Float>) {
    Self.withBlock { doubles in
      for start in stride(from: 0, to: values.count, by: Self.blockCount) {
        let block = values.extracting(start..<Swift.min(start + Self.blockCount, values.count))
        for index in block.indices {
          // SAFETY: `doubles` has room for a block.
          unsafe doubles[unchecked: index] = Double(block[unchecked: index])
        }
        addBlock(doubles.span.extracting(..<block.count))
      }
    }
  }

  /// Adds all elements, as integers in units of 2^-24, the least subnormal: at most 40 bits each.
  ///
  /// - Complexity: O(n), about a nanosecond an element.
  public mutating func add(_ values: Span<Float16>) {
    for start in stride(from: 0, to: values.count, by: Self.blockCount) {
      let block = values.extracting(start..<Swift.min(start + Self.blockCount, values.count))
      var units: Int64 = 0
      for index in block.indices {
        // SAFETY: the index is the span's own.
        let bits = unsafe block[unchecked: index].bitPattern
        let biased = Int64(bits >> 10 & 0x1F)
        let fraction = Int64(bits & 0x3FF)
        guard biased < 0x1F else {
          add(unsafe Double(block[unchecked: index]))
          continue
        }
        let magnitude = biased == 0 ? fraction : (fraction | 0x400) &<< (biased - 1)
        let negate = Int64(Int16(bitPattern: bits) >> 15)
        units &+= (magnitude ^ negate) &- negate
      }
      add(units, exponent: -24)
    }
  }

  /// Adds all elements, integers of at most 64 bits.
  ///
  /// - Complexity: O(n), a quarter of a nanosecond an element or less.
  @inlinable
  public mutating func add<I: FixedWidthInteger & BitwiseCopyable>(integers values: Span<I>) {
    precondition(I.bitWidth <= 64, "an exact sum of integers of \(I.bitWidth) bits")
    for start in stride(from: 0, to: values.count, by: Self.blockCount) {
      let block = values.extracting(start..<Swift.min(start + Self.blockCount, values.count))
      // Halves of 32 bits: 2^12 of either fit in 64 bits.
      var low: Int64 = 0
      var high: Int64 = 0
      for index in block.indices {
        // SAFETY: the index is the span's own.
        let value = unsafe block[unchecked: index]
        if I.bitWidth <= 32 {
          low &+= Int64(truncatingIfNeeded: value)
        } else {
          low &+= Int64(UInt32(truncatingIfNeeded: value))
          high &+= Int64(truncatingIfNeeded: value >> 32)
        }
      }
      add(low, exponent: 0)
      add(high, exponent: 32)
    }
  }
}
