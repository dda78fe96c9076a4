import PruneKernels

/// A Python number: what a literal, and arithmetic on literals alone, stands for.
///
/// Integers are exact up to 128 bits. A literal is weak (NEP 50): beside an array it takes the
/// array's kind.
enum Literal: Hashable, Sendable {
  case bool(Bool)
  case integer(Int128)
  case float(Double)

  /// The integer that Python computes with; nil for a float.
  var integer: Int128? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    case .float: nil
    }
  }

  /// As Python's `float()`: rounded to nearest, ties to even.
  var double: Double {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .float(let value): value
    }
  }

  /// As typed in Python.
  var text: String {
    switch self {
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .float(let value): value.text
    }
  }

  /// In words, for messages.
  var shownType: String {
    switch self {
    case .bool: "a condition"
    case .integer: "the integer \(text)"
    case .float: "the float \(text)"
    }
  }
}

extension Literal {
  /// Local. `self comparison other`, exact also between integers and floats.
  func compare(_ comparison: Comparison, _ other: Literal) -> Bool {
    if let left = integer, let right = other.integer { return comparison.holds(left, right) }
    if let left = exactInteger, let right = other.exactInteger {
      return comparison.holds(left, right)
    }
    return comparison.holds(double, other.double)
  }

  /// The integer with this value, where it is one of at least 2⁵³ in magnitude: there a float
  /// has no fraction, and below there an integer is a float.
  private var exactInteger: Int128? {
    switch self {
    case .bool, .integer: integer
    case .float(let value): value.magnitude >= 0x1p53 ? Int128(exactly: value) : nil
    }
  }
}

extension Comparison {
  /// Local. Whether the comparison is true of two values; IEEE 754 for floats.
  @inline(__always)
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .equal: left == right
    case .notEqual: left != right
    case .greaterOrEqual: left >= right
    case .greater: left > right
    }
  }

  /// The comparison with its sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .greaterOrEqual: .lessOrEqual
    case .greater: .less
    }
  }

  /// The comparison that is true where this one is false, NaN aside.
  var opposite: Comparison {
    switch self {
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .equal: .notEqual
    case .notEqual: .equal
    case .greaterOrEqual: .less
    case .greater: .lessOrEqual
    }
  }
}
