import ShardedArrays

extension Checker {
  /// A function of arrays as NumPy defines it; of a literal it gives int64 or float64.
  func call(
    _ function: Syntax.Function, _ arguments: [Syntax], _ columns: Range<Int>
  ) throws(ExpressionError) -> Operand {
    var checked: [Checked] = []
    for argument in arguments { checked.append(try check(argument)) }
    if checked.count == 1, let reduced = try reduction(function, checked[0], columns) {
      return .term(reduced)
    }
    switch function {
    case .min: return .term(try extremum(.minimum, checked))
    case .max: return .term(try extremum(.maximum, checked))
    default: return .term(try unary(function, checked[0]))
    }
  }

  private func unary(
    _ function: Syntax.Function, _ argument: Checked
  ) throws(ExpressionError) -> Term {
    let operand = try strong(argument)
    let type = operand.type
    let float = operand.converted(to: type.smallestFloat)
    switch function {
    case .abs:
      return type.isBool || type.isUnsignedInteger ? operand : .unary(.magnitude, operand)
    case .sign:
      guard !type.isBool else {
        throw .undefinedForBooleans(
          operation: "sign", use: "the condition itself", at: place(argument.columns))
      }
      return .unary(.sign, operand)
    case .sqrt: return .unary(.squareRoot, float)
    case .exp: return .unary(.exponential, float)
    case .log: return .unary(.logarithm, float)
    case .log2: return .unary(.logarithm2, float)
    case .log10: return .unary(.logarithm10, float)
    case .floor: return type.isFloat ? .unary(.floor, operand) : operand
    case .ceil: return type.isFloat ? .unary(.ceiling, operand) : operand
    case .round:
      // NumPy rounds booleans as float16.
      return type.isFloat ? .unary(.round, operand) : type.isBool ? float : operand
    case .isnan:
      return type.isFloat ? .unary(.isNaN, operand) : .constant(false).spread(to: operand.shape)
    case .isinf:
      return type.isFloat
        ? .unary(.isInfinite, operand) : .constant(false).spread(to: operand.shape)
    case .isfinite:
      return type.isFloat ? .unary(.isFinite, operand) : .constant(true).spread(to: operand.shape)
    case .min, .max, .any, .all, .sum, .mean, .norm: return operand
    }
  }

  /// `np.minimum` or `np.maximum`, from left to right.
  private func extremum(
    _ operation: BinaryOperation, _ arguments: [Checked]
  ) throws(ExpressionError) -> Term {
    var result = arguments[0]
    for argument in arguments.dropFirst() {
      let (left, right) = try unified(result, argument)
      let term: Term =
        if left.type.isBool {
          operation == .minimum ? .and(left, right) : .or(left, right)
        } else {
          .binary(operation, left, right)
        }
      result = Checked(
        operand: .term(term), columns: result.columns.lowerBound..<argument.columns.upperBound)
    }
    return try strong(result)
  }
}
