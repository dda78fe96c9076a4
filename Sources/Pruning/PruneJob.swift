public import Planning
public import Stages

/// What a run is asked to do: the command line in types, the same on every rank.
public struct PruneJob: Sendable {
  /// A filter before its expression is understood, which takes the input's element type.
  public struct Stage: Sendable, Hashable {
    public var kind: Filter.Kind
    public var expression: String

    public init(_ kind: Filter.Kind, _ expression: String) {
      self.kind = kind
      self.expression = expression
    }
  }

  /// Where the records come from.
  public enum Input: Sendable {
    /// Files, taken as one array along axis 0; `raw` describes headerless ones.
    case files([String], raw: String?)
    /// The built-in example.
    case generated(GeneratedField)
  }

  public var input: Input
  /// In the order in which they run.
  public var stages: [Stage]
  public var output: Plan.Output
  /// Where the report goes as JSON, published together with the outputs.
  public var report: String?
  /// Whether existing outputs may be replaced.
  public var force: Bool
  public var balance: BalancePolicy
  public var reuse: Double
  /// The command as typed, program name first.
  public var command: [String]
  public var version: String

  public init(
    input: Input, stages: [Stage], output: Plan.Output = Plan.Output(), report: String? = nil,
    force: Bool = false, balance: BalancePolicy = .auto, reuse: Double = 1,
    command: [String] = [], version: String = ""
  ) {
    self.input = input
    self.stages = stages
    self.output = output
    self.report = report
    self.force = force
    self.balance = balance
    self.reuse = reuse
    self.command = command
    self.version = version
  }
}
