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

  @Test("errors say call, rank and numbers")
  func errorTexts() {
    let failed = MPIError.failed(
      call: "MPI_Bcast", rank: 3, ranks: 8, errorClass: 15, text: "message truncated")
    #expect(
      failed.description == "rank 3 of 8: MPI_Bcast failed with class 15: message truncated")
    let large = MPIError.countTooLarge(
      call: "MPI_Gather", rank: 0, count: 3_000_000_000, limit: 2_147_483_647)
    #expect(
      large.description
        == "rank 0: MPI_Gather cannot take 3000000000 elements at once, the limit is 2147483647")
    #expect(
      MPIError.alreadyFinalized.description
        == "MPI was already finalized in this process and cannot be started again")
  }
}
