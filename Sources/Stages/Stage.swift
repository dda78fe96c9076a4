import Expressions
import ShardedArrays

/// A stage of a plan: understood, for records of one layout.
public struct Stage: Sendable {
  public enum Work: Sendable {
    /// Each record by itself.
    case filter(Filter)
    /// All records first.
    case global(any GlobalStage)
  }

  /// The flag without its dashes: `keep`, `top`, `unique`.
  public let name: String
  /// What follows it: `abs(x) > 20`, `10% by abs(x)`; may be empty.
  public let arguments: String
  public let work: Work
  /// What decides, in words or as an expression.
  public let evaluated: String
  /// Whether `i` decides anything.
  public let usesPosition: Bool
  /// Where the number that goes with each survivor is written.
  public let countOutput: String?
  /// What stands for this stage where one pass of the plan's kernels is timed: the filter, or a
  /// comparison of the stage's key; nil for a stage that looks at no value.
  public let probe: Filter?

  public init(
    _ name: String, _ arguments: String, _ work: Work, evaluated: String,
    usesPosition: Bool = false, countOutput: String? = nil, probe: Filter? = nil
  ) {
    self.name = name
    self.arguments = arguments
    self.work = work
    self.evaluated = evaluated
    self.usesPosition = usesPosition
    self.countOutput = countOutput
    self.probe = probe
  }

  public init(_ filter: Filter) {
    self.init(
      filter.kind.rawValue, filter.predicate.text, .filter(filter),
      evaluated: filter.keeps.simplified, usesPosition: filter.keeps.usesPosition, probe: filter)
  }

  /// Local. The same stage, solved in no more memory than this as far as that can be.
  public func within(_ bytes: Int, records: Int, ranks: Int, layout: RecordLayout) -> Stage {
    guard case .global(let stage) = work else { return self }
    let smaller = stage.within(bytes, records: records, ranks: ranks, layout: layout)
    return Stage(
      name, arguments, .global(smaller), evaluated: evaluated,
      usesPosition: usesPosition, countOutput: countOutput, probe: probe)
  }

  /// As typed, without dashes.
  public var text: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

  public var filter: Filter? {
    if case .filter(let filter) = work { filter } else { nil }
  }

  public var global: (any GlobalStage)? {
    if case .global(let stage) = work { stage } else { nil }
  }
}
