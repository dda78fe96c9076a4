import Expressions
import PruneKernels
import ShardedArrays

/// What one kernel does to a plain array.
enum FusedStep {
  case comparison(ConstantComparison)
  case range(KeyRange)
}

/// One step with its working memory.
final class StepEvaluator {
  private enum Kind {
    case filter(FilterEvaluator)
    case decision(any StageDecision, KeyReader)
  }

  private let kind: Kind
  /// Indices of the columns that must be read.
  let columns: [Int]
  /// What a kernel can do that compacts a plain array at once; nil where it takes a mask.
  let fused: FusedStep?
  /// Where a stage has named the records that stay.
  let bits: KeepBits?
  /// Records that came so far.
  private var first = 0

  init(_ step: PassStep, layout: RecordLayout, capacity: Int) {
    switch step {
    case .filter(let filter):
      let evaluator = FilterEvaluator(filter, layout: layout, capacity: capacity)
      kind = .filter(evaluator)
      columns = evaluator.columns
      if case .comparison(let comparison) = filter.keeps.form {
        fused = .comparison(comparison)
      } else {
        fused = nil
      }
      bits = nil
    case .decision(let solved):
      var (keys, decision) = (solved.keys, solved.decision)
      if let byKey = decision as? KeyDecision, let field = Self.magnitudeField(keys, layout) {
        keys = [.field(field)]
        decision = byKey.ofMagnitudes
      }
      let reader = KeyReader(keys, layout: layout, capacity: capacity)
      kind = .decision(decision, reader)
      columns = reader.columns
      let range = (decision as? KeyDecision)?.onlyRange
      fused = reader.onlyColumn == 0 ? range.map { .range($0) } : nil
      bits = decision as? KeepBits
    }
  }

  private init(_ other: StepEvaluator, _ kind: Kind) {
    self.kind = kind
    (columns, fused, bits, first) = (other.columns, other.fused, other.bits, other.first)
  }

  /// The same from the next record on, with the same working memory: one of both works at a time.
  func copy() -> StepEvaluator {
    switch kind {
    case .filter: StepEvaluator(self, kind)
    case .decision(let decision, let reader):
      StepEvaluator(self, .decision(decision.copy(), reader))
    }
  }

  /// The float of which the only key is `abs`: kernels can take that themselves.
  private static func magnitudeField(_ keys: [Key], _ layout: RecordLayout) -> Int? {
    guard keys.count == 1, case .value(let expression) = keys[0],
      let index = expression.magnitudeOf
    else { return nil }
    let type = layout.fields[index].elementType
    return type.isFloat && type == expression.elementType ? index : nil
  }

  /// Local. Steps over records that are decided about without this; returns which of this rank's
  /// records that enter the pass they are.
  func passOver(_ count: Int) -> Range<Int> {
    defer { first += count }
    return first..<first + count
  }

  func evaluate(_ block: RecordBlock, into mask: inout MutableSpan<UInt8>) {
    switch kind {
    case .filter(let evaluator): evaluator.evaluate(block, into: &mask)
    case .decision(let decision, let reader):
      decision.decide(reader.read(block, first: first), into: &mask)
      first += block.count
    }
  }
}
