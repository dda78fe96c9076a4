import Glibc

/// Why arithmetic on literals has no value.
enum LiteralFailure: Error {
  case integerTooLarge
  case noValue(String)
}

extension Literal {
  /// Local. Python's `-self` or `+self`; booleans count as 0 and 1.
  func signed(_ sign: Syntax.Sign) throws(LiteralFailure) -> Literal {
    guard let integer else { return .float(sign == .minus ? -double : double) }
    guard sign == .minus else { return .integer(integer) }
    guard integer != .min else { throw .integerTooLarge }
    return .integer(-integer)
  }

  /// Local. Python's `self operation other`: floor division and remainder round towards
  /// negative infinity, `/` of integers is rounded once.
  func arithmetic(
    _ operation: Syntax.Arithmetic, _ other: Literal
  ) throws(LiteralFailure) -> Literal {
    if let left = integer, let right = other.integer {
      return try Self.integers(operation, left, right)
    }
    return .float(try Self.floats(operation, double, other.double))
  }

  // MARK: integers

  private static func integers(
    _ operation: Syntax.Arithmetic, _ left: Int128, _ right: Int128
  ) throws(LiteralFailure) -> Literal {
    switch operation {
    case .add: return .integer(try exact(left.addingReportingOverflow(right)))
    case .subtract: return .integer(try exact(left.subtractingReportingOverflow(right)))
    case .multiply: return .integer(try exact(left.multipliedReportingOverflow(by: right)))
    case .divide:
      guard right != 0 else { throw .noValue("division by zero") }
      return .float(quotient(left, right))
    case .floorDivide, .remainder:
      guard right != 0 else { throw .noValue("division by zero") }
      guard right != -1 else {
        return operation == .remainder
          ? .integer(0) : .integer(try exact(left.multipliedReportingOverflow(by: -1)))
      }
      let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
      let below = remainder != 0 && (remainder < 0) != (right < 0)
      return .integer(
        operation == .remainder ? remainder + (below ? right : 0) : quotient - (below ? 1 : 0))
    case .power:
      guard right >= 0 else { return .float(try power(Double(left), Double(right))) }
      return .integer(try power(left, right))
    }
  }

  private static func exact(
    _ result: (partialValue: Int128, overflow: Bool)
  ) throws(LiteralFailure) -> Int128 {
    guard !result.overflow else { throw .integerTooLarge }
    return result.partialValue
  }

  private static func power(_ base: Int128, _ exponent: Int128) throws(LiteralFailure) -> Int128 {
    if exponent == 0 || base == 1 { return 1 }
    if base == 0 { return 0 }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    guard exponent < 128 else { throw .integerTooLarge }
    var result: Int128 = 1
    for _ in 0..<Int(exponent) {
      result = try exact(result.multipliedReportingOverflow(by: base))
    }
    return result
  }

  /// The quotient rounded to nearest, ties to even: 66 bits by long division, the last one
  /// telling whether anything was left, so that rounding to 53 bits happens once.
  private static func quotient(_ left: Int128, _ right: Int128) -> Double {
    let divisor = right.magnitude
    var (bits, rest) = left.magnitude.quotientAndRemainder(dividingBy: divisor)
    guard bits >> 64 == 0 else {
      // A quotient this long keeps its own low bits; only the rest is folded in.
      return signed(Double(bits | (rest == 0 ? 0 : 1)), left, right)
    }
    var exponent = 0
    while bits >> 65 == 0 && rest != 0 {
      let (doubled, overflow) = rest.addingReportingOverflow(rest)
      let bit: UInt128 = overflow || doubled >= divisor ? 1 : 0
      rest = bit == 1 ? doubled &- divisor : doubled
      bits = bits << 1 | bit
      exponent -= 1
    }
    let value = Double(bits | (rest == 0 ? 0 : 1))
    return signed(Double(sign: .plus, exponent: exponent, significand: value), left, right)
  }

  private static func signed(_ magnitude: Double, _ left: Int128, _ right: Int128) -> Double {
    (left < 0) != (right < 0) && left != 0 ? -magnitude : magnitude
  }

  // MARK: floats

  private static func floats(
    _ operation: Syntax.Arithmetic, _ left: Double, _ right: Double
  ) throws(LiteralFailure) -> Double {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide:
      guard right != 0 else { throw .noValue("division by zero") }
      return left / right
    case .floorDivide:
      guard right != 0 else { throw .noValue("division by zero") }
      return flooredQuotient(left, right)
    case .remainder:
      guard right != 0 else { throw .noValue("division by zero") }
      return flooredRemainder(left, right)
    case .power: return try power(left, right)
    }
  }

  private static func power(_ base: Double, _ exponent: Double) throws(LiteralFailure) -> Double {
    guard base != 0 || exponent >= 0 || exponent.isNaN else {
      throw .noValue("zero to a negative power")
    }
    if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded() {
      throw .noValue("a negative number to a power with a fraction is a complex number")
    }
    let result = pow(base, exponent)
    if result.isInfinite, base.isFinite, exponent.isFinite {
      throw .noValue("the power is beyond float64")
    }
    return result
  }
}

extension Double {
  /// As Python and NumPy write it, without a sign for zero's exponent: `4.0`, `1e-05`, `nan`.
  var text: String { isNaN ? "nan" : description }
}
