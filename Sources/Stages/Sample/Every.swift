public import MPI

/// A stage that keeps every so many-th record of those that enter it.
///
/// The records that enter are numbered through in global order, from 0; those stay whose number
/// leaves the remainder `offset` when divided by `step`.
///
/// - Complexity: no pass over the data, no memory; an exscan of 8 bytes.
public struct Every: GlobalStage, Hashable {
  public let step: Int
  public let offset: Int

  /// - Precondition: `step` ≥ 1, and `offset` is 0 to `step` − 1.
  public init(_ step: Int, offset: Int = 0) {
    precondition(step >= 1 && 0..<step ~= offset, "every \(step) from \(offset)")
    self.step = step
    self.offset = offset
  }

  /// Collective. See ``GlobalStage/solve(over:on:)``; reads nothing from the source.
  public func solve(
    over source: any StageSource, on world: borrowing Communicator
  ) throws(StageError) -> SolvedStage {
    let count = source.count
    let first = try mpi { () throws(MPIError) in try world.exScan(.sum, count, first: 0) }
    let rule = Rule(step: step, offset: offset, firstNumber: first)
    let next = rule.next(from: 0)
    return SolvedStage(
      keys: [], decision: rule, keptCount: next < count ? (count - 1 - next) / step + 1 : 0)
  }

  /// Local. The same for a block.
  private final class Rule: StageDecision {
    let step: Int
    let offset: Int
    /// Of this rank's first record.
    let firstNumber: Int

    init(step: Int, offset: Int, firstNumber: Int) {
      self.step = step
      self.offset = offset
      self.firstNumber = firstNumber
    }

    /// How far behind this rank's record `index` the next one is that stays, 0 for itself.
    func next(from index: Int) -> Int {
      let place = (firstNumber + index) % step
      return place <= offset ? offset - place : step - place + offset
    }

    func decide(_ block: KeyBlock, into mask: inout MutableSpan<UInt8>) {
      fill(&mask, 0)
      var index = next(from: block.first)
      while index < block.count {
        mask[index] = 1
        // Not past the largest number.
        guard step < block.count - index else { break }
        index += step
      }
    }
  }
}
