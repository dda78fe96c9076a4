import MPI
import Testing

@Suite struct PieceTests {
  @Test("pieces cover a stretch once, in order", arguments: [0, 1, 63, 64, 65, 128, 1000])
  func cover(byteCount: Int) {
    let pieces = Pieces(byteCount: byteCount, pieceBytes: 64)
    var next = 0
    var count = 0
    for piece in pieces {
      #expect(piece.lowerBound == next)
      #expect(!piece.isEmpty && piece.count <= 64)
      next = piece.upperBound
      count += 1
    }
    #expect(next == byteCount)
    #expect(pieces.count == count)
  }
}
