import PruneKernels

/// Which keys are outliers: those up to one key, and those from another on.
struct OutlierBounds {
  private let order: KeyOrder
  /// The greatest key that is too low, and the least that is too high; nil where there is none.
  private let lastLow: UInt64?
  private let firstHigh: UInt64?
  let facts: [StageFact]

  /// Local. Finds the two by bisection: both conditions are monotone in the key, and so is its
  /// rounding to a double, so the limits hold for keys of any type as they do for doubles.
  ///
  /// - Parameters:
  ///   - isLow: Whether a key is an outlier below; false of all keys above one of which it is.
  ///   - isHigh: Likewise above.
  init(
    _ order: KeyOrder, facts: [StageFact], isLow: (Double) -> Bool, isHigh: (Double) -> Bool
  ) {
    self.order = order
    self.facts = facts
    firstHigh = Self.first(order) { isHigh(order.value(of: $0)) }
    let firstNotLow = Self.first(order) { !isLow(order.value(of: $0)) }
    lastLow = firstNotLow.map { $0 == order.least ? nil : $0 - 1 } ?? order.greatest
  }

  /// The first key for which `holds`, which then holds for all that follow.
  private static func first(_ order: KeyOrder, _ holds: (UInt64) -> Bool) -> UInt64? {
    var (low, high) = (order.least, order.greatest)
    guard holds(high) else { return nil }
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The outliers, in ranges that have no key in common.
  var outliers: [KeyRange] {
    (lastLow.map { [KeyRange(order, order.least, through: $0)] } ?? [])
      + (firstHigh.map { [KeyRange(order, $0, through: order.greatest)] } ?? [])
  }

  /// All other numbers.
  var others: [KeyRange] {
    guard lastLow != order.greatest && firstHigh != order.least else { return [] }
    return [
      KeyRange(
        order, lastLow.map { $0 + 1 } ?? order.least,
        through: firstHigh.map { $0 - 1 } ?? order.greatest)
    ]
  }
}

extension OutlierBounds {
  /// By quartiles, given as ordered keys.
  static func quartiles(
    _ first: UInt64, _ third: UInt64, _ factor: Double, _ order: KeyOrder
  ) -> OutlierBounds {
    let (low, high) = (order.value(of: first), order.value(of: third))
    // Equal infinities are no distance apart.
    let reach = low == high ? 0 : factor * (high - low)
    let limits = (low - reach, high + reach)
    return OutlierBounds(
      order,
      facts: [
        StageFact("first quartile", order.fact(first)),
        StageFact("third quartile", order.fact(third)),
        StageFact("lower limit", .number(limits.0)),
        StageFact("upper limit", .number(limits.1)),
      ], isLow: { $0 < limits.0 }, isHigh: { $0 > limits.1 })
  }

  /// By the distance from a median.
  static func median(
    _ median: UInt64, deviation: Double, _ factor: Double, _ order: KeyOrder
  ) -> OutlierBounds {
    let center = order.value(of: median)
    let reach = deviation == 0 ? 0 : factor * deviation
    return OutlierBounds(
      order,
      facts: [
        StageFact("median", order.fact(median)),
        StageFact("median deviation", .number(deviation)),
        StageFact("lower limit", .number(center - reach)),
        StageFact("upper limit", .number(center + reach)),
      ], isLow: { $0 < center && (center - $0) > reach },
      isHigh: { $0 > center && ($0 - center) > reach })
  }

  /// By the distance from a mean.
  static func mean(_ moments: Moments, _ factor: Double, _ order: KeyOrder) -> OutlierBounds {
    let (mean, scale) = (moments.mean, moments.scale)
    let reach = factor * moments.scaledDeviation
    let center = mean * scale
    return OutlierBounds(
      order,
      facts: [
        StageFact("mean", .number(mean)),
        StageFact("standard deviation", .number(moments.scaledDeviation / scale)),
        StageFact("lower limit", .number((center - reach) / scale)),
        StageFact("upper limit", .number((center + reach) / scale)),
      ], isLow: { center - $0 * scale > reach }, isHigh: { $0 * scale - center > reach })
  }
}
