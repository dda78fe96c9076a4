extension StageRequest {
  /// The flag without its dashes.
  public var name: String {
    switch self {
    case .filter(let kind, _): kind.rawValue
    case .selection(let selection): selection.side.rawValue
    case .quantile(let quantile): "\(quantile.side.rawValue)-quantile"
    case .unique: "unique"
    case .outliers: "outliers"
    case .sample: "sample"
    case .every: "every"
    case .deadband: "deadband"
    case .swing: "swing"
    case .nonfinite: "nonfinite"
    case .budget: "budget"
    case .keepMass: "keep-mass"
    }
  }

  /// What follows the flag, with the stage's options in words: `10% by abs(x)`.
  public var arguments: String {
    switch self {
    case .filter(_, let expression): expression
    case .selection(let it): words("\(it.amount)", by: it.by)
    case .quantile(let it): words("\(it.quantile)", by: it.by)
    case .unique(let it):
      [
        it.by.isEmpty ? nil : "by \(it.by.joined(separator: ", "))",
        it.last ? "keep last" : nil,
      ].compactMap(\.self).joined(separator: " ")
    case .outliers(let it):
      words("\(it.method.rawValue):\(it.limit)", by: it.by) + (it.only ? " only" : "")
    case .sample(let it): "\(it.amount)" + (it.seed.map { " seed \($0)" } ?? "")
    case .every(let it): "\(it.step)" + (it.offset.map { " offset \($0)" } ?? "")
    case .deadband(let it):
      series("\(it.width)", it.value, it.time, it.by, it.maxGap)
        + (it.keepPrevious ? " keep previous" : "")
    case .swing(let it): series("\(it.width)", it.value, it.time, it.by, it.maxGap)
    case .nonfinite: "drop"
    case .budget(let it): words(it.limitText, by: it.by)
    case .keepMass(let it): words("\(it.percent)%", by: it.by)
    }
  }

  /// As typed, without dashes: `top 10% by abs(x)`.
  public var text: String { arguments.isEmpty ? name : "\(name) \(arguments)" }

  private func words(_ value: String, by key: String?) -> String {
    value + (key.map { " by \($0)" } ?? "")
  }

  private func series(
    _ width: String, _ value: String?, _ time: String?, _ series: String?, _ gap: TypedNumber?
  ) -> String {
    [
      width, value.map { "value \($0)" }, time.map { "time \($0)" }, series.map { "by \($0)" },
      gap.map { "max gap \($0)" },
    ].compactMap(\.self).joined(separator: " ")
  }
}

extension StageRequest.Budget {
  fileprivate var limitText: String {
    switch limit {
    case .bytes(let bytes): "\(bytes) bytes"
    case .percent(let percent): "\(percent)%"
    case .ranks(let ranks):
      "\(ranks) \(ranks == 1 ? "rank" : "ranks")"
        + (rankMemory.map { " of \($0) bytes" } ?? "")
    }
  }
}
