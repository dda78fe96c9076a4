import PruneKernels
import ShardedArrays

/// A decision that was made when the stage was solved: a bit for each of this rank's records.
///
/// - Complexity: 1/8 byte of memory per record; to decide costs a write of the mask.
@safe public final class KeepBits: StageDecision {
  /// This rank's records.
  public let count: Int
  /// 64 bits each, the lowest first. Bits of no record are 0.
  private let words: UnsafeMutableBufferPointer<UInt64>
  /// Unused bits before the first record's, 0 to 63.
  private let lead: Int
  /// Which records of the block that was selected last stay: their places, or a mask of it.
  private enum Selected { case places(Int), mask }
  private var selected = Selected.places(0)
  private var working: RecordBuffer?

  /// All records dropped, or all kept.
  public convenience init(count: Int, keeping: Bool = false) {
    self.init(count: count, lead: 0)
    if keeping {
      unsafe words.update(repeating: ~0)
      clearOutside()
    }
  }

  /// Those kept whose bit is set, record j in bit `j % 64` of word `j / 64`.
  ///
  /// - Precondition: `words` has as many as `count` records need.
  public convenience init(count: Int, words: [UInt64]) {
    self.init(count: count, lead: 0)
    precondition(
      unsafe words.count == self.words.count, "\(words.count) words for \(count) records")
    // SAFETY: as many words as this object has, which was just checked.
    for index in words.indices { unsafe self.words[index] = words[index] }
    clearOutside()
  }

  /// All records dropped; record j is bit `lead + j`, so that who writes whole words can start
  /// where they start.
  ///
  /// - Parameter lead: 0 to 63.
  package init(count: Int, lead: Int) {
    precondition(count >= 0 && 0..<64 ~= lead, "bits of \(count) records behind \(lead)")
    self.count = count
    self.lead = lead
    // SAFETY: initialized at once, and freed with the object.
    unsafe words = .allocate(capacity: (lead + count + 63) / 64)
    unsafe words.initialize(repeating: 0)
  }

  deinit { unsafe words.deallocate() }

  public func keep(_ index: Int) {
    let (word, bit) = place(of: index)
    unsafe words[word] |= bit
  }

  public func drop(_ index: Int) {
    let (word, bit) = place(of: index)
    unsafe words[word] &= ~bit
  }

  public func keeps(_ index: Int) -> Bool {
    let (word, bit) = place(of: index)
    return unsafe words[word] & bit != 0
  }

  public var keptCount: Int { unsafe countBits(words.span) }

  /// How many of some records stay.
  package func keptCount(in range: Range<Int>) -> Int {
    guard let last = range.last else { return 0 }
    precondition(range.lowerBound >= 0 && last < count, "\(range) of \(count)")
    let (first, end) = (lead + range.lowerBound, lead + last)
    let (from, to) = (first >> 6, end >> 6)
    let (head, tail) = (~0 << UInt64(first & 63), ~0 >> UInt64(63 - end & 63)) as (UInt64, UInt64)
    if from == to { return unsafe (words[from] & head & tail).nonzeroBitCount }
    let inner = unsafe countBits(words.span.extracting(from + 1..<to))
    return unsafe inner + (words[from] & head).nonzeroBitCount + (words[to] & tail).nonzeroBitCount
  }

  /// Keeps, of the records from `first` on, those whose mask byte is 1, and drops the others.
  ///
  /// - Parameter mask: 0 or 1 for each record. Shape `[n]`.
  public func set(_ mask: Span<UInt8>, from first: Int) {
    precondition(
      first >= 0 && first + mask.count <= count,
      "a mask of \(mask.count) from record \(first) of \(count)")
    // SAFETY: the object lives during the call and nothing else touches the words.
    var span = unsafe words.mutableSpan
    packBits(mask, into: &span, from: lead + first)
  }

  public func decide(_ block: KeyBlock, into mask: inout MutableSpan<UInt8>) {
    expandBits(unsafe words.span, from: lead + block.first, into: &mask)
  }

  /// Readies the records of a block that stay for ``compact(_:of:_:into:)``.
  ///
  /// - Parameter range: Which of this rank's records; at most ``StagePass/blockRecords``.
  /// - Returns: From the first to the last one that stays, counted from the block's first.
  /// - Complexity: where less than an eighth stay, work for these and for each 512 bits; otherwise
  ///   a mask of the block.
  package func select(_ range: Range<Int>) -> Range<Int> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    let bits = lead + range.lowerBound..<lead + range.upperBound
    let few = keptCount(in: range) < range.count / 8
    let working = working(of: range.count)
    if few {
      return working.withMutableElements(0..<range.count, as: Int64.self) { places in
        let found = listBits(unsafe words.span, bits, from: 0, into: &places)
        selected = .places(found)
        return found == 0 ? 0..<0 : Int(places[0])..<Int(places[found - 1]) + 1
      }
    }
    selected = .mask
    return working.withMutableElements(0..<range.count, as: UInt8.self) { mask in
      expandBits(unsafe words.span, from: bits.lowerBound, into: &mask)
      return maskSpread(mask.span)
    }
  }

  /// Copies those of a block's records that stay to the front of `kept`, in order.
  ///
  /// - Parameters:
  ///   - records: Of `width` bytes each: all that ``select(_:)`` returned, and others around them.
  ///   - range: Which they are, counted from the block's first.
  /// - Returns: How many stay.
  /// - Complexity: where few stay, work for these; otherwise a pass over the records.
  package func compact(
    _ records: RawSpan, of width: Int, _ range: Range<Int>, into kept: inout MutableRawSpan
  ) -> Int {
    guard let working else { return 0 }
    switch selected {
    case .places(let count):
      working.withElements(0..<count, as: Int64.self) {
        gatherRecords($0, from: range.lowerBound, of: records, width: width, into: &kept)
      }
      return count
    case .mask:
      return working.withElements(range, as: UInt8.self) {
        MaskCompaction.run(width, records, $0, keeping: true, into: &kept)
      }
    }
  }

  /// Memory for 8 bytes of each of `count` records.
  private func working(of count: Int) -> RecordBuffer {
    if let working, working.byteCount >= 8 * count { return working }
    let made = RecordBuffer(byteCount: 8 * count)
    working = made
    return made
  }

  /// Has `body` write whole words. Bits of no record may be written and are cleared afterwards.
  ///
  /// - Parameter range: Words, of ⌈(lead + count) / 64⌉.
  package func withWords<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<UInt64>) -> Result
  ) -> Result {
    precondition(
      (unsafe words.indices).contains(range) || range.isEmpty,
      "words \(range) of \(unsafe words.count)")
    defer { clearOutside() }
    // SAFETY: the range was checked; the object lives during the call.
    var span = unsafe UnsafeMutableBufferPointer(rebasing: words[range]).mutableSpan
    return body(&span)
  }

  /// The word and the bit of a record. The check keeps unsafe accesses inside.
  @inline(__always)
  private func place(of index: Int) -> (word: Int, bit: UInt64) {
    precondition(UInt(bitPattern: index) < UInt(count), "record \(index) of \(count)")
    let place = lead + index
    return (place >> 6, 1 << UInt64(place & 63))
  }

  /// So that bits of no record are not counted.
  private func clearOutside() {
    guard let last = unsafe words.indices.last else { return }
    let used = (lead + count) & 63
    unsafe words[0] &= ~0 << UInt64(lead)
    if used > 0 { unsafe words[last] &= ~(~0 << UInt64(used)) }
  }
}
