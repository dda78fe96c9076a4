internal import CMPI

/// In checked mode: what the ranks tell each other about one call of theirs, under way until its
/// request is done. It does not block, so that calls that do not block do not in checked mode.
@safe final class CallComparison {
  /// This rank's words, then those of all ranks. Left to the library where the run ends before
  /// the words of all ranks are there.
  private let words: UnsafeMutableBufferPointer<Int>
  private let wordCount: Int
  private var isComplete = false

  init(of mine: [Int], ranks: Int) {
    wordCount = mine.count
    unsafe words = .allocate(capacity: (ranks + 1) * mine.count)
    unsafe words.initialize(repeating: 0)
    for (place, word) in mine.enumerated() { unsafe words[place] = word }
  }

  deinit {
    if isComplete { unsafe words.deallocate() }
  }

  func start(
    ranks: Int, _ shadow: CommunicatorHandle, _ request: inout RequestHandle
  ) -> CInt {
    // SAFETY: there is room for the words of all ranks behind this rank's, and `deinit` keeps
    // the memory until they are there.
    unsafe Counted.iAllGather(
      words.baseAddress, words.baseAddress?.advanced(by: wordCount), wordCount, ranks: ranks,
      MPIType.Predefined.int64.handle, shadow, &request.raw)
  }

  static func wait(_ request: inout RequestHandle) -> CInt {
    unsafe MPI_Wait(&request.raw, cmpi_status_ignore())
  }

  /// To be asked when the request is done.
  ///
  /// - Returns: ``MPIError/mismatch(communicator:rank:call:other:otherCall:)`` where not all
  ///   ranks make the same call.
  func mismatch(on communicator: String) -> MPIError? {
    isComplete = true
    let all = unsafe Array(words[wordCount...])
    let first = all[..<wordCount]
    for start in stride(from: wordCount, to: all.count, by: wordCount) {
      let other = all[start..<start + wordCount]
      guard !other.elementsEqual(first) else { continue }
      return .mismatch(
        communicator: communicator, rank: start / wordCount, call: CallShape.text(other),
        other: 0, otherCall: CallShape.text(first))
    }
    return nil
  }
}
