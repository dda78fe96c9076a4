public import ShardedArrays

extension BlockEvaluator {
  /// Local. Sets `mask[j]` to 1 where the predicate is true of the block's record `j`, to 0
  /// elsewhere.
  ///
  /// - Parameters:
  ///   - block: Records as the layout says, at most the capacity; columns that no field is read
  ///     from may be absent.
  ///   - mask: As long as the block or longer; only as many are written.
  /// - Precondition: a column of a single native field starts at a multiple of its width.
  public mutating func evaluate(_ block: RecordBlock, into mask: inout MutableSpan<UInt8>) {
    precondition(resultBytes == 1, "a mask of values")
    precondition(mask.count >= block.count, "a mask of \(mask.count) for \(block.count) records")
    // SAFETY: the mask has room for the block's records.
    unsafe mask.withUnsafeMutableBytes { unsafe evaluate(block, into: $0.baseAddress) }
  }

  /// Local. Writes the value of every record of the block, of the expression's element type, in
  /// native byte order: a float16 as its bits, a bool as a byte 0 or 1.
  ///
  /// - Parameters:
  ///   - block: As for ``evaluate(_:into:)``.
  ///   - values: Naturally aligned; only the block's values are written.
  public mutating func evaluateValues(_ block: RecordBlock, into values: inout MutableRawSpan) {
    precondition(
      values.byteCount >= block.count * resultBytes,
      "\(values.byteCount) bytes for \(block.count) values of \(resultBytes)")
    // SAFETY: there is room for the block's values; the alignment is checked.
    unsafe values.withUnsafeMutableBytes {
      precondition(
        Int(bitPattern: $0.baseAddress) % resultBytes == 0, "values at an unaligned address")
      unsafe evaluate(block, into: $0.baseAddress)
    }
  }

  /// SAFETY: the result has room for as many values as the block has records.
  @unsafe
  private func evaluate(_ block: RecordBlock, into result: UnsafeMutableRawPointer?) {
    precondition(block.count <= capacity, "\(block.count) records in a block of \(capacity)")
    guard block.count > 0, let result = unsafe result else { return }
    // The buffers hold their memory while the block is alive, and that is to the end of this
    // call, so their addresses may be collected first and used then.
    withExtendedLifetime(block) {
      for column in program.columns {
        guard let bytes = block.columns[column] else {
          preconditionFailure("column \(column) was not read")
        }
        unsafe columns[column] = address(of: bytes, byteCount: block.count * layout.widths[column])
      }
      switch block.positions {
      case .from(let first):
        unsafe run(block.count, firstPosition: first, positions: nil, into: result)
      case .listed(let list):
        let positions = unsafe address(of: list, byteCount: block.count * 8)
        unsafe run(block.count, firstPosition: 0, positions: positions, into: result)
      }
    }
  }

  /// SAFETY: valid as long as the column's buffer.
  @unsafe
  private func address(of column: RecordBlock.Column, byteCount: Int) -> UnsafeRawPointer {
    unsafe column.buffer.withBytes(column.offset..<column.offset + byteCount) { bytes in
      // A row without elements needs an address, though none of it is read.
      unsafe bytes.withUnsafeBytes { unsafe $0.baseAddress ?? noBytes }
    }
  }
}
