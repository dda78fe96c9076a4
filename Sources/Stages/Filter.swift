public import Expressions

/// A stage that keeps, or drops, the records for which a predicate is true.
public struct Filter: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case keep, drop }

  public let kind: Kind
  /// As typed.
  public let predicate: Predicate
  /// What is evaluated: true for the records that stay.
  public let keeps: Predicate

  public init(_ kind: Kind, _ predicate: Predicate) {
    self.kind = kind
    self.predicate = predicate
    keeps = kind == .keep ? predicate : predicate.negated()
  }

  /// How this filter is evaluated, for the report.
  public enum Kernel: String, Sendable {
    /// The answer is known without looking at the records.
    case constant
    /// One comparison with a constant: a kernel per element type.
    case compare
    /// The general evaluator, block by block.
    case blocks
  }

  public var kernel: Kernel {
    switch keeps.form {
    case .constant: .constant
    case .comparison: .compare
    case .blocks: .blocks
    }
  }
}
