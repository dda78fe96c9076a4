import MPI

/// The reproducible sum, bit for bit, against an exact sum in another manner over all numbers on
/// one rank, and against sums that another program has made.
let reproducibleSumChecks: [Check] =
  [
    sumCheck("numbers of one size", count: 5000) { random, _ in
      Double.random(in: -1...1, using: &random)
    },
    sumCheck("numbers of every size, cancelling", count: 4001) { random, _ in
      Double(bitPattern: random.next() & ~(1 << 62))
    },
    sumCheck("pairs that cancel, and a rest", count: 2001) { random, place in
      let pair = Double(bitPattern: mixed(place / 2) & ~(1 << 62))
      return place == 2000 ? 1e-300 : place % 2 == 0 ? pair : -pair
    },
    sumCheck("subnormal numbers", count: 777) { random, _ in
      Double(bitPattern: random.next() & 0x800F_FFFF_FFFF_FFFF)
    },
    sumCheck("ties", count: 64) { _, place in place == 0 ? 1 : place == 1 ? 0x1p-53 : 0 },
    sumCheck("fewer numbers than ranks", count: 1) { _, _ in 0.1 },
    sumCheck("no numbers", count: 0) { _, _ in 0 },
    floatCheck("floats of one size", count: 5000) { Float.random(in: -1...1, using: &$0) },
    floatCheck("floats of every size", count: 3000) {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: $0.next()) & ~(1 << 30))
      return value
    },
    Check(name: "reproducibleSum: sums of Python's fsum") { world in
      var wrong: String?
      for (number, known) in fsumCases.enumerated() {
        let numbers = known.numbers.map { Double(bitPattern: $0) }
        let sum = try world.reproducibleSum(share(of: numbers, split: 0, world.rank, world.size))
        wrong = wrong ?? differs("case \(number)", sum.bitPattern, known.sum)
      }
      for known in fsumSeeds {
        var random = SplitMix64(seed: known.seed)
        let numbers = (0..<known.count).map { _ in Double(bitPattern: random.next() & ~(1 << 62)) }
        let sum = try world.reproducibleSum(share(of: numbers, split: 1, world.rank, world.size))
        wrong = wrong ?? differs("seed \(known.seed)", sum.bitPattern, known.sum)
      }
      return wrong
    },
    Check(name: "reproducibleSum: infinities, NaN, zeros, overflow") { world in
      let largest = Double.greatestFiniteMagnitude
      return first(
        differs("with an infinity", try sum(world, [1, -.infinity, 2]), -.infinity),
        differs("with both", try sum(world, [1, -.infinity, 2, .infinity]).isNaN, true),
        differs("with NaN", try sum(world, [.nan, 1, -.infinity, 2]).isNaN, true),
        differs("zeros' sign", try sum(world, [-0.0, -0.0]).sign, .plus),
        differs("beyond the largest", try sum(world, [largest, largest]), .infinity),
        differs("beyond it on the way", try sum(world, [largest, largest, -largest]), largest))
    },
  ]

private func sum(_ world: borrowing Communicator, _ numbers: [Double]) throws -> Double {
  try world.reproducibleSum(share(of: numbers, split: 0, world.rank, world.size))
}

/// A rank's part of numbers in one of several splits: even, all on the last rank, dealt out like
/// cards, uneven with empty ranks.
private func share<Value>(of all: [Value], split: Int, _ rank: Int, _ size: Int) -> [Value] {
  func start(of rank: Int) -> Int { all.count * Swift.min(rank, size) / size }
  switch split {
  case 0: return Array(all[start(of: rank)..<start(of: rank + 1)])
  case 1: return rank == size - 1 ? all : []
  case 2: return stride(from: rank, to: all.count, by: size).map { all[$0] }
  default:
    // Each even rank has the odd one's part as well.
    return rank % 2 == 0 ? Array(all[start(of: rank)..<start(of: rank + 2)]) : []
  }
}

private func sumCheck(
  _ name: String, count: Int, _ make: @escaping @Sendable (inout SplitMix64, Int) -> Double
) -> Check {
  Check(name: "reproducibleSum: \(name)") { world in
    var random = SplitMix64(seed: UInt64(count))
    let all = (0..<count).map { make(&random, $0) }
    var oracle = ExactOracle()
    for value in all { oracle.add(value) }
    let expected = oracle.double
    var wrong: String?
    for split in 0..<4 {
      let mine = share(of: all, split: split, world.rank, world.size)
      let sums = [try world.reproducibleSum(mine), try world.reproducibleSum(mine.span)]
      for sum in sums {
        wrong = wrong ?? differs("split \(split): the bits", sum.bitPattern, expected.bitPattern)
      }
    }
    return wrong
  }
}

private func floatCheck(
  _ name: String, count: Int, _ make: @escaping @Sendable (inout SplitMix64) -> Float
) -> Check {
  Check(name: "reproducibleSum: \(name)") { world in
    var random = SplitMix64(seed: UInt64(count))
    let all = (0..<count).map { _ in make(&random) }
    var oracle = ExactOracle()
    for value in all { oracle.add(value) }
    let expected = oracle.float
    var wrong: String?
    for split in 0..<4 {
      let sum = try world.reproducibleSum(share(of: all, split: split, world.rank, world.size))
      wrong = wrong ?? differs("split \(split): the bits", sum.bitPattern, expected.bitPattern)
    }
    return wrong
  }
}
