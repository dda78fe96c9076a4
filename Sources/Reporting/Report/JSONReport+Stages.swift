import Pruning
import Stages

extension JSONReport {
  public struct Stage: Codable, Sendable {
    /// The flag without its dashes: `keep`, `top`.
    public var kind: String
    /// As typed, and after simplification.
    public var expression: String
    public var evaluated: String
    public var kernel: String
    public var read: Int
    public var survived: Int
    public var dropped: Int
    /// What the stage found out, by name; nil in reports from before 0.2, as the rest.
    public var facts: [Fact]?
    /// How often all records were passed over to solve it, before the pass that pruned; and what
    /// that sent, over all ranks.
    public var passes: Int?
    public var calls: Int?
    public var bytes: Int?
  }

  /// One of the two is null; both where the number is not finite.
  public struct Fact: Codable, Sendable {
    public var name: String
    @FiniteOrNull public var number: Double?
    @OrNull public var text: String?
  }
}

extension JSONReport.Stage {
  init(_ outcome: StageOutcome) {
    self.init(
      kind: outcome.kind, expression: outcome.expression, evaluated: outcome.evaluated,
      kernel: outcome.kernel, read: outcome.read, survived: outcome.survived,
      dropped: outcome.dropped, facts: outcome.facts.map(JSONReport.Fact.init),
      passes: outcome.passes, calls: outcome.calls, bytes: outcome.bytes)
  }
}

extension JSONReport.Fact {
  /// Counts beyond 2⁵³ are texts, so that no digit is lost.
  fileprivate init(_ fact: StageFact) {
    switch fact.value {
    case .count(let count) where count.magnitude > 1 << 53:
      self.init(name: fact.name, number: nil, text: "\(count)")
    case .count(let count): self.init(name: fact.name, number: Double(count), text: nil)
    case .number(let number) where !number.isFinite:
      self.init(name: fact.name, number: nil, text: "\(number)")
    case .number(let number): self.init(name: fact.name, number: number, text: nil)
    case .text(let text): self.init(name: fact.name, number: nil, text: text)
    }
  }

  /// As the page shows it: whole numbers in groups of digits.
  func words(_ words: Wording) -> String {
    let value: String =
      if let number {
        number.magnitude < 1e15 && number == number.rounded()
          ? words.count(Int(number)) : shortest(number)
      } else {
        words.visible(text ?? "not a number")
      }
    return "\(words.visible(name)) \(value)"
  }

  /// What came from a float is shown as one: `22.500696`, not `22.500696182250977`.
  private func shortest(_ number: Double) -> String {
    let narrow = Float(number)
    return Double(narrow) == number ? "\(narrow)" : "\(number)"
  }
}
