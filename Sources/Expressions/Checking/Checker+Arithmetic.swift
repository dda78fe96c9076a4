import ShardedArrays

extension Checker {
  func signed(
    _ sign: Syntax.Sign, _ checked: Checked, _ columns: Range<Int>
  ) throws(ExpressionError) -> Operand {
    switch checked.operand {
    case .literal(let literal):
      return .literal(
        try valued(columns) { () throws(LiteralFailure) in try literal.signed(sign) })
    case .term(let term):
      guard !term.type.isBool else {
        throw .undefinedForBooleans(
          operation: "'\(sign.rawValue)'", use: "'not'", at: place(columns))
      }
      return .term(sign == .minus ? .unary(.negate, term) : term)
    }
  }

  func arithmetic(
    _ operation: Syntax.Arithmetic, _ left: Checked, _ right: Checked, _ columns: Range<Int>
  ) throws(ExpressionError) -> Operand {
    if case .literal(let one) = left.operand, case .literal(let other) = right.operand {
      return .literal(
        try valued(columns) { () throws(LiteralFailure) in
          try one.arithmetic(operation, other)
        })
    }
    switch operation {
    case .divide: return .term(try quotient(left, right))
    case .power: return .term(try power(left, right, columns))
    case .add, .subtract, .multiply, .floorDivide, .remainder: break
    }
    var (first, second) = try unified(left, right)
    guard first.type.isBool else {
      return .term(.binary(operation.operation, first, second))
    }
    switch operation {
    case .add: return .term(.or(first, second))
    case .multiply: return .term(.and(first, second))
    case .subtract:
      throw .undefinedForBooleans(operation: "'-'", use: "'!='", at: place(columns))
    default:
      first = first.converted(to: .int8)
      second = second.converted(to: .int8)
      return .term(.binary(operation.operation, first, second))
    }
  }

  private func valued(
    _ columns: Range<Int>, _ body: () throws(LiteralFailure) -> Literal
  ) throws(ExpressionError) -> Literal {
    do throws(LiteralFailure) {
      return try body()
    } catch {
      switch error {
      case .integerTooLarge: throw .integerTooLarge(at: place(columns))
      case .noValue(let problem): throw .noValue(problem: problem, at: place(columns))
      }
    }
  }

  /// `/`: always of floats; integers and booleans become float64, each on its own, so that a
  /// literal need not fit the integers beside it.
  private func quotient(_ left: Checked, _ right: Checked) throws(ExpressionError) -> Term {
    try checkShapes(left, right)
    if let one = integral(left), let other = integral(right) {
      return .binary(.divide, one.converted(to: .float64), other.converted(to: .float64))
    }
    let (first, second) = try unified(left, right)
    return .binary(.divide, first, second)
  }

  private func integral(_ checked: Checked) -> Term? {
    switch checked.operand {
    case .literal(let literal):
      literal.integer == nil ? nil : .constant(Constant(literal.double, .float64))
    case .term(let term): term.type.isFloat ? nil : term
    }
  }

  // MARK: powers

  /// `**`. NumPy takes the exponents -1, 0.5, 1 and 2 apart where the exponent is a scalar and
  /// the power a float; the rest is the C library's `pow`.
  private func power(
    _ base: Checked, _ exponent: Checked, _ columns: Range<Int>
  ) throws(ExpressionError) -> Term {
    if case .literal(.integer(let literal)) = exponent.operand, case .term(let term) = base.operand,
      !term.type.isFloat
    {
      guard literal >= 0 else { throw .negativePower(at: place(columns)) }
      // The square of booleans is computed as int8, any other power of theirs as int64.
      if term.type.isBool, literal == 2 { return term.converted(to: .int8) }
    }
    var (first, second) = try unified(base, exponent)
    if first.type.isFloat { return floatPower(first, second) }
    if first.type.isBool {
      first = first.converted(to: .int8)
      second = second.converted(to: .int8)
    }
    guard second.isNeverNegative else {
      if second.constant != nil { throw .negativePower(at: place(columns)) }
      throw .possiblyNegativePower(type: second.type, at: place(exponent.columns))
    }
    return .binary(.power, first, second)
  }

  private func floatPower(_ base: Term, _ exponent: Term) -> Term {
    switch exponent.constant?.double {
    case -1: .binary(.divide, .constant(Constant(1, base.type)), base)
    // NumPy gives float16 to the C library here, whose answer for a signaling NaN is NaN.
    case 0 where base.type != .float16: .constant(Constant(1, base.type)).spread(to: base.shape)
    case 0.5: .unary(.squareRoot, base)
    case 1: base
    case 2: .binary(.multiply, base, base)
    default: .binary(.power, base, exponent)
    }
  }
}

extension Term {
  /// Whether no record can make it negative: known from its form, for exponents.
  var isNeverNegative: Bool {
    if type.isUnsignedInteger || type.isBool { return true }
    switch kind {
    case .position: return true
    case .constant(let constant): return (constant.integer ?? -1) >= 0
    case .convert(let operand): return !operand.type.isFloat && operand.isNeverNegative
    case .binary(.remainder, _, let right): return right.isNeverNegative && type.isInteger
    case .binary(.floorDivide, let left, let right), .binary(.minimum, let left, let right):
      return type.isInteger && left.isNeverNegative && right.isNeverNegative
    case .binary(.maximum, let left, let right):
      return type.isInteger && (left.isNeverNegative || right.isNeverNegative)
    case .spread(let operand), .reduce(.minimum, let operand), .reduce(.maximum, let operand):
      return operand.isNeverNegative
    // A sum of signed integers may wrap.
    case .reduce(.sum, let row): return row.type.isBool
    default: return false
    }
  }
}

extension Syntax.Arithmetic {
  fileprivate var operation: BinaryOperation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .remainder: .remainder
    case .power: .power
    }
  }
}
