import Expressions

/// Which fields a run's stages ask for, by name, as far as can be said before the fields' types are
/// known.
package struct FieldsWanted: Sendable {
  /// Names in expressions; among them functions and constants.
  package private(set) var inExpressions: Set<String> = []
  /// Fields whose values are only compared for equality.
  package private(set) var asKeys: Set<String> = []
  /// Whether a stage takes every field, or the only number there is.
  package private(set) var allNumbers = false
  /// Whether a stage compares whole records.
  package private(set) var wholeRecords = false

  /// Local.
  package init(_ stages: [StageRequest]) {
    for stage in stages {
      switch stage {
      case .filter(_, let expression): add(expression)
      case .selection(let it): add(key: it.by)
      case .quantile(let it): add(key: it.by)
      case .unique(let it):
        if it.by.isEmpty { wholeRecords = true }
        asKeys.formUnion(it.by)
      case .outliers(let it): add(key: it.by)
      case .sample, .every: break
      case .deadband(let it):
        add(key: it.value)
        for text in [it.time, it.by] { text.map { add($0) } }
      case .swing(let it):
        add(key: it.value)
        for text in [it.time, it.by] { text.map { add($0) } }
      case .nonfinite: allNumbers = true
      case .budget(let it): add(key: it.by)
      case .keepMass(let it): add(key: it.by)
      }
    }
  }

  private mutating func add(_ expression: String) {
    inExpressions.formUnion(namesMentioned(in: expression) ?? [])
  }

  private mutating func add(key: String?) {
    if let key { add(key) } else { allNumbers = true }
  }
}
