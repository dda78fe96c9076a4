import ShardedArrays

/// What a plan is expected to do, from a small sample of each rank's shard.
///
/// The sample is a fixed set of positions, so the estimate of survivors is the same in every
/// run; the times are measured on this machine now.
public struct Estimate: Sendable {
  /// Records looked at, over all ranks, and how many of them every stage kept.
  public var sampled: Int
  public var sampledKept: Int
  /// Expected survivors by rank.
  public var survivors: [Int]
  /// Whether a stage may drop more of them, by what only all records together show.
  public var isUpperBound: Bool
  /// Measured on the sample, slowest rank: reading one byte and pruning one record.
  public var secondsPerByteRead: Double
  public var secondsPerRecord: Double

  public init(
    sampled: Int, sampledKept: Int, survivors: [Int], isUpperBound: Bool = false,
    secondsPerByteRead: Double, secondsPerRecord: Double
  ) {
    self.sampled = sampled
    self.sampledKept = sampledKept
    self.survivors = survivors
    self.isUpperBound = isUpperBound
    self.secondsPerByteRead = secondsPerByteRead
    self.secondsPerRecord = secondsPerRecord
  }

  public var totalSurvivors: Int { survivors.reduce(0, +) }

  /// Expected time of reading and pruning on the rank with the largest shard.
  public func passSeconds(_ plan: Plan) -> Double {
    let records = Double(plan.partition.largest)
    let bytes = records * Double(plan.input.recordBytes)
    return bytes * secondsPerByteRead + records * secondsPerRecord
  }
}

/// Where a shard is sampled: `blocks` stretches of `length` records, evenly spread.
public struct SamplePositions: Sendable, Equatable {
  public let ranges: [Range<Int>]

  public init(of shard: Range<Int>, blocks: Int = 16, length: Int = 4096) {
    guard shard.count > blocks * length else {
      ranges = shard.isEmpty ? [] : [shard]
      return
    }
    let stretch = shard.count / blocks
    ranges = (0..<blocks).map { block in
      let start = shard.lowerBound + block * stretch + (stretch - length) / 2
      return start..<start + length
    }
  }

  public var count: Int { ranges.reduce(0) { $0 + $1.count } }
}
