#if !MPICH
  internal import CMPI

  // MPI-3.1's constructors take counts of 32 bits. What does not fit becomes a datatype of
  // datatypes.

  extension Datatypes {
    /// `count` elements of `type`, one behind the other.
    static func contiguous(
      _ count: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      let block = unsafe LargeCount.limit
      guard count > block else {
        return try made("MPI_Type_contiguous") {
          unsafe MPI_Type_contiguous(CInt(truncatingIfNeeded: count), type.raw, &$0.raw)
        }
      }
      // Blocks of as many as one call takes, and what is left behind them: at most 2^32 blocks.
      let (blocks, rest) = count.quotientAndRemainder(dividingBy: block)
      let whole = try contiguous(block, type)
      guard blocks <= Int(CInt.max) else {
        throw DatatypeFailure(call: "MPI_Type_contiguous", code: cmpi_err_count())
      }
      return try joined([
        Part(offset: 0, length: CInt(truncatingIfNeeded: blocks), type: whole.handle),
        Part(
          offset: try extent(whole.handle) * blocks, length: CInt(truncatingIfNeeded: rest),
          type: type),
      ])
    }

    /// `count` blocks of `blockLength` elements, their starts `strideBytes` apart.
    static func strided(
      _ count: Int, blockLength: Int, strideBytes: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      if unsafe blockLength > LargeCount.limit {
        let block = try contiguous(blockLength, type)
        return try strided(count, blockLength: 1, strideBytes: strideBytes, block.handle)
      }
      let most = unsafe Swift.max(2, LargeCount.limit)
      guard count > most else {
        return try made("MPI_Type_create_hvector") {
          unsafe MPI_Type_create_hvector(
            CInt(truncatingIfNeeded: count),
            CInt(truncatingIfNeeded: blockLength),
            strideBytes,
            type.raw,
            &$0.raw)
        }
      }
      let (groups, rest) = count.quotientAndRemainder(dividingBy: most)
      let group = try strided(most, blockLength: blockLength, strideBytes: strideBytes, type)
      let all = try strided(
        groups, blockLength: 1, strideBytes: strideBytes * most, group.handle)
      let last = try strided(rest, blockLength: blockLength, strideBytes: strideBytes, type)
      return try joined([
        Part(offset: 0, length: 1, type: all.handle),
        Part(offset: strideBytes * most * groups, length: 1, type: last.handle),
      ])
    }

    /// Blocks of elements: `offsets` in bytes, `lengths` in elements.
    static func indexed(
      offsets: [Int], lengths: [Int], stride: Int, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      let most = unsafe LargeCount.limit
      var parts: [Part] = []
      parts.reserveCapacity(offsets.count)
      for (offset, length) in zip(offsets, lengths) {
        var done = 0
        while done < length {
          let piece = Swift.min(length - done, most)
          parts.append(
            Part(
              offset: offset + done * stride, length: CInt(truncatingIfNeeded: piece), type: type))
          done += piece
        }
      }
      return try joinedBlocks(parts[...], type)
    }

    private struct Part {
      var offset: Int
      var length: CInt
      var type: DatatypeHandle
    }

    /// Parts of the same type; more than one call takes are halved.
    private static func joinedBlocks(
      _ parts: ArraySlice<Part>, _ type: DatatypeHandle
    ) throws(DatatypeFailure) -> OwnedDatatype {
      if unsafe parts.count > Swift.max(2, LargeCount.limit) {
        let middle = parts.startIndex + parts.count / 2
        let first = try joinedBlocks(parts[..<middle], type)
        let second = try joinedBlocks(parts[middle...], type)
        return try joined([
          Part(offset: 0, length: 1, type: first.handle),
          Part(offset: 0, length: 1, type: second.handle),
        ])
      }
      let lengths = parts.map(\.length)
      let offsets: [MPI_Aint] = parts.map(\.offset)
      return try made("MPI_Type_create_hindexed") {
        unsafe MPI_Type_create_hindexed(
          CInt(truncatingIfNeeded: lengths.count),
          lengths,
          offsets,
          type.raw,
          &$0.raw)
      }
    }

    /// A few parts of different types.
    private static func joined(_ parts: [Part]) throws(DatatypeFailure) -> OwnedDatatype {
      let lengths = parts.map(\.length)
      let offsets: [MPI_Aint] = parts.map(\.offset)
      let types: [RawDatatype] = unsafe parts.map { unsafe $0.type.raw }
      return try made("MPI_Type_create_struct") {
        unsafe MPI_Type_create_struct(
          CInt(truncatingIfNeeded: lengths.count),
          lengths,
          offsets,
          types,
          &$0.raw)
      }
    }

    private static func extent(_ type: DatatypeHandle) throws(DatatypeFailure) -> Int {
      var lower: MPI_Aint = 0
      var extent: MPI_Aint = 0
      try DatatypeFailure.check(
        "MPI_Type_get_extent", unsafe MPI_Type_get_extent(type.raw, &lower, &extent))
      return extent
    }
  }
#endif
