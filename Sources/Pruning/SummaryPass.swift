import ExactSums
import PruneKernels
import ShardedArrays
import Stages

/// One rank's summary as words of 8 bytes, so that it can be gathered.
struct SummaryWords {
  /// Whether there is a minimum, its bits, the maximum's, and three counts; then the sum's.
  static let fixed = 6
  static var count: Int { fixed + ExactSum.wordCount }

  var words: [UInt64]

  init<Element: KernelElement>(_ summary: Summary<Element>, _ sum: ExactSum) {
    func bits(_ value: Element?) -> UInt64 {
      guard let value else { return 0 }
      // SAFETY: an element has at most 8 bytes, copied into the low ones of a zero word.
      return unsafe withUnsafeBytes(of: value) { source in
        var word: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &word) { unsafe $0.copyMemory(from: source) }
        return word
      }
    }
    words = [
      summary.minimum == nil ? 0 : 1, bits(summary.minimum), bits(summary.maximum),
      UInt64(summary.nanCount), UInt64(summary.zeroCount), UInt64(summary.infiniteCount),
    ]
    words += sum.words.map { UInt64(bitPattern: $0) }
  }
}

/// Local. Reads a range of an input's records and summarises one field of them.
struct SummaryPass: ElementVisitor {
  typealias Failure = PruningError

  let source: any RecordSource
  let layout: RecordLayout
  let field: Field
  let range: Range<Int>
  /// Asked between pieces whether another rank has failed.
  let agreement: Agreement

  mutating func visit<Element: KernelElement>(
    _ type: Element.Type
  ) throws(PruningError) -> SummaryWords {
    let keys = KeyReader(
      [.field(layout.fields.firstIndex(of: field) ?? 0)], layout: layout,
      capacity: StagePass.blockRecords(of: layout.recordBytes))
    let block = StagePass.blockRecords(of: layout.recordBytes)
    let widths = layout.widths
    var summary = Summary<Element>()
    var sum = ExactSum()
    let reader = ShardReader(source, layout: layout)
    try reader.forEachPiece(of: [range], columns: [field.column]) { (piece) throws(PruningError) in
      for start in stride(from: 0, to: piece.count, by: block) {
        let part = piece.part(start..<Swift.min(start + block, piece.count), widths)
        keys.read(part, first: 0).withColumn(0, as: Element.self) { values in
          let nanBefore = summary.nanCount
          summary.add(values)
          if summary.nanCount == nanBefore {
            sum.add(values)
          } else {
            addNumbers(values, to: &sum)
          }
        }
      }
      try agreement.throwIfInterrupted()
    }
    return SummaryWords(summary, sum)
  }

  /// Adds what is not NaN, which would swallow the rest.
  private func addNumbers<Element: KernelElement>(_ values: Span<Element>, to sum: inout ExactSum) {
    let numbers = values.indices.map { values[$0] }.filter { $0 == $0 }
    sum.add(numbers.span)
  }
}

/// Local. Merges what all ranks found.
struct SummaryMerge: ElementVisitor {
  /// Elements of the field in all records.
  let count: Int
  /// All ranks' ``SummaryWords``, in rank order.
  let words: [UInt64]

  /// The merged summary in words for people.
  struct Merged {
    var minimum: String?
    var maximum: String?
    var mean: Double?
    var nanCount = 0
    var zeroCount = 0
    var infiniteCount = 0

    func inspection(_ input: InspectedInput, _ field: Field) -> Inspection {
      let count = input.count * field.count
      let hasOthers = input.layout.fields.count > 1
      return Inspection(
        path: input.path, files: input.files,
        field: hasOthers || input.isText || input.isNamed ? field.name : nil,
        elementType: field.elementType, byteOrder: field.byteOrder,
        shape: input.shape + (hasOthers || input.isNamed ? field.shape : []), count: count,
        byteCount: count * field.elementType.byteCount, minimum: minimum, maximum: maximum,
        mean: mean, nanCount: nanCount, zeroCount: zeroCount, infiniteCount: infiniteCount)
    }
  }

  mutating func visit<Element: KernelElement>(_ type: Element.Type) -> Merged {
    func element(_ bits: UInt64) -> Element {
      // SAFETY: the low bytes of the word are an element's, as `SummaryWords` put them there.
      unsafe withUnsafeBytes(of: bits) { unsafe $0.load(as: Element.self) }
    }
    var merged = Merged()
    var minimum: Element?
    var maximum: Element?
    var sum = ExactSum()
    for start in stride(from: 0, to: words.count, by: SummaryWords.count) {
      let rank = Array(words[start..<start + SummaryWords.count])
      if rank[0] == 1 {
        minimum = minimum.map { Swift.min($0, element(rank[1])) } ?? element(rank[1])
        maximum = maximum.map { Swift.max($0, element(rank[2])) } ?? element(rank[2])
      }
      merged.nanCount += Int(rank[3])
      merged.zeroCount += Int(rank[4])
      merged.infiniteCount += Int(rank[5])
      sum.add(ExactSum(words: rank[SummaryWords.fixed...].map { Int64(bitPattern: $0) }))
    }
    merged.minimum = minimum.map { "\($0)" }
    merged.maximum = maximum.map { "\($0)" }
    let numbers = count - merged.nanCount
    merged.mean = numbers > 0 ? sum.mean(count: numbers) : nil
    return merged
  }
}
