import Expressions
import PruneKernels
public import ShardedArrays

/// Local. One pass of filters over a shard: blocks in, survivors out, in order.
///
/// All filters see a block while it is in cache. A record's position is its global position in
/// the input, whatever filters came before. Survivors keep the input's bytes, byte order
/// included.
///
/// Two ways through a block give the same answer. A single comparison with a constant compares
/// and compacts in one kernel. Everything else evaluates a mask of bytes, filter by filter,
/// and compacts by the mask at the end.
public final class FilterPass {
  /// What the pass brings besides survivors.
  public struct Wants: Sendable {
    public var positions: Bool
    public var rejects: Bool
    /// Survivors are counted but not held: for timing the kernel alone.
    public var survivors: Bool

    public init(positions: Bool = false, rejects: Bool = false, survivors: Bool = true) {
      self.positions = positions
      self.rejects = rejects
      self.survivors = survivors
    }
  }

  /// Records looked at together: their mask and a temporary column fit in L2.
  public static let blockRecords = 16_384

  public private(set) var survivors: RecordList
  /// Global positions of the survivors; empty unless wanted.
  public private(set) var positions: RecordList
  public private(set) var rejects: RecordList
  /// Records that entered the pass, and that each filter left alive.
  public private(set) var readCount = 0
  public private(set) var keptCounts: [Int]
  /// Survivors, counted where they were compacted.
  public private(set) var survivorCount = 0
  /// Time that passed, with mapping memory for the survivors.
  public private(set) var seconds = 0.0
  /// Processor time that kernels took: what they cost where ranks share cores, too.
  public private(set) var processorSeconds = 0.0

  private let filters: [FilterEvaluator]
  private let elementType: ElementType
  private let swapped: Bool
  private let wants: Wants
  private let fused: ConstantComparison?
  private let native: RecordBuffer
  private let alive: RecordBuffer
  private let mask: RecordBuffer
  private let discarded: RecordBuffer

  public init(
    _ filters: [Filter], elementType: ElementType, byteOrder: ByteOrder, wants: Wants = Wants()
  ) {
    let block = Self.blockRecords
    let width = elementType.byteCount
    self.filters = filters.map {
      FilterEvaluator($0, elementType: elementType, capacity: block)
    }
    self.elementType = elementType
    self.wants = wants
    swapped = byteOrder != .native && width > 1
    survivors = RecordList(width: width)
    positions = RecordList(width: 8)
    rejects = RecordList(width: width)
    keptCounts = Array(repeating: 0, count: filters.count)
    let simple = filters.count == 1 && !swapped && !wants.positions && !wants.rejects
    if simple, case .comparison(let comparison) = filters[0].keeps.form {
      fused = comparison
    } else {
      fused = nil
    }
    native = RecordBuffer(byteCount: swapped ? block * width : 0)
    alive = RecordBuffer(byteCount: block)
    mask = RecordBuffer(byteCount: block)
    discarded = RecordBuffer(byteCount: wants.survivors ? 0 : block * width)
  }

  /// Local. Prunes `count` records whose first has the global position `firstPosition`.
  ///
  /// - Parameter bytes: In the input's byte order, aligned to the element's width.
  public func process(_ bytes: RawSpan, count: Int, firstPosition: Int) {
    let width = elementType.byteCount
    let whole = KernelTimer()
    if wants.survivors { survivors.prepare(for: Swift.min(count, 2 * Self.blockRecords)) }
    let kernel = KernelTimer()
    var done = 0
    while done < count {
      let step = Swift.min(Self.blockRecords, count - done)
      let block = bytes.extracting(done * width..<(done + step) * width)
      if let fused {
        compareAndCompact(block, count: step, fused)
      } else {
        evaluateAndCompact(block, count: step, firstPosition: firstPosition + done)
      }
      done += step
    }
    readCount += count
    seconds += whole.seconds
    processorSeconds += kernel.processorSeconds
  }

  /// Local. Hands over what the pass holds, and keeps nothing, so that memory is given back as
  /// soon as the new owner drops it.
  public func takeRecords() -> (survivors: RecordList, positions: RecordList, rejects: RecordList) {
    defer {
      survivors = RecordList(width: survivors.width)
      positions = RecordList(width: positions.width)
      rejects = RecordList(width: rejects.width)
    }
    return (survivors, positions, rejects)
  }

  // MARK: one kernel

  private func compareAndCompact(_ block: RawSpan, count: Int, _ comparison: ConstantComparison) {
    let type = elementType
    var dropped = 0
    emitSurvivors(upTo: count) { target in
      let counts = FusedCompaction.run(type, block, comparison, into: &target)
      dropped = counts.dropped
      return counts.survivors
    }
    keptCounts[0] += count - dropped
  }

  // MARK: masks

  private func evaluateAndCompact(_ block: RawSpan, count: Int, firstPosition: Int) {
    let width = elementType.byteCount
    let kept = alive.withMutableBytes(0..<count) { bytes in
      bytes.withMutableElements(as: UInt8.self) { alive in
        evaluate(block, count: count, firstPosition: firstPosition, into: &alive)
      }
    }
    alive.withBytes(0..<count) { bytes in
      bytes.withElements(as: UInt8.self) { alive in
        if kept > 0 {
          emitSurvivors(upTo: count) {
            MaskCompaction.run(width, block, alive, keeping: true, into: &$0)
          }
        }
        if kept > 0 && wants.positions {
          positions.append(upTo: count) { target in
            target.withMutableElements(as: Int64.self) {
              compactPositions(
                where: alive, firstPosition: firstPosition, keeping: true, into: &$0)
            }
          }
        }
        if kept < count && wants.rejects {
          rejects.append(upTo: count) {
            MaskCompaction.run(width, block, alive, keeping: false, into: &$0)
          }
        }
      }
    }
  }

  /// Runs the filters one after the other; `alive` ends as 1 for the survivors.
  private func evaluate(
    _ block: RawSpan, count: Int, firstPosition: Int, into alive: inout MutableSpan<UInt8>
  ) -> Int {
    guard swapped else {
      return evaluate(native: block, count: count, firstPosition: firstPosition, into: &alive)
    }
    let width = elementType.byteCount
    let bytes = count * width
    native.withMutableBytes(0..<bytes) { swapBytes(block, width: width, into: &$0) }
    return native.withBytes(0..<bytes) {
      evaluate(native: $0, count: count, firstPosition: firstPosition, into: &alive)
    }
  }

  private func evaluate(
    native block: RawSpan, count: Int, firstPosition: Int, into alive: inout MutableSpan<UInt8>
  ) -> Int {
    guard !filters.isEmpty else {
      fill(&alive, 1)
      return count
    }
    var kept = count
    for index in filters.indices {
      if index == 0 {
        filters[0].evaluate(block, count: count, firstPosition: firstPosition, into: &alive)
      } else if kept > 0 {
        mask.withMutableBytes(0..<count) { bytes in
          bytes.withMutableElements(as: UInt8.self) { own in
            filters[index].evaluate(block, count: count, firstPosition: firstPosition, into: &own)
          }
        }
        mask.withBytes(0..<count) { bytes in
          bytes.withElements(as: UInt8.self) { andMask($0, into: &alive) }
        }
      }
      if kept > 0 { kept = countKept(alive.span) }
      keptCounts[index] += kept
    }
    return kept
  }

  // MARK: where survivors go

  private func emitSurvivors(upTo count: Int, _ body: (inout MutableRawSpan) -> Int) {
    if wants.survivors {
      let before = survivors.count
      survivors.append(upTo: count, body)
      survivorCount += survivors.count - before
    } else {
      survivorCount += discarded.withMutableBytes(0..<count * elementType.byteCount, body)
    }
  }
}
