/// Local. How `byteCount` bytes travel: whole pieces of `pieceBytes`, then what is left.
package struct Pieces: Sequence, Sendable {
  package let byteCount: Int
  package let pieceBytes: Int

  package init(byteCount: Int, pieceBytes: Int) {
    require(pieceBytes > 0, "pieces of \(pieceBytes) bytes")
    self.byteCount = byteCount
    self.pieceBytes = pieceBytes
  }

  package var count: Int { (byteCount + pieceBytes - 1) / pieceBytes }

  package func makeIterator() -> some IteratorProtocol<Range<Int>> {
    stride(from: 0, to: byteCount, by: pieceBytes).lazy
      .map { $0..<Swift.min($0 + pieceBytes, byteCount) }.makeIterator()
  }
}
