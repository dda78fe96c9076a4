import Planning
import ShardedArrays
import Stages

/// Local. Measures what one pass of the plan's kernel over some records costs, in processor time.
///
/// Before and after pruning are measured alike, so that their ratio means something: on at most
/// about 32 samples of 256 KiB spread over the records, each passed over four times, of which the
/// quickest counts; sample and buffers are in cache then. The sum is scaled to all records.
final class KernelProbe {
  private static let samples = 32
  private static let sampleBytes = 256 << 10
  private static let repeats = 4

  private let pass: FilterPass
  private let width: Int
  private let records: Int
  private let stride: Int
  private var offered = 0
  private var measuredRecords = 0
  private var measuredSeconds = 0.0

  /// - Parameter records: How many will be offered in all.
  init(_ plan: Plan, records: Int) {
    pass = FilterPass(
      plan.filters, elementType: plan.input.elementType, byteOrder: plan.input.byteOrder,
      wants: FilterPass.Wants(survivors: false))
    self.records = records
    width = plan.input.elementType.byteCount
    stride = Swift.max(1, records * width / Plan.pieceBytes / Self.samples)
  }

  /// Measures this piece, or passes over it.
  func offer(_ piece: RawSpan, count: Int, firstPosition: Int) {
    defer { offered += 1 }
    guard offered % stride == 0 else { return }
    let sampled = Swift.min(count, Self.sampleBytes / width)
    let sample = piece.extracting(0..<sampled * width)
    var quickest = Double.infinity
    for _ in 0..<Self.repeats {
      let before = pass.processorSeconds
      pass.process(sample, count: sampled, firstPosition: firstPosition)
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
  static func seconds(_ plan: Plan, over held: RecordList) -> Double {
    let probe = KernelProbe(plan, records: held.count)
    held.forEachRun { run in
      for start in Swift.stride(from: 0, to: run.byteCount, by: Plan.pieceBytes) {
        let bytes = run.extracting(start..<Swift.min(start + Plan.pieceBytes, run.byteCount))
        probe.offer(bytes, count: bytes.byteCount / held.width, firstPosition: 0)
      }
    }
    return probe.seconds
  }

  /// Local. Runs the plan's kernel over one block of zeros, so that what the first block of a
  /// process pays, loading code and choosing instructions, is in no figure.
  static func warmUp(_ plan: Plan) {
    var zeros = RecordList(width: plan.input.elementType.byteCount)
    zeros.append(upTo: FilterPass.blockRecords) { _ in FilterPass.blockRecords }
    _ = seconds(plan, over: zeros)
  }
}
