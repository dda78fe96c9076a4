/// Where a count becomes a C `int`: the only narrowing of a count in this target.
extension CInt {
  /// - Throws: ``MPIError/countTooLarge(call:rank:count:limit:)`` when `count` exceeds
  ///   2³¹ − 1, the limit of MPI-3.1's `int count` arguments.
  init(mpiCount count: Int, call: String, rank: Int) throws(MPIError) {
    guard let narrow = CInt(exactly: count) else {
      throw .countTooLarge(call: call, rank: rank, count: count, limit: Int(CInt.max))
    }
    self = narrow
  }
}

/// Local. How `byteCount` bytes travel: whole pieces of `pieceBytes`, then what is left.
package struct Pieces: Sequence, Sendable {
  package let byteCount: Int
  package let pieceBytes: Int

  package init(byteCount: Int, pieceBytes: Int) {
    precondition(pieceBytes > 0, "pieces of \(pieceBytes) bytes")
    self.byteCount = byteCount
    self.pieceBytes = pieceBytes
  }

  package var count: Int { (byteCount + pieceBytes - 1) / pieceBytes }

  package func makeIterator() -> some IteratorProtocol<Range<Int>> {
    stride(from: 0, to: byteCount, by: pieceBytes).lazy
      .map { $0..<Swift.min($0 + pieceBytes, byteCount) }.makeIterator()
  }
}
