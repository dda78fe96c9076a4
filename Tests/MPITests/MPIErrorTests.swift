import MPI
import Testing

@Suite struct MPIErrorTests {
  static let texts: [(MPIError, String)] = [
    (
      .failed(
        call: "MPI_Bcast", rank: 3, ranks: 8, communicator: nil, errorClass: 15,
        text: "message truncated"),
      "rank 3 of 8: MPI_Bcast failed with class 15: message truncated"
    ),
    (
      .failed(
        call: "MPI_Recv", rank: 0, ranks: 2, communicator: "part 1 of world", errorClass: 6,
        text: "invalid rank"),
      "rank 0 of 2 of part 1 of world: MPI_Recv failed with class 6: invalid rank"
    ),
    (
      .notStarted(call: "MPI_Init_thread", errorClass: 16, text: "code 16"),
      "MPI did not start: MPI_Init_thread failed with class 16: code 16"
    ),
    (
      .threadLevel(wanted: .multiple, provided: .funneled),
      "this MPI library offers thread level 'funneled', 'multiple' is needed"
    ),
    (
      .alreadyFinalized,
      "MPI was already finalized in this process and cannot be started again"
    ),
    (
      .requestForgotten(call: "MPI_Isend", rank: 2),
      "rank 2: the request of MPI_Isend was never waited for"
    ),
    (
      .mismatch(
        communicator: "world", rank: 1, call: "MPI_Bcast(root 1, 3 × double)", other: 0,
        otherCall: "MPI_Barrier"),
      "rank 1 of world calls MPI_Bcast(root 1, 3 × double), rank 0 calls MPI_Barrier"
    ),
  ]

  @Test("errors say call, rank and numbers", arguments: texts)
  func text(error: MPIError, text: String) {
    #expect(error.description == text)
  }

  @Test("only what all ranks know is left to rank 0 to say")
  func knownToAll() {
    for (error, _) in Self.texts {
      if case .mismatch = error {
        #expect(error.isKnownToAllRanks)
      } else {
        #expect(!error.isKnownToAllRanks)
      }
    }
    #expect(RankFailure(rank: 1, code: 65, message: "bad").isKnownToAllRanks)
  }

  @Test("a program never ends with 0 when it fails")
  func exitCodes() {
    #expect(MPIError.alreadyFinalized.exitCode == 1)
    #expect(RankFailure(rank: 1, code: 65, message: "bad").exitCode == 65)
    #expect(RankFailure(rank: 1, code: 0, message: "bad").exitCode == 1)
  }

  @Test("every call has its name in C, once")
  func callNames() {
    let names = MPICall.allCases.map(\.description)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.hasPrefix("MPI_") })
  }
}
