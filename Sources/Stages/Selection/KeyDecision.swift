import PruneKernels

/// Keeps the records whose key is in one of a few ranges, and the first ones of those that have
/// one more key.
final class KeyDecision: StageDecision {
  private let ranges: [KeyRange]
  private let tie: KeyRange?
  /// How many records with that key are still to be kept.
  private var tiesLeft: Int
  private var scratch: [UInt8] = []

  /// - Parameter ties: The key of which only some are kept, and of how many records of this rank.
  init(_ ranges: [KeyRange], ties: (key: KeyRange, count: Int)? = nil) {
    self.ranges = ranges
    tie = ties?.key
    tiesLeft = ties?.count ?? 0
  }

  /// The same decision about records that come with `x` where their key is `abs(x)`; for floats.
  /// Takes the place of this one, whose count of ties it has.
  var ofMagnitudes: KeyDecision {
    KeyDecision(
      ranges.map(\.ofMagnitudes), ties: tie.map { (key: $0.ofMagnitudes, count: tiesLeft) })
  }

  func copy() -> any StageDecision {
    KeyDecision(ranges, ties: tie.map { (key: $0, count: tiesLeft) })
  }

  /// The range that alone decides; nil where there are several or ties to count.
  var onlyRange: KeyRange? { tie == nil && ranges.count == 1 ? ranges[0] : nil }

  func decide(_ block: KeyBlock, into mask: inout MutableSpan<UInt8>) {
    let count = block.count
    // Out of the object while it is written: a local array has no other owner.
    var part: [UInt8] = []
    swap(&part, &scratch)
    if part.count < count { part = Array(repeating: 0, count: count) }
    block.withKeys { keys in
      if let first = ranges.first {
        first.mask(keys, into: &mask)
      } else {
        for index in 0..<count { mask[index] = 0 }
      }
      for range in ranges.dropFirst() {
        Self.add(range, keys, by: &part, into: &mask)
      }
      if let tie, tiesLeft > 0 {
        Self.add(tie, keys, by: &part, into: &mask) { part in takeTies(&part, count) }
      }
    }
    swap(&part, &scratch)
  }

  /// Keeps what is in the range too, but for what `reduce` takes out of its mask.
  private static func add(
    _ range: KeyRange, _ keys: RawSpan, by part: inout [UInt8], into mask: inout MutableSpan<UInt8>,
    _ reduce: (inout MutableSpan<UInt8>) -> Void = { _ in }
  ) {
    var own = part.mutableSpan
    range.mask(keys, into: &own)
    reduce(&own)
    orMask(own.span.extracting(..<mask.count), into: &mask)
  }

  /// Leaves no more ties in a mask than may be kept.
  private func takeTies(_ mask: inout MutableSpan<UInt8>, _ count: Int) {
    let ties = countKept(mask.span.extracting(..<count))
    if ties <= tiesLeft {
      tiesLeft -= ties
      return
    }
    for index in 0..<count where mask[index] == 1 {
      if tiesLeft > 0 { tiesLeft -= 1 } else { mask[index] = 0 }
    }
  }
}
