import ShardedArrays

// Rows: their components, functions that make one value of a row, and which rows fit together.

extension Checker {
  // MARK: components

  /// `x[3]`, `x[-1]`, `x[1, 2]`; fewer indices than dimensions leave a row.
  func component(
    _ index: Int, _ indices: [Syntax], _ columns: Range<Int>
  ) throws(ExpressionError) -> Term {
    let field = layout.fields[index]
    guard indices.count <= field.shape.count else {
      throw .tooManyIndices(
        field: field.name.asFieldName, shape: field.shape, found: indices.count,
        at: place(columns))
    }
    var positions: [Int] = []
    for (tree, length) in zip(indices, field.shape) {
      positions.append(try position(tree, in: length))
    }
    return .component(positions, ofField: index, of: layout)
  }

  private func position(_ tree: Syntax, in length: Int) throws(ExpressionError) -> Int {
    let checked = try check(tree)
    guard case .literal(.integer(let value)) = checked.operand else {
      throw .indexNotInteger(found: checked.operand.shownType, at: place(tree.columns))
    }
    let end = Int128(length)
    guard -end <= value, value < end else {
      throw .indexOutOfRange(index: String(value), length: length, at: place(tree.columns))
    }
    return Int(value < 0 ? value + end : value)
  }

  // MARK: reductions

  /// What `function` makes of a row; nil where it is a function of single values.
  func reduction(
    _ function: Syntax.Function, _ argument: Checked, _ columns: Range<Int>
  ) throws(ExpressionError) -> Term? {
    let several = function == .min || function == .max
    guard several || function.isReduction else { return nil }
    guard case .term(let row) = argument.operand, !row.shape.isEmpty else {
      guard !several else {
        throw .argumentCount(
          function: function.rawValue, expected: Self.severalArguments(layout), found: 1,
          at: place(columns))
      }
      throw .rowNeeded(
        by: function.rawValue, found: argument.operand.shownType, at: place(argument.columns))
    }
    switch function {
    case .any, .all:
      guard row.type.isBool else {
        throw .conditionNeeded(
          by: function.rawValue, found: argument.operand.shownType, at: place(argument.columns))
      }
      return .reduce(function == .any ? .any : .all, row)
    case .min, .max:
      guard row.elementCount > 0 else {
        throw .emptyRow(function: function.rawValue, at: place(argument.columns))
      }
      return .reduce(function == .min ? .minimum : .maximum, row)
    case .sum: return .reduce(.sum, row)
    case .mean: return .reduce(.mean, row)
    default: return .norm(row)
    }
  }

  /// What `min` and `max` take, for messages.
  static func severalArguments(_ layout: RecordLayout) -> String {
    layout.fields.allSatisfy(\.isScalar)
      ? "two or more arguments" : "a row or two or more arguments"
  }

  /// How to make one value of a row, or a condition, for messages.
  func reductionHint(
    _ row: Term, _ columns: Range<Int>, condition: Bool = false
  ) -> String {
    let characters = Array(text)
    let typed = String(characters[columns.clamped(to: 0..<characters.count)])
    if row.type.isBool { return "any(\(typed)) or all(\(typed))" }
    return condition
      ? "any(\(typed) > 4) or max(\(typed)) > 4" : "max(\(typed)) or norm(\(typed))"
  }

  // MARK: shapes

  func checkShapes(_ left: Checked, _ right: Checked) throws(ExpressionError) {
    _ = try joinedShape(
      left.operand.shape, right.operand.shape,
      Swift.min(
        left.columns.lowerBound, right.columns.lowerBound)..<Swift.max(
          left.columns.upperBound, right.columns.upperBound))
  }

  func joinedShape(
    _ left: [Int], _ right: [Int], _ columns: Range<Int>
  ) throws(ExpressionError) -> [Int] {
    guard let shape = Term.joinedShape(left, right) else {
      throw .shapesDiffer(left, right, at: place(columns))
    }
    return shape
  }
}
