#if MPICH
  internal import CMPI

  // MPI-4.0's constructors take counts of 64 bits.

  extension Datatypes {
    /// `count` elements of `type`, one behind the other.
    static func contiguous(
      _ count: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      try made("MPI_Type_contiguous") {
        unsafe MPI_Type_contiguous_c(MPI_Count(count), type.raw, &$0.raw)
      }
    }

    /// `count` blocks of `blockLength` elements, their starts `strideBytes` apart.
    static func strided(
      _ count: Int, blockLength: Int, strideBytes: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      try made("MPI_Type_create_hvector") {
        unsafe MPI_Type_create_hvector_c(
          MPI_Count(count),
          MPI_Count(blockLength),
          MPI_Count(strideBytes),
          type.raw,
          &$0.raw)
      }
    }

    /// Blocks of elements: `offsets` in bytes, `lengths` in elements.
    static func indexed(
      offsets: [Int], lengths: [Int], stride: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      let counts = lengths.map { MPI_Count($0) }
      let places = offsets.map { MPI_Count($0) }
      return try made("MPI_Type_create_hindexed") {
        unsafe MPI_Type_create_hindexed_c(
          MPI_Count(counts.count),
          counts,
          places,
          type.raw,
          &$0.raw)
      }
    }
  }
#endif
