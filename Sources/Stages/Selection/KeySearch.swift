import MPI
import PruneKernels
import ShardedArrays

// The keys at given places in the order of all keys, exactly, without a sort: a sample tells an
// interval for each place, one pass counts the keys below it and keeps those in it, and integer
// histograms over what was kept, added up over the ranks, narrow it down to one key (after
// Munro and Paterson 1980, "Selection and sorting with limited storage", Theoretical Computer
// Science 12(3), section 2, and Floyd and Rivest 1975, "Expected time bounds for selection",
// CACM 18(3), for the sampled interval).
//
// What a sample promises may fail to come true: then histograms are made in further passes over
// the data, of the part where the key must be, until that part fits.

/// A key, and how many records have it and have less.
struct FoundKey: Hashable, Sendable {
  let ordered: UInt64
  let below: Tally
  let equal: Tally
}

/// What a search has found.
struct FoundKeys: Sendable {
  /// Records whose key is a number, and those whose key is NaN.
  var numbers = Tally()
  var nan = Tally()
  /// One for each place.
  var keys: [FoundKey] = []
}

struct KeySearch {
  let source: any StageSource
  let stage: KeyedStage
  let limits: SearchLimits
  let order: KeyOrder

  init(_ source: any StageSource, _ stage: KeyedStage, _ limits: SearchLimits) {
    self.source = source
    self.stage = stage
    self.limits = limits
    order = stage.key.elementType(in: source.layout).order
  }

  /// Collective. The keys at some places among those that are numbers, in ascending order.
  ///
  /// - Parameter places: The places, each in `0..<count`, for a count of numbers above 0; called
  ///   with an estimate first. None for the keys that need not be known.
  /// - Throws: ``StageError/nanKeys(stage:key:count:)`` if there are NaNs and they are refused.
  /// - Complexity: one pass over the keys; one collective for the number of records, two and a
  ///   sample for the intervals (512 KiB of all ranks together), one for what was counted; for
  ///   each place at most four of 512 KiB, one for each 16 bits of a key. Where a sample misled,
  ///   or more keys than a rank keeps are left, at most one more pass for each of the four. Memory
  ///   per rank: for each place 1/16 of the keys and 80 Ki keys, but for 8 and 16 bits; 1.5 MiB of
  ///   histograms; 1.5 MiB of samples.
  func find(
    _ places: (Int) -> [Int], on world: borrowing Communicator
  ) throws(StageError) -> FoundKeys {
    var found = FoundKeys()
    let count = source.count
    let total = try mpi { () throws(MPIError) in try world.allReduce(.sum, count) }
    found.numbers = Tally(local: count, global: total)
    guard total > 0 && !(order.kind != .float && places(total).isEmpty) else { return found }

    var brackets = try brackets(places, total, on: world)
    var nan = 0
    let order = order
    try source.pass(over: [stage.key]) { block in
      block.withKeys { keys in
        if brackets.isEmpty { nan += order.nanCount(keys) }
        for index in brackets.indices { brackets[index].take(keys) }
      }
    }
    for index in brackets.indices { brackets[index].finish() }
    if let first = brackets.first {
      nan = first.isDirect ? count - first.histogram.reduce(0, +) : first.nan
    }

    let mine = [nan] + brackets.flatMap { [$0.below, $0.before, $0.inside, $0.behind] }
    let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    found.nan = Tally(local: mine[0], global: all[0])
    found.numbers = found.numbers - found.nan
    try stage.admit(nanCount: all[0])
    guard found.numbers.global > 0 else { return found }
    for (index, place) in places(found.numbers.global).enumerated() {
      let part = index < brackets.count ? brackets[index] : nil
      let counts = (1...4).map { number in
        let slot = 4 * index + number
        return slot < mine.count ? Tally(local: mine[slot], global: all[slot]) : Tally()
      }
      found.keys.append(
        try key(at: place, part, counts: counts, numbers: found.numbers, on: world))
    }
    return found
  }

  // MARK: where to look first

  private var everything: KeyInterval { KeyInterval(from: order.least, through: order.greatest) }

  private func brackets(
    _ places: (Int) -> [Int], _ total: Int, on world: borrowing Communicator
  ) throws(StageError) -> [KeyBracket] {
    let capacity = limits.candidateCapacity(of: source.count)
    if order.byteCount <= 2 && limits.bins >= 8 * order.byteCount {
      return places(total).map { _ in
        KeyBracket(order, everything, bins: limits.bins, capacity: 0, isDirect: true)
      }
    }
    if total <= limits.unsampledCount {
      return places(total).map { _ in
        KeyBracket(order, everything, bins: limits.bins, capacity: source.count)
      }
    }
    let sampled = try sample(total, on: world)
    let numbers = sampled.keys.filter(order.isNumber)
    guard !numbers.isEmpty else { return [] }
    let estimate = Int(Double(total) * (Double(numbers.count) / Double(sampled.keys.count)))
    let sample = KeySample(numbers, stretch: sampled.stretch, order: order)
    return places(max(1, min(total, estimate))).map { place in
      KeyBracket(
        order, sample.interval(around: place, of: max(1, estimate), limits), bins: limits.bins,
        capacity: capacity)
    }
  }

  /// Collective. Ordered keys of all ranks, NaNs among them, and how many follow one another.
  private func sample(
    _ total: Int, on world: borrowing Communicator
  ) throws(StageError) -> (keys: [UInt64], stretch: Int) {
    let share = Double(limits.sampleCount) * (Double(source.count) / Double(total))
    let limit = min(source.count, Int(share.rounded(.up)))
    var mine: [UInt64] = []
    mine.reserveCapacity(2 * limit)
    var (next, length, longest) = (0, 0, 1)
    let order = order
    try source.sample(limit, of: [stage.key]) { block in
      block.withKeys { order.append($0, to: &mine) }
      length = block.first == next ? length + block.count : block.count
      next = block.first + block.count
      longest = max(longest, length)
    }
    if mine.count > limit {
      longest = max(1, longest * limit / mine.count)
      mine = (0..<limit).map { mine[$0 * mine.count / limit] }
    }
    // Each rank's stretch goes in front of its keys.
    let all = try mpi { () throws(MPIError) in
      try world.allGather(varying: [UInt64(longest)] + mine)
    }
    return (all.flatMap { $0.dropFirst() }, Int(all.map { $0.first ?? 1 }.max() ?? 1))
  }

  // MARK: down to one key

  /// Collective. The key at `place`, by what a pass has counted around one bracket.
  ///
  /// - Parameter counts: Below, right before, inside and right behind the bracket's interval.
  private func key(
    at place: Int, _ bracket: KeyBracket?, counts: [Tally], numbers: Tally,
    on world: borrowing Communicator
  ) throws(StageError) -> FoundKey {
    guard let bracket else {
      return try search(everything, place, below: Tally(), on: world)
    }
    if bracket.isDirect { return try narrow(bracket, place, below: Tally(), on: world) }
    let interval = bracket.interval
    var below = counts[0]
    if place < below.global {
      let last = interval.from - (interval.countsBefore ? 2 : 1)
      return try search(
        KeyInterval(from: order.least, through: last), place, below: Tally(), on: world)
    }
    if place < (below + counts[1]).global {
      return FoundKey(ordered: interval.from - 1, below: below, equal: counts[1])
    }
    below += counts[1]
    if place < (below + counts[2]).global {
      return try narrow(bracket, place, below: below, on: world)
    }
    below += counts[2]
    if place < (below + counts[3]).global {
      return FoundKey(ordered: interval.through + 1, below: below, equal: counts[3])
    }
    below += counts[3]
    let first = interval.through + (interval.countsBehind ? 2 : 1)
    return try search(
      KeyInterval(from: first, through: order.greatest), place, below: below, on: world)
  }

  /// Collective. The key at `place`, which lies in `interval`: one pass for its histogram, and
  /// then as ``narrow(_:_:below:on:)``.
  private func search(
    _ interval: KeyInterval, _ place: Int, below: Tally, on world: borrowing Communicator
  ) throws(StageError) -> FoundKey {
    var bracket = KeyBracket(
      order, interval, bins: limits.bins,
      capacity: limits.candidateCapacity(of: source.count), isFirst: false)
    try source.pass(over: [stage.key]) { block in block.withKeys { bracket.take($0) } }
    bracket.finish()
    return try narrow(bracket, place, below: below, on: world)
  }

  /// Collective. The key at `place`, which lies in a bracket that has taken all keys: the bin
  /// where it is becomes the next bracket, of the candidates where every rank has kept them and
  /// by a pass where not.
  private func narrow(
    _ bracket: KeyBracket, _ place: Int, below: Tally, on world: borrowing Communicator
  ) throws(StageError) -> FoundKey {
    let mine = bracket.histogram + [bracket.spilled ? 1 : 0]
    let all = try mpi { () throws(MPIError) in try world.allReduce(.sum, mine) }
    var below = below
    var bin = 0
    while below.global + all[bin] <= place {
      below += Tally(local: mine[bin], global: all[bin])
      bin += 1
    }
    let interval = bracket.keys(ofBin: bin)
    if interval.from == interval.through {
      return FoundKey(
        ordered: interval.from, below: below, equal: Tally(local: mine[bin], global: all[bin]))
    }
    guard all[bracket.histogram.count] == 0 else {
      return try search(interval, place, below: below, on: world)
    }
    var inner = KeyBracket(
      order, interval, bins: limits.bins, capacity: mine[bin], isFirst: false)
    inner.take(candidatesOf: bracket)
    inner.finish()
    return try narrow(inner, place, below: below, on: world)
  }
}
