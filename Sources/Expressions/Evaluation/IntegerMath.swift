// NumPy's definitions for integers, where Swift's operators would trap.

/// Local. The quotient rounded towards negative infinity; 0 where `right` is 0; the least
/// integer divided by -1 is itself.
@inline(__always)
func flooredQuotient<Value: FixedWidthInteger>(_ left: Value, _ right: Value) -> Value {
  if right == 0 { return 0 }
  let quotient = left.dividedReportingOverflow(by: right).partialValue
  let rest = left &- quotient &* right
  return rest != 0 && (rest < 0) != (right < 0) ? quotient &- 1 : quotient
}

/// Local. The remainder with the sign of `right`; 0 where `right` is 0.
@inline(__always)
func flooredRemainder<Value: FixedWidthInteger>(_ left: Value, _ right: Value) -> Value {
  if right == 0 { return 0 }
  let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
  return rest != 0 && (rest < 0) != (right < 0) ? rest &+ right : rest
}

/// Local. `base` multiplied `exponent` times, wrapping.
///
/// - Precondition: `exponent >= 0`.
@inline(__always)
func wrappingPower<Value: FixedWidthInteger>(_ base: Value, _ exponent: Value) -> Value {
  var result: Value = 1
  var square = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result = result &* square }
    square = square &* square
    rest >>= 1
  }
  return result
}
