import MPI
import PruneKernels
import ShardedArrays
import Stages

/// Keys of this rank that lie in memory, each a field: what checks of stages pass over.
struct ColumnsInMemory: StageSource {
  let count: Int
  let layout: RecordLayout
  private let columns: [RecordBuffer]
  /// Shorter than in a run, so that a few records make several blocks.
  private let blockRecords: Int

  /// One field, of this rank's `values`.
  init<Element: ArrayElement>(_ values: [Element], blockRecords: Int = 7) {
    self.init(
      count: values.count, fields: [Field("x", Element.elementType)], columns: [.init(values)],
      blockRecords: blockRecords)
  }

  /// Each field in a column of its own.
  init(count: Int, fields: [Field], columns: [RecordBuffer], blockRecords: Int = 7) {
    self.count = count
    self.columns = columns
    self.blockRecords = blockRecords
    layout = RecordLayout(
      fields: fields.enumerated().map { index, field in
        var field = field
        field.column = index
        return field
      }, widths: fields.map(\.byteCount))
  }

  func pass(over keys: [Key], while goesOn: () -> Bool, _ body: (KeyBlock) -> Void) {
    visit(0..<count, keys, while: goesOn, body)
  }

  func sample(_ limit: Int, of keys: [Key], _ body: (KeyBlock) -> Void) {
    let step = Swift.max(1, count / Swift.max(1, limit / blockRecords))
    for start in stride(from: 0, to: count, by: Swift.max(step, blockRecords)) {
      visit(start..<Swift.min(start + blockRecords, count), keys, body)
    }
  }

  private func visit(
    _ range: Range<Int>, _ keys: [Key], while goesOn: () -> Bool = { true },
    _ body: (KeyBlock) -> Void
  ) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: blockRecords) {
      if !goesOn() { return }
      body(
        KeyBlock(
          count: Swift.min(blockRecords, range.upperBound - start), first: start,
          columns: keys.map { key in
            guard case .field(let index) = key else {
              preconditionFailure("a check asks for fields only")
            }
            let field = layout.fields[index]
            return KeyBlock.Column(
              columns[index], offset: start * field.byteCount, elementType: field.elementType,
              length: field.count)
          }))
    }
  }

  /// Local. Which of this rank's records a solved stage keeps, by asking it as a run does.
  func kept(by solved: SolvedStage) -> [Int] {
    var kept: [Int] = []
    pass(over: solved.keys, while: { true }) { block in
      var mask = [UInt8](repeating: 2, count: block.count)
      var span = mask.mutableSpan
      solved.decision.decide(block, into: &span)
      kept += mask.indices.filter { mask[$0] == 1 }.map { block.first + $0 }
      precondition(mask.allSatisfy { $0 <= 1 }, "a mask of other than 0 and 1")
    }
    return kept
  }
}

extension RecordBuffer {
  /// A copy of `values`.
  convenience init<Element: BitwiseCopyable>(_ values: [Element]) {
    self.init(byteCount: values.count * MemoryLayout<Element>.stride)
    withMutableBytes(0..<byteCount) { bytes in
      // SAFETY: only read, as bytes.
      bytes.copyBytes(from: unsafe values.span.bytes)
    }
  }
}
