#if !MPICH
  extension PredefinedOperation {
    /// Whether the library computes it as the standard and C have it.
    ///
    /// Open MPI 4.1 sums integers of 8 and 16 bits with saturating instructions where there are
    /// enough of them (its component op/avx): 200 + 200 as `UInt8` is 255 for the first elements
    /// of an array and 144 for the last ones. The counterpart is Quirks+MPICH.swift.
    @inlinable func isRight(on type: MPIType.Predefined) -> Bool {
      switch type {
      case .int8, .uint8, .int16, .uint16: self != .sum
      default: true
      }
    }
  }
#endif
