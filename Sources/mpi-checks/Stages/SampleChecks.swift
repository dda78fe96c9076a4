import MPI
import PruneKernels
import ShardedArrays
import Stages

/// Samples against the plain definition: all keys sorted, the first ones kept.
let sampleChecks: [Check] = [
  Check(name: "sample: the first of the sorted keys, for lengths and amounts") { world in
    var wrong: String?
    for length in [0, 1, 2, 3, 5, 63, 64, 65, 130, 200] {
      let seed = UInt64(length) &* 0x1234_5678_9ABC_DEF1
      for amount in [0, 1, length / 3, length - 1, length, length + 1] where amount >= 0 {
        for split in 0..<4 {
          let found = try sample(world, length, split, .count(amount), seed)
          wrong =
            wrong
            ?? differs(
              "length \(length), amount \(amount), split \(split): the sample", found,
              sorted(length, seed, ownKey).prefix(amount).sorted())
        }
      }
    }
    return wrong
  },
  Check(name: "sample: percentages, and the keys of the reference") { world in
    var wrong: String?
    for (length, percent, kept) in [(200, "10%", 20), (199, "10%", 20), (7, "0.1%", 1)] {
      guard let amount = Amount(percent) else { return "no amount \(percent)" }
      let keys = RandomKeys(seed: 7)
      let found = try sample(world, length, 3, amount, 7)
      wrong =
        wrong
        ?? differs(
          "\(percent) of \(length)", found,
          sorted(length, 7) { keys.key(of: $1) }.prefix(kept).sorted())
    }
    return wrong
  },
  Check(name: "sample: the positions that Tests/EndToEnd/philox.py gives") { world in
    guard let amount = Amount("1%") else { return "no amount" }
    let large = try sample(world, 1 << 20, 0, .count(1000), 7)
    return first(
      differs(
        "1% of 1000", try sample(world, 1000, 0, amount, 42),
        [169, 255, 333, 389, 421, 472, 513, 569, 887, 894]),
      differs("1000 of 2²⁰, the first", Array(large.prefix(3)), [1664, 3852, 4188]),
      differs("their number and sum", [large.count, large.reduce(0, +)], [1000, 499_588_873]))
  },
  Check(name: "sample: many records, and a first guess that misses") { world in
    var wrong: String?
    let length = 40_000
    let keys = sorted(length, .max, ownKey)
    for amount in [1, 17, 400, 20_000, 39_999] {
      let expected = keys.prefix(amount).sorted()
      for margin: Double in [1, 0, 0.01, 1e6] {
        let found = try sample(world, length, 2, .count(amount), .max, margin: margin)
        wrong =
          wrong
          ?? differs("amount \(amount), margin \(margin): the same sample", found == expected, true)
      }
    }
    return wrong
  },
  Check(name: "sample: every position has the same chance") { world in
    // Of `length` records `kept` stay in each of `runs` samples. How often each stays, less what
    // is expected, squared, over the variance and summed, has `length` − 1 degrees of freedom:
    // 49 with a deviation of 9.9. The bounds are four and a half deviations away.
    let (length, kept, runs) = (50, 10, 1500)
    var times = [Int](repeating: 0, count: length)
    for run in 0..<runs {
      for place in try sample(world, length, 0, .count(kept), UInt64(run)) { times[place] += 1 }
    }
    let share = Double(kept) / Double(length)
    let expected = Double(runs) * share
    let squares = times.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    let free = Double(length - 1)
    let statistic = squares / (expected * (1 - share)) * free / Double(length)
    return first(
      differs("samples", times.reduce(0, +), runs * kept),
      differs("statistic \(statistic) within bounds", (10...94).contains(statistic), true))
  },
  Check(name: "sample: equal keys by rank, then by place") { world in
    // Each rank has as many of each of four keys as its number.
    let keys = (0..<world.rank).flatMap { _ -> [UInt64] in [2, 0, 1, .max] }
    let each = world.size * (world.size - 1) / 2
    let before = world.rank * (world.rank - 1) / 2
    var wrong: String?
    for wanted in 0...4 * each {
      let found = try SmallestKeys.select(wanted, of: keys, within: 0...UInt64.max, on: world)
      // So many of the four stay whole, and of the next one the first of all ranks.
      let whole = wanted == 0 ? 0 : (wanted - 1) / each
      let mine = Swift.min(Swift.max(wanted - whole * each - before, 0), world.rank)
      let kept = keys.count { $0 < found.firstEqual } + found.equals
      wrong = wrong ?? differs("\(wanted): how many stay", kept, whole * world.rank + mine)
    }
    return wrong
  },
  Check(name: "sample: collectives") { world in
    let length = 100_000
    var wrong: String?
    for amount in [0, length] {
      let found = try spending(world, length, amount)
      wrong =
        wrong
        ?? differs(
          "\(amount): spent", found, ["MPI_Exscan": [1, 8], "MPI_Allreduce": [1, 8]])
    }
    for amount in [1, 1000, 50_000, length - 1] {
      let spent = try spending(world, length, amount)
      let histograms = (spent["MPI_Allreduce"]?[0] ?? 0) - 2
      wrong =
        wrong
        ?? first(
          differs("\(amount): histograms within bounds", (1...6).contains(histograms), true),
          differs(
            "\(amount): spent", spent,
            ["MPI_Exscan": [1, 8], "MPI_Allreduce": [2 + histograms, 24 + 16_384 * histograms]]))
    }
    return wrong
  },
]

/// What this rank keeps of its part of `length` records, by place in the part.
private func solved(
  _ world: borrowing Communicator, _ length: Int, _ split: Int, _ amount: Amount, _ seed: UInt64,
  margin: Double = 1
) throws -> [Int] {
  let mine = SampleGrounds.part(of: length, split, world)
  var stage = Sample(amount, seed: seed)
  stage.margin = margin
  let solved = try stage.solve(over: NoData(mine.count), on: world)
  let kept = NoData(mine.count).kept(by: solved)
  // No place is -1.
  return kept.count == solved.keptCount ? kept : [-1]
}

/// What a sample of `amount` of `length` records spends, by the call's name.
private func spending(
  _ world: borrowing Communicator, _ length: Int, _ amount: Int
) throws -> [String: [Int]] {
  try SampleGrounds.spending(world) { world in
    _ = try solved(world, length, 0, .count(amount), 1)
  }
}

/// The global positions that stay of `length` records, on every rank.
private func sample(
  _ world: borrowing Communicator, _ length: Int, _ split: Int, _ amount: Amount, _ seed: UInt64,
  margin: Double = 1
) throws -> [Int] {
  let kept = try solved(world, length, split, amount, seed, margin: margin)
  let first = SampleGrounds.part(of: length, split, world).lowerBound
  return try world.allGather(varying: kept.map { $0 + first }).elements
}

/// The numbers 0 ..< `length` by their keys, equal ones by number.
private func sorted(
  _ length: Int, _ seed: UInt64, _ key: (UInt64, Int) -> UInt64
) -> [Int] {
  (0..<length).map { (key(seed, $0), $0) }.sorted { $0 < $1 }.map(\.1)
}

/// The key of a number, by Philox4x32-10 written down once more from the paper.
private func ownKey(_ seed: UInt64, _ number: Int) -> UInt64 {
  let low: UInt64 = 0xFFFF_FFFF
  func words(_ block: Int, _ stream: UInt64) -> [UInt64] {
    var (r0, l0, r1, l1) = (UInt64(block) & low, UInt64(block) >> 32, stream, 0 as UInt64)
    for round in 0..<10 as Range<UInt64> {
      let key0 = ((seed & low) + round * 0x9E37_79B9) & low
      let key1 = ((seed >> 32) + round * 0xBB67_AE85) & low
      let (product0, product1) = (r0 * 0xD251_1F53, r1 * 0xCD9E_8D57)
      (r0, l0, r1, l1) = (
        (product1 >> 32) ^ l0 ^ key0, product1 & low, (product0 >> 32) ^ l1 ^ key1, product0 & low
      )
    }
    return [r0, l0, r1, l1]
  }
  var key: UInt64 = 0
  for word in words(number / 32, 0) + words(number / 32, 1) {
    key = 2 * key + word >> UInt64(number % 32) % 2
  }
  let rest = words(number / 2, 2)
  let first = 2 * (number % 2)
  return key << 56 | (rest[first] << 32 | rest[first + 1]) >> 8
}
