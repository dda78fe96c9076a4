#if MPICH
  extension PredefinedOperation {
    /// Whether the library computes it as the standard and C have it.
    ///
    /// MPICH 4.0 compares unsigned integers as signed ones: the minimum of 7 and 4,000,000,000 as
    /// `UInt32` is the latter. The counterpart is Quirks+OpenMPI.swift.
    @inlinable func isRight(on type: MPIType.Predefined) -> Bool {
      switch type {
      case .uint8, .uint16, .uint32, .uint64: self != .min && self != .max
      default: true
      }
    }
  }
#endif
