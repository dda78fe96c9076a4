/// What a look at all values tells: the extremes, and how many special values there are.
///
/// Summaries of parts merge to the summary of the whole, whatever the split.
public struct Summary<E: KernelElement>: Sendable, Equatable {
  /// The least and greatest of the values that are not NaN; a zero of any sign is +0. Nil if
  /// there is no such value.
  public var minimum: E?
  public var maximum: E?
  public var nanCount = 0
  /// Zeros of both signs.
  public var zeroCount = 0
  /// Infinities of both signs.
  public var infiniteCount = 0

  /// Of no values.
  public init() {}

  /// Adds a block.
  ///
  /// - Complexity: O(n).
  public mutating func add(_ values: Span<E>) {
    // A few thousand at a time: each is looked at several times while it is in cache.
    for start in stride(from: 0, to: values.count, by: 4096) {
      let block = values.extracting(start..<min(start + 4096, values.count))
      var summary = Summary()
      if let (least, greatest) = E.kernelExtremes(block) {
        summary.minimum = least
        summary.maximum = greatest
      }
      let special = E.kernelSpecials(block)
      summary.nanCount = special.nan
      summary.zeroCount = special.zero
      summary.infiniteCount = special.infinite
      merge(summary)
    }
  }

  /// Adds another part's summary.
  public mutating func merge(_ other: Summary<E>) {
    if let least = other.minimum { minimum = minimum.map { min($0, least) } ?? least }
    if let greatest = other.maximum { maximum = maximum.map { max($0, greatest) } ?? greatest }
    nanCount += other.nanCount
    zeroCount += other.zeroCount
    infiniteCount += other.infiniteCount
  }
}

/// The summary of these values.
public func summarise<E: KernelElement>(_ values: Span<E>) -> Summary<E> {
  var summary = Summary<E>()
  summary.add(values)
  return summary
}

extension KernelElement where Self: FixedWidthInteger {
  public static func kernelExtremes(_ values: Span<Self>) -> (least: Self, greatest: Self)? {
    values.isEmpty ? nil : extremes(values, from: values[0])
  }

  public static func kernelSpecials(_ values: Span<Self>) -> (nan: Int, zero: Int, infinite: Int) {
    (0, countComparing(values, .equal, 0), 0)
  }
}

extension KernelElement where Self: BinaryFloatingPoint {
  public static func kernelExtremes(_ values: Span<Self>) -> (least: Self, greatest: Self)? {
    guard let first = values.indices.first(where: { !values[$0].isNaN }) else { return nil }
    let (least, greatest) = extremes(values, from: values[first])
    // Adding +0 turns -0 into +0 and changes nothing else.
    return (least + 0, greatest + 0)
  }

  public static func kernelSpecials(_ values: Span<Self>) -> (nan: Int, zero: Int, infinite: Int) {
    (
      countComparing(values, .lessOrEqual, infinity, negated: true),
      countComparing(values, .equal, 0),
      countComparing(values, .equal, infinity, magnitude: true)
    )
  }
}

extension Float16 {
  /// By integers of the same order: many processors have no arithmetic on halves.
  public static func kernelExtremes(
    _ values: Span<Float16>
  ) -> (least: Float16, greatest: Float16)? {
    let infinity = Int16(bitPattern: Float16.infinity.bitPattern)
    var least = Int16.max
    var greatest = -Int16.max
    for index in values.indices {
      // SAFETY: the index is the span's own.
      let bits = unsafe values[unchecked: index].bitPattern
      let ordered = Int16(bitPattern: KernelRange.orderedHalf(bits))
      // Beyond the infinities there are only NaNs.
      least = min(least, ordered < -infinity ? Int16.max : ordered)
      greatest = max(greatest, ordered > infinity ? -Int16.max : ordered)
    }
    guard least <= infinity else { return nil }
    // The order's own inverse, but that zero comes out as +0.
    return (
      Float16(bitPattern: least < 0 ? 0x8000 | least.magnitude : least.magnitude),
      Float16(bitPattern: greatest < 0 ? 0x8000 | greatest.magnitude : greatest.magnitude)
    )
  }
}

/// The least and the greatest of `first` and `values`. NaN compares false, so it never wins.
@inline(__always)
private func extremes<E: KernelElement>(
  _ values: Span<E>, from first: E
) -> (least: E, greatest: E) {
  // Four of each, so that a step does not wait for the one before.
  var least = (first, first, first, first)
  var greatest = (first, first, first, first)
  func take(_ value: E, _ least: inout E, _ greatest: inout E) {
    least = value < least ? value : least
    greatest = value > greatest ? value : greatest
  }
  let whole = values.count - values.count % 4
  for index in stride(from: 0, to: whole, by: 4) {
    // SAFETY: `index + 3` is below `whole`.
    unsafe take(values[unchecked: index], &least.0, &greatest.0)
    unsafe take(values[unchecked: index + 1], &least.1, &greatest.1)
    unsafe take(values[unchecked: index + 2], &least.2, &greatest.2)
    unsafe take(values[unchecked: index + 3], &least.3, &greatest.3)
  }
  for index in whole..<values.count { take(values[index], &least.0, &greatest.0) }
  return (
    min(min(least.0, least.1), min(least.2, least.3)),
    max(max(greatest.0, greatest.1), max(greatest.2, greatest.3))
  )
}
