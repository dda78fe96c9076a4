import PruneKernels

/// Local. One pass over the numbers of this rank's records.
struct SamplePass {
  /// The records whose keys are below the bounds.
  let bits: KeepBits
  /// The numbers of the records whose keys are within, in order.
  private(set) var open: [Int] = []
  /// Their keys.
  private(set) var keys: [UInt64] = []

  private let random: RandomKeys
  private let numbers: Range<Int>

  /// Groups of 64 numbers looked at together: as many as there are records in a block.
  private static let step = StagePass.blockRecords / 64

  init(_ random: RandomKeys, numbers: Range<Int>, at bounds: ClosedRange<UInt32>) {
    self.random = random
    self.numbers = numbers
    let lead = numbers.lowerBound & 63
    bits = KeepBits(count: numbers.count, lead: lead)
    let first = numbers.lowerBound >> 6
    let groups = (lead + numbers.count + 63) / 64
    var found = [Int64](repeating: 0, count: 64 * Swift.min(groups, Self.step))
    for start in stride(from: 0, to: groups, by: Self.step) {
      let part = start..<Swift.min(start + Self.step, groups)
      var between = found.mutableSpan
      let count = bits.withWords(part) { below in
        random.split(
          first + part.lowerBound..<first + part.upperBound, at: bounds, below: &below,
          between: &between)
      }
      // The first and the last group have numbers of other ranks as well.
      for index in 0..<count where numbers.contains(Int(found[index])) {
        open.append(Int(found[index]))
      }
    }
  }

  /// The whole keys of the open records.
  mutating func makeKeys() {
    keys = open.map { random.key(of: $0) }
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
