import PruneKernels
import ShardedArrays

extension Term {
  /// Local. The simplest condition that is `left comparison right` for every record.
  ///
  /// - Precondition: the operands have the same type, or are an int64 and a uint64.
  static func compare(_ comparison: Comparison, _ left: Term, _ right: Term) -> Term {
    let (left, right) = joined(left, right)
    return simplest(comparison, left, right).spread(to: left.shape)
  }

  private static func simplest(
    _ comparison: Comparison, _ left: Term, _ right: Term
  ) -> Term {
    if left.type != right.type {
      return compareMixed(comparison, left, right)
    }
    if left.constant != nil, right.constant == nil {
      return compare(comparison.mirrored, right, left)
    }
    let whole = Term(type: .bool, .compare(comparison, left, right))
    guard let constant = right.constant else {
      if left == right, !left.type.isFloat { return .constant(comparison.holds(0, 0)) }
      return whole
    }
    if left.constant != nil { return whole.folded }
    if constant.type.isFloat, constant.double.isNaN { return .constant(comparison == .notEqual) }
    if case .convert(let inner) = left.kind {
      return narrowed(comparison, inner, constant) ?? whole
    }
    if left.type.isBool { return compareBool(comparison, left, constant) }
    if let bounds = left.type.integerBounds, let value = constant.integer {
      if value == bounds.lowerBound, comparison == .less || comparison == .greaterOrEqual {
        return .constant(comparison == .greaterOrEqual)
      }
      if value == bounds.upperBound, comparison == .greater || comparison == .lessOrEqual {
        return .constant(comparison == .lessOrEqual)
      }
    }
    return whole
  }

  /// An int64 on the left, a uint64 on the right; a constant takes the other one's type where
  /// it can, and where it cannot, the answer is known.
  private static func compareMixed(
    _ comparison: Comparison, _ left: Term, _ right: Term
  ) -> Term {
    if let value = left.constant?.integer {
      guard let constant = Constant(value, .uint64) else {
        return .constant(comparison.holds(-1, 0))
      }
      return compare(comparison.mirrored, right, .constant(constant))
    }
    if let value = right.constant?.integer {
      guard let constant = Constant(value, .int64) else {
        return .constant(comparison.holds(0, 1))
      }
      return compare(comparison, left, .constant(constant))
    }
    return Term(type: .bool, .compare(comparison, left, right))
  }

  private static func compareBool(
    _ comparison: Comparison, _ left: Term, _ constant: Constant
  ) -> Term {
    switch (comparison.holds(0, constant.bits), comparison.holds(1, constant.bits)) {
    case (false, false): .constant(false)
    case (true, true): .constant(true)
    case (false, true): left
    case (true, false): .not(left)
    }
  }

  // MARK: conversions

  /// `convert(inner) comparison constant` as a comparison of `inner` with a constant of its own
  /// type; nil where there is none.
  ///
  /// A conversion never turns the order round, so the values of `inner` that lie below the
  /// constant come first, then those that equal it after the conversion, then those above:
  /// two binary searches over all values of the type find the borders.
  private static func narrowed(
    _ comparison: Comparison, _ inner: Term, _ constant: Constant
  ) -> Term? {
    let values = OrderedValues(inner.type)
    let below = values.count { $0.isBelow(constant) }
    let upTo = values.count { !constant.isBelow($0) }
    let all = values.count
    func against(_ comparison: Comparison, _ ordinal: Int128) -> Term {
      compare(comparison, inner, .constant(values[ordinal]))
    }
    // Against the border value itself where one equals the constant, so that the typed
    // operator stays.
    switch comparison {
    case .less:
      if below == 0 { return .constant(false) }
      return below < upTo ? against(.less, below) : against(.lessOrEqual, below - 1)
    case .lessOrEqual:
      return upTo == 0 ? .constant(false) : against(.lessOrEqual, upTo - 1)
    case .greater:
      if upTo == all { return .constant(false) }
      return below < upTo || upTo > 0
        ? against(.greater, upTo - 1) : against(.greaterOrEqual, upTo)
    case .greaterOrEqual:
      return below == all ? .constant(false) : against(.greaterOrEqual, below)
    case .equal:
      if below == upTo { return .constant(false) }
      return upTo - below == 1 ? against(.equal, below) : nil
    case .notEqual:
      if below == upTo { return .constant(true) }
      return upTo - below == 1 ? against(.notEqual, below) : nil
    }
  }
}

/// All values of a type but NaN, in order; the two zeros are one.
private struct OrderedValues {
  let type: ElementType
  let first: Int128
  let count: Int128

  init(_ type: ElementType) {
    self.type = type
    if let bounds = type.integerBounds {
      first = bounds.lowerBound
      count = bounds.upperBound - bounds.lowerBound + 1
    } else if type.isBool {
      first = 0
      count = 2
    } else {
      let infinity = Int128(Constant(.infinity, type).bits)
      first = -infinity
      count = 2 * infinity + 1
    }
  }

  /// - Precondition: `0 <= ordinal < count`.
  subscript(ordinal: Int128) -> Constant {
    let key = first + ordinal
    guard type.isFloat else {
      return Constant(key, type) ?? Constant(key != 0)
    }
    let sign = key < 0 ? UInt64(1) << UInt64(type.byteCount * 8 - 1) : 0
    return Constant(type: type, bits: UInt64(key.magnitude) | sign)
  }

  /// How many values, from the first on, `holds` is true of; it never becomes true again.
  func count(_ holds: (Constant) -> Bool) -> Int128 {
    var low: Int128 = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Constant {
  /// Whether this is less than `other`, in the wider of the two types.
  fileprivate func isBelow(_ other: Constant) -> Bool {
    if let left = integer, let right = other.integer { return left < right }
    return double < other.double
  }
}
