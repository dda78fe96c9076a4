import Planning
import ShardedArrays
import Stages

/// Local. Measures what one pass of the plan's kernel over some records costs, in processor time.
///
/// The kernel is that of the plan's filters; a stage that looks at all records first is stood for
/// by a comparison of its key (``Stage/probe``). Before and after pruning are measured alike, so
/// that their ratio means something: on at most about 32 samples of 256 KiB spread over the
/// records, each passed over four times, of which the quickest counts; sample and buffers are in
/// cache then. The sum is scaled to all records.
final class KernelProbe {
  private static let samples = 32
  private static let sampleBytes = 256 << 10
  private static let repeats = 4

  private let pass: StagePass
  private let widths: [Int]
  private let width: Int
  private let records: Int
  private let stride: Int
  /// Stands for columns that were not read.
  private lazy var blank = RecordBuffer(
    byteCount: Swift.max(1, Self.sampleBytes / width) * (widths.max() ?? 0))
  private var offered = 0
  private var measuredRecords = 0
  private var measuredSeconds = 0.0

  /// - Parameters:
  ///   - records: How many will be offered in all.
  ///   - pieceRecords: How many at a time.
  init(_ plan: Plan, records: Int, pieceRecords: Int) {
    let layout = plan.input.layout
    pass = StagePass(
      plan.stages.compactMap(\.probe).map { .filter($0) }, layout: layout,
      wants: StagePass.Wants(survivors: false))
    self.records = records
    widths = layout.widths
    width = Swift.max(1, layout.recordBytes)
    let pieces = records / Swift.max(1, pieceRecords)
    stride = Swift.max(1, pieces / Self.samples)
  }

  /// What the kernel reads.
  var columns: [Int] { pass.neededColumns }

  /// Measures this piece, or passes over it.
  func offer(_ piece: RecordBlock) {
    defer { offered += 1 }
    guard offered % stride == 0, pass.neededColumns.allSatisfy({ piece.columns[$0] != nil })
    else { return }
    let sampled = Swift.min(piece.count, Swift.max(1, Self.sampleBytes / width))
    let part = piece.part(0..<sampled, widths)
    let sample = RecordBlock(
      count: sampled, columns: part.columns.map { $0 ?? RecordBlock.Column(blank) },
      positions: part.positions)
    var quickest = Double.infinity
    for _ in 0..<Self.repeats {
      let before = pass.processorSeconds
      pass.process(sample)
      quickest = Swift.min(quickest, pass.processorSeconds - before)
    }
    measuredRecords += sampled
    measuredSeconds += quickest
  }

  /// Of one pass over all records; 0 when there are none.
  var seconds: Double {
    measuredRecords == 0 ? 0 : measuredSeconds * Double(records) / Double(measuredRecords)
  }
}

extension KernelProbe {
  /// Local. What a pass over `held` costs.
  ///
  /// - Complexity: at most about 32 samples are touched, four times.
  static func seconds(_ plan: Plan, over held: HeldRecords) -> Double {
    // No stage looks at what else is held, and reading it may copy it.
    let held = HeldRecords(columns: held.columns, positions: nil, attached: [])
    let pieceRecords = Swift.max(1, Plan.pieceBytes / Swift.max(1, plan.input.recordBytes))
    let probe = KernelProbe(plan, records: held.count, pieceRecords: pieceRecords)
    let pieces = (held.count + pieceRecords - 1) / pieceRecords
    for piece in Swift.stride(from: 0, to: pieces, by: probe.stride) {
      let first = piece * pieceRecords
      let range = first..<Swift.min(first + pieceRecords, held.count)
      held.part(range).forEachBlock(of: range.count, columns: Array(held.columns.indices)) {
        block, _ in probe.measure(block)
      }
    }
    return probe.seconds
  }

  private func measure(_ piece: RecordBlock) {
    offered = 0
    offer(piece)
  }

  /// Local. Runs the plan's kernel over one block of zeros, so that what the first block of a
  /// process pays, loading code and choosing instructions, is in no figure.
  static func warmUp(_ plan: Plan) {
    // Without records their width may be anything.
    guard plan.input.count > 0 else { return }
    let count = StagePass.blockRecords(of: plan.input.recordBytes)
    var zeros = HeldRecords(
      columns: plan.input.layout.widths.map { RecordList(width: $0) }, positions: nil, attached: [])
    for index in zeros.columns.indices { zeros.columns[index].append(upTo: count) { _ in count } }
    _ = seconds(plan, over: zeros)
  }
}
