import PruneKernels

/// How an order statistic is searched: what bounds time and memory.
package struct SearchLimits: Sendable {
  /// Keys of all ranks together in the sample.
  package var sampleCount = 1 << 16
  /// How far an interval reaches from the sampled place: standard deviations, sampled stretches,
  /// and keys more.
  package var deviations = 6.0
  package var stretches = 1.0
  package var margin = 64.0
  /// Up to so many records of all ranks there is no sample: all keys are candidates.
  package var unsampledCount = 1 << 16
  /// A rank keeps as many candidates as its records divided by this, and `candidateFloor` more.
  package var candidateShare = 16
  package var candidateFloor = 1 << 16
  /// And never more than this.
  package var candidateMost = Int.max
  /// A histogram has 2^bins bins, and 2^massBins of them where keys are added up.
  package var bins = 16
  package var massBins = 12

  package init() {}

  func candidateCapacity(of count: Int) -> Int {
    Swift.min(count, count / candidateShare + candidateFloor, candidateMost)
  }
}

/// A sample of all ranks' keys, taken in stretches of records that follow one another.
package struct KeySample {
  /// In order.
  private let keys: [UInt64]
  /// As they were taken.
  private let drawn: [UInt64]
  private let stretch: Int
  private let order: KeyOrder

  /// - Parameters:
  ///   - keys: Ordered keys of numbers, stretch by stretch.
  ///   - stretch: Keys a stretch.
  package init(_ keys: [UInt64], stretch: Int, order: KeyOrder) {
    drawn = keys
    self.keys = keys.sorted()
    self.stretch = max(1, stretch)
    self.order = order
  }

  /// The standard deviation of the number of sampled keys below one, from the numbers in the
  /// stretches: where neighbours are alike, a sample of s keys says less than s independent ones
  /// (Cochran 1977, "Sampling techniques", 3rd ed., section 9A.3).
  private func deviation(below key: UInt64, _ share: Double) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: drawn.count, by: stretch) {
      let end = min(start + stretch, drawn.count)
      var below = 0
      for index in start..<end where drawn[index] < key { below += 1 }
      let surplus = Double(below) - share * Double(end - start)
      sum += surplus * surplus
    }
    return sum.squareRoot()
  }

  /// An interval that is likely to have the key at `place` of `count` in order.
  ///
  /// It reaches some standard deviations to either side of the sampled key at that place (DeWitt,
  /// Naughton, Schneider 1991, "Parallel sorting on a shared-nothing architecture using
  /// probabilistic splitting", PDIS, section 3) and a stretch more, though not so far that the
  /// keys in it would not fit.
  package func interval(around place: Int, of count: Int, _ limits: SearchLimits) -> KeyInterval {
    let share = (Double(place) + 0.5) / Double(count)
    let middle = share * Double(keys.count)
    let center = keys[min(max(Int(middle), 0), keys.count - 1)]
    let most = 0.4 * Double(keys.count) / Double(limits.candidateShare)
    let likely =
      limits.deviations * deviation(below: center, share) + limits.stretches * Double(stretch)
    let margin = min(likely, most) + limits.margin
    let first = Int((middle - margin).rounded(.down))
    let last = Swift.max(first, Int((middle + margin).rounded(.up)))
    var interval = KeyInterval(
      from: first < 0 ? order.least : keys[first],
      through: last >= keys.count ? order.greatest : keys[last])
    // A key that takes up a good part of the interval would fill the candidates.
    let heavy = Int(margin / 2)
    let isHeavy = (
      first >= 0 && isRepeated(interval.from, heavy),
      last < keys.count && isRepeated(interval.through, heavy)
    )
    if interval.from == interval.through {
      // No key is left in between; there is a key on one side at least.
      if isHeavy.0 || isHeavy.1 {
        interval.countsBehind = interval.from > 0
        interval.countsBefore = !interval.countsBehind
        if interval.from > 0 { interval.through -= 1 } else { interval.from += 1 }
      }
      return interval
    }
    if isHeavy.0 {
      interval.from += 1
      interval.countsBefore = true
    }
    if isHeavy.1 {
      interval.through -= 1
      interval.countsBehind = true
    }
    return interval
  }

  /// Whether more than `limit` of the sampled keys are this one.
  private func isRepeated(_ key: UInt64, _ limit: Int) -> Bool {
    let start = firstIndex { $0 >= key }
    return start + limit < keys.count && keys[start + limit] == key
  }

  private func firstIndex(_ isBehind: (UInt64) -> Bool) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(keys[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
