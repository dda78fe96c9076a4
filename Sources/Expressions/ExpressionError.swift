public import ShardedArrays

/// Why an expression means nothing for an array.
///
/// Every case carries the place, so that its ``description`` can draw a caret under it.
public enum ExpressionError: Error, Hashable {
  // The text.

  /// The grammar wants something else here. `after` is the text before it, nil at the start;
  /// `suggestion` is a word of the language that looks like what was found.
  case unexpected(
    expected: String, after: String?, found: String, suggestion: String?, at: Place)
  /// A character that no expression has.
  case unknownCharacter(Character, at: Place)
  /// An operator of another language; `use` says what to write.
  case foreignOperator(String, use: String, at: Place)
  /// A prefix such as `np.` before a function.
  case modulePrefix(String, at: Place)
  /// Neither one of the record's `fields`, `i`, a constant nor a function.
  case unknownName(String, suggestion: String?, fields: [String], at: Place)
  /// A name that is a function's or a constant's (`meaning` says which) and a field's too.
  case reservedName(String, meaning: String, at: Place)
  /// A backtick without its partner.
  case openBacktick(at: Place)
  /// Digits that are not a number; `reason` says why.
  case malformedNumber(String, reason: String, at: Place)
  /// An integer, typed or computed from integers, that takes more than 128 bits.
  case integerTooLarge(at: Place)
  /// Operations inside each other beyond `limit`.
  case tooDeep(limit: Int, at: Place)
  /// More operations than `limit` once chains and lists are written out.
  case tooLarge(limit: Int, at: Place)

  // The types.

  /// A function with too few or too many arguments.
  case argumentCount(function: String, expected: String, found: Int, at: Place)
  /// `and`, `or`, `not` with a number.
  case conditionNeeded(by: String, found: String, at: Place)
  /// The whole expression is a number.
  case notACondition(found: String, at: Place)
  /// The whole expression is a row; `use` says how to make one value of it.
  case rowFound(found: String, use: String, at: Place)
  /// A function over a row, given one value.
  case rowNeeded(by: String, found: String, at: Place)
  /// Two rows that have no elements in common places.
  case shapesDiffer([Int], [Int], at: Place)
  /// The largest or smallest of no elements.
  case emptyRow(function: String, at: Place)
  /// Indices after a field that is one value, or more indices than its rows have dimensions.
  case tooManyIndices(field: String, shape: [Int], found: Int, at: Place)
  /// An index that is not a literal integer.
  case indexNotInteger(found: String, at: Place)
  /// An index beyond its dimension.
  case indexOutOfRange(index: String, length: Int, at: Place)
  /// An operation that NumPy does not define for booleans; `use` says what to write.
  case undefinedForBooleans(operation: String, use: String, at: Place)
  /// A literal outside the integers that it is computed with.
  case outOfRange(literal: String, type: ElementType, at: Place)
  /// An integer to a negative integer power has no integer value.
  case negativePower(at: Place)
  /// As ``negativePower(at:)``, where the exponent is a column of signed integers.
  case possiblyNegativePower(type: ElementType, at: Place)
  /// Arithmetic on literals without a value: `1 / 0`; `problem` says which.
  case noValue(problem: String, at: Place)
}

extension ExpressionError {
  /// Where it is wrong.
  public var place: Place {
    switch self {
    case .unexpected(_, _, _, _, let place), .unknownCharacter(_, let place),
      .foreignOperator(_, _, let place), .modulePrefix(_, let place),
      .unknownName(_, _, _, let place), .reservedName(_, _, let place),
      .openBacktick(let place), .rowFound(_, _, let place), .rowNeeded(_, _, let place),
      .shapesDiffer(_, _, let place), .emptyRow(_, let place),
      .tooManyIndices(_, _, _, let place), .indexNotInteger(_, let place),
      .indexOutOfRange(_, _, let place), .malformedNumber(_, _, let place),
      .integerTooLarge(let place), .tooDeep(_, let place), .tooLarge(_, let place),
      .argumentCount(_, _, _, let place), .conditionNeeded(_, _, let place),
      .notACondition(_, let place), .undefinedForBooleans(_, _, let place),
      .outOfRange(_, _, let place), .negativePower(let place),
      .possiblyNegativePower(_, let place), .noValue(_, let place):
      place
    }
  }
}

extension ExpressionError: CustomStringConvertible {
  /// What is wrong, then the expression, then a caret under the place: three lines, lower
  /// case, no full stop.
  public var description: String { problem + "\n" + place.drawing }

  /// The first line.
  private var problem: String {
    switch self {
    case .unexpected(let expected, let after, let found, let suggestion, _):
      "expected \(expected)" + (after.map { " after '\($0)'" } ?? "") + ", found \(found)"
        + hint(suggestion)
    case .unknownCharacter(let character, _):
      "'\(character)' has no meaning in an expression"
    case .foreignOperator(let operation, let use, _):
      "'\(operation)' is not an operator here: use \(use)"
    case .modulePrefix(let prefix, _):
      "'\(prefix)' is not needed: functions are named without it"
    case .unknownName(let name, let suggestion, let fields, _):
      "unknown name '\(name)'" + unknownHint(suggestion, fields)
    case .reservedName(let name, let meaning, _):
      "'\(name)' is \(meaning): the field of that name is typed \(name.asFieldName)"
    case .openBacktick: "a '`' without its partner"
    case .malformedNumber(let number, let reason, _): "'\(number)' is not a number: \(reason)"
    case .integerTooLarge: "an integer beyond 128 bits"
    case .tooDeep(let limit, _): "more than \(limit) operations inside each other"
    case .tooLarge(let limit, _): "more than \(limit) operations"
    case .argumentCount(let function, let expected, let found, _):
      "\(function) takes \(expected), found \(found)"
    case .conditionNeeded(let operation, let found, _):
      "'\(operation)' needs a condition, found \(found)"
    case .notACondition(let found, _):
      "expected a condition such as 'x > 4', found \(found)"
    case .rowFound(let found, let use, _): "found \(found) where one value is needed: try \(use)"
    case .rowNeeded(let function, let found, _): "\(function) takes a row, found \(found)"
    case .shapesDiffer(let left, let right, _):
      "rows of shapes \(left) and \(right) do not go together"
    case .emptyRow(let function, _): "\(function) of a row without elements"
    case .tooManyIndices(let field, let shape, let found, _):
      shape.isEmpty
        ? "\(field) is one value: it has no components"
        : "\(field) is a row of shape \(shape), found \(found) indices"
    case .indexNotInteger(let found, _): "an index is an integer such as 3 or -1, found \(found)"
    case .indexOutOfRange(let index, let length, _):
      length == 0
        ? "index \(index) into a dimension of length 0"
        : "index \(index) is outside a dimension of length \(length): "
          + "\(-length) to \(length - 1)"
    case .undefinedForBooleans(let operation, let use, _):
      "\(operation) is not defined for booleans: use \(use)"
    case .outOfRange(let literal, let type, _):
      "\(literal) is outside \(type.rawValue), \(type.integerRange)"
    case .negativePower: "an integer to a negative power: use a float, such as x ** -1.0"
    case .possiblyNegativePower(let type, _):
      "an integer to a power of type \(type.rawValue), which may be negative: "
        + "use a float, such as 2.0 ** x"
    case .noValue(let problem, _): problem
    }
  }

  private func unknownHint(_ suggestion: String?, _ fields: [String]) -> String {
    if fields == ["x"] {
      return suggestion == nil ? ": the element is 'x', its position 'i'" : hint(suggestion)
    }
    let shown = fields.prefix(Self.fieldsShown).map(\.asFieldName).joined(separator: ", ")
    let rest = fields.count - Self.fieldsShown
    let list = rest > 0 ? shown + " and \(rest) more" : shown
    return (suggestion.map { ": did you mean '\($0)'? the" } ?? ": the")
      + " fields are \(list), the position is i"
  }

  /// Names that a message lists.
  private static let fieldsShown = 12

  private func hint(_ suggestion: String?) -> String {
    suggestion.map { ": did you mean '\($0)'?" } ?? ""
  }
}

extension ElementType {
  /// In words, for messages: `-128 to 127`.
  fileprivate var integerRange: String {
    guard let range = integerBounds else { return "which is no integer" }
    return "\(range.lowerBound) to \(range.upperBound)"
  }
}
