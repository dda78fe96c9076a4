// NumPy's pairwise summation, in its order of additions, so that sums agree to the bit
// (numpy/_core/src/umath/loops_utils.h.src; the method: Higham 1993, doi:10.1137/0914050).

/// A number with what it is summed as.
protocol Summand: BitwiseCopyable {
  associatedtype Sum: BinaryFloatingPoint, SIMDScalar, BitwiseCopyable
  var summand: Sum { get }
}

extension Float: Summand {
  var summand: Float { self }
}
extension Double: Summand {
  var summand: Double { self }
}
extension HeldInteger {
  /// NumPy takes the mean of integers in float64.
  var summand: Double { Double(self) }
}
extension Int8: Summand {}
extension Int16: Summand {}
extension Int32: Summand {}
extension Int64: Summand {}
extension UInt8: Summand {}
extension UInt16: Summand {}
extension UInt32: Summand {}
extension UInt64: Summand {}

enum PairwiseSum {
  /// Elements that NumPy converts at once, where it sums in another type: each such piece is
  /// summed pairwise and added to what was before.
  static let convertedPiece = 8_192
  /// Longer stretches are halved.
  private static let block = 128

  /// Local. The sum of `count` elements, NumPy's `sum` over the last axis.
  ///
  /// SAFETY: `values` points at `count` elements.
  @unsafe @inline(__always)
  static func sum<Value: Summand>(
    _ values: UnsafePointer<Value>, _ count: Int, piece: Int = .max
  ) -> Value.Sum {
    // The sum starts at 0: of negative zeros alone it is +0.
    var sum: Value.Sum = 0
    var start = 0
    while start < count {
      let length = Swift.min(piece, count - start)
      sum += unsafe length <= block ? flat(values + start, length) : halved(values + start, length)
      start += length
    }
    return sum
  }

  @unsafe
  private static func halved<Value: Summand>(
    _ values: UnsafePointer<Value>, _ count: Int
  ) -> Value.Sum {
    guard count > block else { return unsafe flat(values, count) }
    let half = count / 2 / 8 * 8
    return unsafe halved(values, half) + halved(values + half, count - half)
  }

  /// Up to ``block`` elements: eight sums side by side, joined pairwise, then the rest.
  @unsafe @inline(__always)
  private static func flat<Value: Summand>(
    _ values: UnsafePointer<Value>, _ count: Int
  ) -> Value.Sum {
    guard count >= 8 else {
      var sum: Value.Sum = -0.0
      for index in 0..<count { sum += unsafe values[index].summand }
      return sum
    }
    var lanes = unsafe eight(values)
    let whole = count / 8 * 8
    var index = 8
    while index < whole {
      unsafe lanes += eight(values + index)
      index += 8
    }
    var sum =
      ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
      + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
    while index < count {
      sum += unsafe values[index].summand
      index += 1
    }
    return sum
  }

  @unsafe @inline(__always)
  private static func eight<Value: Summand>(_ values: UnsafePointer<Value>) -> SIMD8<Value.Sum> {
    unsafe SIMD8(
      values[0].summand, values[1].summand, values[2].summand, values[3].summand,
      values[4].summand, values[5].summand, values[6].summand, values[7].summand)
  }
}
