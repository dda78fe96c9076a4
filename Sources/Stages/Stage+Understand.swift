public import Expressions
public import ShardedArrays

/// What is wrong with a stage that was asked for.
public enum StageProblem: Error {
  case expression(ExpressionError)
  case request(StageRequestError)
}

extension Stage {
  /// Local. Understands a stage that was asked for.
  ///
  /// - Parameters:
  ///   - layout: What the records are made of.
  ///   - records: Of the whole input.
  ///   - nan: What happens to records whose key is NaN.
  /// - Throws: what is wrong with an expression or a name, the same on every rank.
  public init(
    _ request: StageRequest, layout: RecordLayout, records: Int, nan: NaNPolicy
  ) throws(StageProblem) {
    let reader = RequestReader(request: request, layout: layout, nan: nan)
    switch request {
    case .filter(let kind, let expression):
      self.init(
        Filter(
          kind,
          try understand { () throws(ExpressionError) in
            try Predicate(expression, layout: layout)
          }))
    case .selection(let it):
      let key = try reader.key(it.by)
      let side: Selection.Side = it.side == .top ? .top : .bottom
      self = reader.stage(
        Selection(side, it.amount, by: key.key, keyText: key.text, nan: nan),
        "among the \(it.amount) with the \(it.side == .top ? "largest" : "smallest") \(key.text)",
        key)
    case .quantile(let it):
      let key = try reader.key(it.by)
      let above = it.side == .above
      self = reader.stage(
        QuantileCut(
          above ? .above : .below, it.quantile.value, by: key.key, keyText: key.text, nan: nan),
        "\(key.text) \(above ? ">" : "<") its \(it.quantile)-quantile", key)
    case .unique(let it):
      let keys = try reader.fields(it.by)
      let names = it.by.isEmpty ? "the record" : it.by.joined(separator: ", ")
      self = reader.stage(
        Unique(
          by: keys, keyText: it.by.isEmpty ? reader.names : names, last: it.last,
          counts: it.countOutput != nil, nan: nan),
        "the \(it.last ? "last" : "first") of those with an equal value of \(names)", nil,
        countOutput: it.countOutput)
    case .outliers(let it):
      let key = try reader.key(it.by)
      let rule: OutlierRule =
        switch it.method {
        case .zscore: .zscore(it.limit.value)
        case .iqr: .iqr(it.limit.value)
        case .mad: .mad(it.limit.value)
        }
      self = reader.stage(
        Outliers(rule, only: it.only, by: key.key, keyText: key.text, nan: nan),
        "\(key.text) \(it.only ? "outside" : "inside") the limits", key)
    case .sample(let it):
      self = reader.stage(
        Sample(it.amount, seed: it.seed ?? 0), "drawn by its random key, seed \(it.seed ?? 0)", nil)
    case .every(let it):
      self = reader.stage(
        Every(it.step, offset: it.offset ?? 0),
        "number \(it.offset ?? 0) of each \(it.step)", nil)
    case .deadband(let it):
      let options = try reader.series(it.value, it.time, it.by, it.maxGap)
      self = reader.stage(
        Deadband(
          it.width.value, options.options, keepsPrevious: it.keepPrevious, text: request.text),
        "\(options.value.text) more than \(it.width) from the last one kept", options.value)
    case .swing(let it):
      let options = try reader.series(it.value, it.time, it.by, it.maxGap)
      self = reader.stage(
        SwingingDoor(it.width.value, options.options, text: request.text),
        "lines between kept samples would miss \(options.value.text) by more than \(it.width)",
        options.value)
    case .nonfinite:
      self = reader.stage(
        Nonfinite(try reader.fields([])), "every number of it is finite", nil)
    case .budget(let it):
      let key = try reader.key(it.by)
      let count = try reader.recordsWithin(it, records: records)
      self = reader.stage(
        Selection(.top, .count(count), by: key.key, keyText: key.text, nan: nan),
        "among the \(count) with the largest \(key.text)", key)
    case .keepMass(let it):
      let key = try reader.key(it.by)
      self = reader.stage(
        KeepMass(it.percent, by: key.key, keyText: key.text, nan: nan),
        "among the fewest that hold \(it.percent)% of the sum of \(key.text)", key)
    }
  }
}

private func understand<Result>(
  _ body: () throws(ExpressionError) -> Result
) throws(StageProblem) -> Result {
  do throws(ExpressionError) {
    return try body()
  } catch {
    throw .expression(error)
  }
}

/// Reads the names and expressions of one request.
private struct RequestReader {
  /// A key with how it was typed.
  struct Named {
    let key: Key
    let text: String
    let usesPosition: Bool
  }

  let request: StageRequest
  let layout: RecordLayout
  let nan: NaNPolicy

  var names: String { layout.fields.map(\.name).joined(separator: ", ") }

  func stage(
    _ global: any GlobalStage, _ evaluated: String, _ key: Named?, countOutput: String? = nil
  ) -> Stage {
    Stage(
      request.name, request.arguments, .global(global), evaluated: evaluated,
      usesPosition: key?.usesPosition ?? false, countOutput: countOutput,
      probe: key.flatMap { probe($0.text) })
  }

  /// What stands for a pass over a key: one comparison of it.
  private func probe(_ text: String) -> Filter? {
    (try? Predicate("(\(text)) != 0", layout: layout)).map { Filter(.keep, $0) }
  }

  /// The expression, or the only number that a record has.
  func key(_ text: String?, flag: String = "--by") throws(StageProblem) -> Named {
    guard let text else {
      guard layout.fields.count == 1, layout.fields[0].isScalar else {
        throw .request(
          .keyNeeded(stage: request.text, flag: flag, fields: layout.fields.map(\.name)))
      }
      return try key(quoted(layout.fields[0].name), flag: flag)
    }
    let expression = try understand { () throws(ExpressionError) in
      try ValueExpression(text, layout: layout)
    }
    return Named(key: .value(expression), text: text, usesPosition: expression.usesPosition)
  }

  /// As an expression names a field.
  private func quoted(_ name: String) -> String {
    (try? ValueExpression(name, layout: layout)) != nil ? name : "`\(name)`"
  }

  /// The fields of these names; all where there are none.
  func fields(_ names: [String]) throws(StageProblem) -> [Key] {
    if names.isEmpty { return layout.fields.indices.map { .field($0) } }
    var keys: [Key] = []
    for name in names {
      guard let index = layout.fields.firstIndex(where: { $0.name == name }) else {
        throw .request(
          .unknownField(stage: request.text, name: name, fields: layout.fields.map(\.name)))
      }
      keys.append(.field(index))
    }
    return keys
  }

  /// The keys of a stage over series. Without a name the value is the record's only number and the
  /// time its place among the records that enter.
  func series(
    _ value: String?, _ time: String?, _ series: String?, _ gap: TypedNumber?
  ) throws(StageProblem) -> (options: SeriesOptions, value: Named) {
    let measured = try key(value, flag: "--value")
    let options = SeriesOptions(
      value: measured.key, time: try time.map { (text) throws(StageProblem) in try key(text).key },
      series: try series.map { (text) throws(StageProblem) in try key(text).key },
      maxGap: gap?.value, nan: nan)
    return (options, measured)
  }

  /// How many records of the input a budget holds.
  func recordsWithin(
    _ budget: StageRequest.Budget, records: Int
  ) throws(StageProblem) -> Int {
    let width = Swift.max(1, layout.recordBytes)
    let bytes: Int
    switch budget.limit {
    case .bytes(let limit): bytes = limit
    case .percent(let percent):
      return Int(
        Int128(records) * Int128(percent.numerator) / (Int128(percent.denominator) * 100))
    case .ranks(let ranks):
      guard let each = budget.rankMemory else {
        throw .request(.rankMemoryNeeded(stage: request.text))
      }
      // What a rank holds is whole records.
      return Int(Swift.min(Int128(records), Int128(each / width) * Int128(ranks)))
    }
    guard bytes >= width || bytes == 0 else {
      throw .request(
        .budgetBelowRecord(stage: request.text, bytes: bytes, recordBytes: width))
    }
    return Swift.min(records, bytes / width)
  }
}
