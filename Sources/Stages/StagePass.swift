import Expressions
import PruneKernels
public import ShardedArrays

/// What a pass does with each block of records, in order.
public enum PassStep {
  case filter(Filter)
  /// Only as the first step: what a solved stage decides is about all records that enter.
  case decision(SolvedStage)
}

/// Local. One pass over this rank's records: blocks in, survivors out, in order.
///
/// All steps see a block while it is in cache. A record's position is its global position in the
/// input, whatever came before. Survivors keep the input's bytes, byte order included.
///
/// Two ways through a block give the same answer. Of a plain array a single comparison with a
/// constant, typed or found by a global stage, compares and compacts in one kernel, and the records
/// that a stage has named are picked out. Everything else evaluates a mask of bytes, step by step,
/// and compacts by the mask at the end; a column that no step needs is not asked for
/// where no record of the block survives.
public final class StagePass {
  /// Records looked at together, at most: their mask and a temporary column fit in L2.
  public static let blockRecords = 16_384
  /// Bytes of a block's records, at most, unless one record has more.
  private static let blockBytes = 512 << 10

  /// Records looked at together where a record has so many bytes.
  public static func blockRecords(of recordBytes: Int) -> Int {
    Swift.min(blockRecords, Swift.max(1, blockBytes / Swift.max(1, recordBytes)))
  }

  public internal(set) var records: Records
  /// Records that entered the pass, and that each step left alive.
  public private(set) var readCount = 0
  public private(set) var keptCounts: [Int]
  /// Survivors, counted where they were compacted.
  public private(set) var survivorCount = 0
  /// Time that passed, with mapping memory for the survivors, without loading columns.
  public private(set) var seconds = 0.0
  /// Processor time that kernels took: what they cost where ranks share cores, too.
  public private(set) var processorSeconds = 0.0

  /// Indices of the columns that the steps need, ascending.
  public let neededColumns: [Int]
  /// Records of the largest block.
  public let capacity: Int

  /// Whether survivors are held; from where they are not they are only counted.
  var isHolding = true

  private let steps: [StepEvaluator]
  private let layout: RecordLayout
  private let wants: Wants
  private let store: RecordStore?
  private let widths: [Int]
  private let fused: FusedStep?
  private let bits: KeepBits?
  private let alive: RecordBuffer
  private let mask: RecordBuffer
  /// Where survivors go that are not held.
  private lazy var discarded = RecordBuffer(byteCount: capacity * (widths.max() ?? 0))

  /// - Parameters:
  ///   - steps: In the order in which they run.
  ///   - layout: Of the records.
  ///   - carried: Widths of columns that go with the records beside the layout's.
  ///   - store: Where full buffers of survivors and rejects go; nil where they stay in memory.
  public init(
    _ steps: [PassStep], layout: RecordLayout, carried: [Int] = [], wants: Wants = Wants(),
    store: RecordStore? = nil
  ) {
    let block = Self.blockRecords(of: layout.recordBytes)
    capacity = block
    self.layout = layout
    self.wants = wants
    widths = layout.widths + carried
    self.steps = steps.map { StepEvaluator($0, layout: layout, capacity: block) }
    neededColumns = Set(self.steps.flatMap(\.columns)).sorted()
    keptCounts = Array(repeating: 0, count: steps.count)
    self.store = store
    records = Self.none(widths, layout, store)
    let isNative = layout.isPlain && !layout.fields[0].isSwapped && carried.isEmpty
    let isAlone = !wants.positions && !wants.rejects && steps.count == 1
    fused = isAlone && isNative ? self.steps[0].fused : nil
    bits = isAlone ? self.steps[0].bits : nil
    alive = RecordBuffer(byteCount: block)
    mask = RecordBuffer(byteCount: block)
  }

  /// Goes on where `other` is now.
  init(continuing other: StagePass, store: RecordStore?) {
    capacity = other.capacity
    layout = other.layout
    wants = other.wants
    widths = other.widths
    steps = other.steps.map { $0.copy() }
    neededColumns = other.neededColumns
    keptCounts = Array(repeating: 0, count: steps.count)
    self.store = store
    records = Self.none(widths, layout, store)
    (fused, bits) = (other.fused, other.bits)
    (alive, mask) = (other.alive, other.mask)
  }

  private static func none(
    _ widths: [Int], _ layout: RecordLayout, _ store: RecordStore?
  ) -> Records {
    Records(
      columns: widths.map { RecordList(width: $0, in: store) },
      positions: RecordList(width: 8, in: store),
      rejects: layout.widths.map { RecordList(width: $0, in: store) })
  }

  /// Local. Prunes a piece of any length.
  ///
  /// - Parameters:
  ///   - piece: The next records; columns that were not read are nil.
  ///   - load: Reads a column of some of the piece's records, which it counts from 0.
  public func process<Failure: Error>(
    _ piece: RecordBlock,
    load: (_ column: Int, _ records: Range<Int>) throws(Failure) -> RecordBlock.Column
  ) throws(Failure) {
    var loading = 0.0
    let whole = KernelTimer()
    if isHolding, wants.survivors, fused != nil {
      records.columns[0].prepare(for: Swift.min(piece.count, 2 * capacity))
    }
    let kernel = KernelTimer()
    for start in stride(from: 0, to: piece.count, by: capacity) {
      let block = piece.part(start..<Swift.min(start + capacity, piece.count), widths)
      let loadTimed = { (column: Int, records: Range<Int>) throws(Failure) in
        let timer = KernelTimer()
        defer { loading += timer.seconds }
        return try load(column, start + records.lowerBound..<start + records.upperBound)
      }
      if let fused {
        compareAndCompact(block, fused)
      } else if let bits {
        try pick(block, bits, load: loadTimed)
      } else {
        let kept = evaluate(block)
        guard isHolding else {
          survivorCount += kept
          continue
        }
        try compact(block, kept: kept, load: loadTimed)
      }
    }
    readCount += piece.count
    seconds += whole.seconds - loading
    processorSeconds += kernel.processorSeconds
  }

  /// Local. Prunes a piece that has all its columns.
  public func process(_ piece: RecordBlock) {
    process(piece) { (column, _) throws(Never) in
      preconditionFailure("column \(column) was not read")
    }
  }

  /// Local. Hands over what the pass holds, and keeps nothing, so that memory is given back as
  /// soon as the new owner drops it.
  public func takeRecords() -> Records {
    defer { records = Self.none(widths, layout, store) }
    return records
  }

  // MARK: one kernel

  private func compareAndCompact(_ block: RecordBlock, _ step: FusedStep) {
    let type = layout.fields[0].elementType
    let column = block.column(0)
    var dropped = 0
    column.buffer.withBytes(column.offset..<column.offset + block.count * widths[0]) { bytes in
      emit(column: 0, upTo: block.count) { target in
        switch step {
        case .comparison(let comparison):
          let counts = FusedCompaction.run(type, bytes, comparison, into: &target)
          dropped = counts.dropped
          return counts.survivors
        case .range(let range):
          let survivors = range.compact(bytes, into: &target)
          dropped = block.count - survivors
          return survivors
        }
      }
    }
    keptCounts[0] += block.count - dropped
  }

  // MARK: records that a stage has named

  private func pick<Failure: Error>(
    _ block: RecordBlock, _ bits: KeepBits,
    load: (_ column: Int, _ records: Range<Int>) throws(Failure) -> RecordBlock.Column
  ) throws(Failure) {
    let range = steps[0].passOver(block.count)
    guard isHolding else {
      let kept = bits.keptCount(in: range)
      survivorCount += kept
      keptCounts[0] += kept
      return
    }
    let spread = bits.select(range)
    if spread.isEmpty { return }
    for (index, width) in widths.enumerated() {
      let column: RecordBlock.Column
      var covered = 0..<block.count
      if let here = block.columns[index] {
        column = here
      } else {
        column = try load(index, spread)
        covered = spread
      }
      column.buffer.withBytes(column.offset..<column.offset + covered.count * width) { bytes in
        let before = survivorCount
        emit(column: index, upTo: covered.count) {
          bits.compact(bytes, of: width, covered, into: &$0)
        }
        if index == 0 { keptCounts[0] += survivorCount - before }
      }
    }
  }

  // MARK: masks

  /// Runs the steps one after the other; `alive` ends as 1 for the survivors.
  private func evaluate(_ block: RecordBlock) -> Int {
    let range = 0..<block.count
    guard !steps.isEmpty else {
      alive.withMutableElements(range, as: UInt8.self) { fill(&$0, 1) }
      return block.count
    }
    var kept = block.count
    for (index, step) in steps.enumerated() {
      if index == 0 {
        alive.withMutableElements(range, as: UInt8.self) { step.evaluate(block, into: &$0) }
      } else if kept > 0 {
        mask.withMutableElements(range, as: UInt8.self) { step.evaluate(block, into: &$0) }
        mask.withElements(range, as: UInt8.self) { mask in
          alive.withMutableElements(range, as: UInt8.self) { andMask(mask, into: &$0) }
        }
      }
      if kept > 0 { kept = alive.withElements(range, as: UInt8.self) { countKept($0) } }
      keptCounts[index] += kept
    }
    return kept
  }

  private func compact<Failure: Error>(
    _ block: RecordBlock, kept: Int,
    load: (_ column: Int, _ records: Range<Int>) throws(Failure) -> RecordBlock.Column
  ) throws(Failure) {
    let range = 0..<block.count
    let wantsRejects = wants.rejects && kept < block.count
    guard kept > 0 || wantsRejects else { return }
    // What of a column that is not here must be loaded: from the first to the last survivor.
    let spread =
      wantsRejects
      ? range : alive.withElements(range, as: UInt8.self) { maskSpread($0) }
    for (index, width) in widths.enumerated() {
      var column: RecordBlock.Column
      var covered = range
      if let here = block.columns[index] {
        column = here
      } else {
        column = try load(index, spread)
        covered = spread
      }
      let bytes = column.offset..<column.offset + covered.count * width
      column.buffer.withBytes(bytes) { bytes in
        alive.withElements(covered, as: UInt8.self) { alive in
          if kept > 0 {
            emit(column: index, upTo: covered.count) {
              MaskCompaction.run(width, bytes, alive, keeping: true, into: &$0)
            }
          }
          if wantsRejects, index < records.rejects.count {
            records.rejects[index].append(upTo: covered.count) {
              MaskCompaction.run(width, bytes, alive, keeping: false, into: &$0)
            }
          }
        }
      }
    }
    if kept > 0 && wants.positions { appendPositions(block) }
  }

  private func appendPositions(_ block: RecordBlock) {
    alive.withElements(0..<block.count, as: UInt8.self) { alive in
      switch block.positions {
      case .from(let first):
        records.positions.append(upTo: block.count) { target in
          target.withMutableElements(as: Int64.self) {
            compactPositions(where: alive, firstPosition: first, keeping: true, into: &$0)
          }
        }
      case .listed(let column):
        column.buffer.withBytes(column.offset..<column.offset + block.count * 8) { bytes in
          records.positions.append(upTo: block.count) {
            MaskCompaction.run(8, bytes, alive, keeping: true, into: &$0)
          }
        }
      }
    }
  }

  // MARK: where survivors go

  private func emit(column: Int, upTo count: Int, _ body: (inout MutableRawSpan) -> Int) {
    let kept: Int
    if wants.survivors && isHolding {
      let before = records.columns[column].count
      records.columns[column].append(upTo: count, body)
      kept = records.columns[column].count - before
    } else {
      kept = discarded.withMutableBytes(0..<count * widths[column], body)
    }
    if column == 0 { survivorCount += kept }
  }
}
