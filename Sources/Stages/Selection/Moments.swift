import ExactSums
import MPI
import PruneKernels
import ShardedArrays

/// Mean and standard deviation of keys.
struct Moments {
  var mean = 0.0
  /// The standard deviation times `scale`, a power of two: 1 unless squares of the deviations, or
  /// the deviations themselves, would leave the range of a double.
  var scaledDeviation = 0.0
  var scale = 1.0
  var numbers = 0
  var nan = Tally()
}

/// Two passes over the keys: the mean, then the squares of the deviations from it (Chan, Golub,
/// LeVeque 1983, "Algorithms for computing the sample variance", The American Statistician 37(3),
/// the two-pass algorithm), with exact sums that are the same in any order.
struct MomentSearch {
  let source: any StageSource
  let stage: KeyedStage
  let order: KeyOrder

  init(_ source: any StageSource, _ stage: KeyedStage) {
    self.source = source
    self.stage = stage
    order = stage.key.elementType(in: source.layout).order
  }

  /// Collective.
  ///
  /// - Throws: ``StageError`` if keys are infinite, or NaN where NaN is refused.
  func find(on world: borrowing Communicator) throws(StageError) -> Moments {
    let count = source.count
    let total = try mpi { () throws(MPIError) in try world.allReduce(.sum, count) }
    var moments = Moments()
    guard total > 0 else { return moments }

    var (sum, mine) = (ExactSum(), 0)
    try eachDoubles { doubles, keys in
      // Integers of 64 bits are added as such: doubles would round them.
      if order.kind != .float && order.byteCount == 8 {
        order.add(keys, to: &sum)
      } else {
        sum.add(doubles)
      }
      mine += order.nanCount(keys)
    }
    let words = try mpi { () throws(MPIError) in try world.allReduce(.sum, sum.words) }
    let specials = words.suffix(3).map { Int($0) }
    moments.nan = Tally(local: mine, global: specials[0])
    try stage.admit(nanCount: specials[0])
    guard specials[1] + specials[2] == 0 else {
      throw .infiniteKeys(
        stage: stage.name, key: stage.keyText, count: specials[1] + specials[2])
    }
    moments.numbers = total - specials[0]
    guard moments.numbers > 0 else { return moments }
    moments.mean = ExactSum(words: Self.numbers(words)).mean(count: moments.numbers)

    var largest = try deviate(&moments, on: world)
    if largest > 0 && !(0x1p-400...0x1p400).contains(largest) {
      moments.scale = largest.isFinite ? Self.scale(largest) : 0x1p-1022
      largest = try deviate(&moments, on: world)
    }
    return moments
  }

  /// A power of two that brings `largest` near 1.
  private static func scale(_ largest: Double) -> Double {
    Double(
      sign: .plus, exponent: Swift.max(-1022, Swift.min(1023, -largest.exponent)), significand: 1)
  }

  /// The words of an exact sum without its NaNs.
  private static func numbers(_ words: [Int64]) -> [Int64] {
    var words = words
    words[ExactSum.wordCount - 3] = 0
    return words
  }

  /// Collective. The deviation at the moments' scale; returns the largest distance from the mean.
  private func deviate(
    _ moments: inout Moments, on world: borrowing Communicator
  ) throws(StageError) -> Double {
    var (sum, largest) = (ExactSum(), 0.0)
    let (scale, center) = (moments.scale, moments.mean * moments.scale)
    var squares: [Double] = []
    try eachDoubles { doubles, _ in
      if squares.count < doubles.count { squares = Array(repeating: 0, count: doubles.count) }
      var room = squares.mutableSpan
      largest = max(
        largest, squareDeviations(doubles, scale: scale, center: center, into: &room))
      sum.add(squares.span.extracting(..<doubles.count))
    }
    let words = try mpi { () throws(MPIError) in try world.allReduce(.sum, sum.words) }
    let variance = ExactSum(words: Self.numbers(words)).mean(count: moments.numbers)
    moments.scaledDeviation = variance.squareRoot()
    return try mpi { () throws(MPIError) in try world.allReduce(.max, largest) }
  }

  /// Collective. A pass over the keys as doubles and as they are.
  private func eachDoubles(_ body: (Span<Double>, RawSpan) -> Void) throws(StageError) {
    var doubles: [Double] = []
    try source.pass(over: [stage.key]) { block in
      block.withKeys { keys in
        if doubles.count < block.count { doubles = Array(repeating: 0, count: block.count) }
        var all = doubles.mutableSpan
        order.doubles(keys, into: &all)
        body(all.span.extracting(..<block.count), keys)
      }
    }
  }
}

extension KeyOrder {
  /// Adds integers of 64 bits.
  fileprivate func add(_ keys: RawSpan, to sum: inout ExactSum) {
    if kind == .signed {
      keys.withElements(as: Int64.self) { sum.add(integers: $0) }
    } else {
      keys.withElements(as: UInt64.self) { sum.add(integers: $0) }
    }
  }
}
