import PruneKernels

/// Local. One pass over the numbers of this rank's records.
struct SamplePass {
  /// The records whose keys are below the bounds.
  let bits: KeepBits
  /// The numbers of the records whose keys are within, in order.
  private(set) var open: [Int] = []
  /// Their keys.
  private(set) var keys: [UInt64] = []

  private let numbers: Range<Int>

  /// Groups of 64 numbers looked at together: as many as there are records in a block.
  private static let step = StagePass.blockRecords / 64

  init(_ random: RandomKeys, numbers: Range<Int>, within bounds: ClosedRange<UInt64>) {
    self.numbers = numbers
    let lead = numbers.lowerBound & 63
    bits = KeepBits(count: numbers.count, lead: lead)
    let first = numbers.lowerBound >> 6
    let groups = (lead + numbers.count + 63) / 64
    let digits = UInt8(bounds.lowerBound >> 56)...UInt8(bounds.upperBound >> 56)
    var undecided = [UInt64](repeating: 0, count: Swift.min(groups, Self.step))
    var found = [Int64](repeating: 0, count: 64 * undecided.count)
    var foundKeys = [UInt64](repeating: 0, count: found.count)
    for start in stride(from: 0, to: groups, by: Self.step) {
      let part = start..<Swift.min(start + Self.step, groups)
      var words = undecided.mutableSpan
      bits.withWords(part) { below in
        random.split(
          first + part.lowerBound..<first + part.upperBound, at: digits, below: &below, open: &words
        )
      }
      // The first and the last group have numbers of other ranks as well.
      let base = 64 * (first + start)
      let mine = numbers.clamped(to: base..<base + 64 * part.count)
      var places = found.mutableSpan
      let count = listBits(
        words.span, mine.lowerBound - base..<mine.upperBound - base, from: mine.lowerBound,
        into: &places)
      var target = foundKeys.mutableSpan
      random.keys(of: found.span.extracting(0..<count), into: &target)
      for index in 0..<count {
        let key = foundKeys[index]
        if key > bounds.upperBound { continue }
        if key < bounds.lowerBound {
          bits.keep(Int(found[index]) - numbers.lowerBound)
        } else {
          open.append(Int(found[index]))
          keys.append(key)
        }
      }
    }
  }

  /// Keeps the open records that were selected.
  func keep(_ selection: SmallestKeys) {
    var equals = selection.equals
    for (number, key) in zip(open, keys) {
      if key > selection.last { continue }
      if key >= selection.firstEqual {
        if equals == 0 { continue }
        equals -= 1
      }
      bits.keep(number - numbers.lowerBound)
    }
  }
}
