package import MPI

/// Which keys are the smallest, so many of those of all ranks.
package struct SmallestKeys: Hashable {
  /// Keys below this stay.
  package let firstEqual: UInt64
  /// Keys above this go.
  package let last: UInt64
  /// Of this rank's keys from `firstEqual` to `last` so many stay, the first ones.
  package let equals: Int

  /// Bits of a key that one histogram settles.
  private static let step = 11

  /// Collective. Finds the `wanted` smallest keys; of equal ones those of lower ranks, then the
  /// first ones.
  ///
  /// - Parameters:
  ///   - wanted: 0 up to the number of keys of all ranks; the same on every rank.
  ///   - keys: This rank's.
  ///   - range: In which all keys lie; the same on every rank.
  /// - Complexity: a sum of 2,048 counts for every 11 bits of the range, until no bin is cut; an
  ///   exscan of 8 bytes if equal keys are cut. As many passes over the keys.
  package static func select(
    _ wanted: Int, of keys: [UInt64], within range: ClosedRange<UInt64>,
    on world: borrowing Communicator
  ) throws(StageError) -> SmallestKeys {
    guard wanted > 0 else {
      return SmallestKeys(firstEqual: range.lowerBound, last: range.upperBound, equals: 0)
    }
    var low = range.lowerBound
    var open = 64 - (range.upperBound - low).leadingZeroBitCount
    var left = wanted
    while open > 0 {
      let shift = Swift.max(0, open - step)
      let counts = histogram(of: keys, from: low, open: open, shift: shift)
      let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, counts) }
      let (bin, before) = place(left, in: all)
      left -= before
      low += UInt64(bin) << UInt64(shift)
      open = shift
      if all[bin] == left { break }
    }
    let last = low + (1 << UInt64(open) - 1)
    let mine = keys.count { (low...last).contains($0) }
    guard open == 0 else { return SmallestKeys(firstEqual: low, last: last, equals: mine) }
    let before = try mpi { () throws(MPIError) in try world.exScan(.sum, mine, first: 0) }
    return SmallestKeys(
      firstEqual: low, last: last, equals: Swift.min(mine, Swift.max(0, left - before)))
  }

  /// How many keys of `low ..< low + 2^open` lie in each bin of 2^shift.
  private static func histogram(
    of keys: [UInt64], from low: UInt64, open: Int, shift: Int
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: 1 << step)
    for key in keys where key >= low && (key - low) >> UInt64(open) == 0 {
      counts[Int((key - low) >> UInt64(shift))] += 1
    }
    return counts
  }

  /// The bin in which the `wanted`-th lies, and how many are in the bins before it.
  private static func place(_ wanted: Int, in counts: [Int]) -> (bin: Int, before: Int) {
    var before = 0
    for (bin, count) in counts.enumerated() {
      if before + count >= wanted { return (bin, before) }
      before += count
    }
    preconditionFailure("place \(wanted) among \(before) keys")
  }
}
