import ShardedArrays

// Rows: every record has as many elements, and operations go element by element. A single value
// beside a row counts for each of its elements.

extension Term {
  /// Elements a record.
  var elementCount: Int { shape.reduce(1, *) }

  /// Local. The shape of the result of an operation on both; nil where they do not fit.
  static func joinedShape(_ left: [Int], _ right: [Int]) -> [Int]? {
    if left == right || right.isEmpty { return left }
    return left.isEmpty ? right : nil
  }

  /// Local. Both with the shape of their result.
  ///
  /// - Precondition: their shapes fit.
  static func joined(_ left: Term, _ right: Term) -> (left: Term, right: Term) {
    if left.shape == right.shape { return (left, right) }
    return left.shape.isEmpty
      ? (left.spread(to: right.shape), right) : (left, right.spread(to: left.shape))
  }

  /// Local. This value for each element of a row of that shape; a row of that shape as it is.
  func spread(to shape: [Int]) -> Term {
    if self.shape == shape { return self }
    if case .constant = kind { return Term(type: type, kind, shape: shape) }
    return Term(type: type, .spread(self), shape: shape)
  }

  /// Local. One value from a row, of the type that NumPy gives it.
  static func reduce(_ reduction: RowReduction, _ row: Term) -> Term {
    switch (reduction, row.kind) {
    case (.any, _) where row.elementCount == 0: return .constant(false)
    case (.all, _) where row.elementCount == 0: return .constant(true)
    case (.any, .spread(let value)), (.all, .spread(let value)),
      (.minimum, .spread(let value)), (.maximum, .spread(let value)):
      return value
    default: break
    }
    let type: ElementType =
      switch reduction {
      case .any, .all: .bool
      case .minimum, .maximum: row.type
      case .sum: row.type.isFloat ? row.type : row.type.isUnsignedInteger ? .uint64 : .int64
      case .mean: row.type.isFloat ? row.type : .float64
      }
    return Term(type: type, .reduce(reduction, row), shape: []).folded
  }

  /// Local. `np.linalg.norm` of a row: integers in float64, the squares in the row's type.
  static func norm(_ row: Term) -> Term {
    let row = row.type.isFloat ? row : row.converted(to: .float64)
    return .unary(.squareRoot, .reduce(.sum, .binary(.multiply, row, row)))
  }

  /// The row whose norm this is; nil for anything else.
  var normOperand: Term? {
    guard case .unary(.squareRoot, let sum) = kind, case .reduce(.sum, let squares) = sum.kind,
      case .binary(.multiply, let left, let right) = squares.kind, left == right
    else { return nil }
    return left
  }
}
