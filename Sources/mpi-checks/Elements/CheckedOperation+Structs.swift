import MPI

/// A closure that works on every field, in any order of the ranks.
func particleOperations() -> [CheckedOperation<Particle>] {
  [
    CheckedOperation(
      name: "field by field",
      reduction: .combining { first, second in
        Particle(
          kind: Swift.min(first.kind, second.kind), weight: first.weight + second.weight,
          flags: first.flags | second.flags, isLive: first.isLive != second.isLive,
          number: Swift.max(first.number, second.number), tail: first.tail &+ second.tail)
      },
      input: { rank, place in
        Particle(
          kind: Int8(rank - 8), weight: Double(rank + place), flags: 1 << UInt16(rank % 16),
          isLive: true, number: Int32(place - rank), tail: UInt8(truncatingIfNeeded: place))
      },
      result: { ranks, place in
        let count = ranks.count
        let ranksSum = (ranks.lowerBound + ranks.upperBound - 1) * count / 2
        let ones: UInt32 = (1 << UInt32(count)) - 1
        return Particle(
          kind: Int8(ranks.lowerBound - 8), weight: Double(ranksSum + count * place),
          flags: UInt16(truncatingIfNeeded: ones << UInt32(ranks.lowerBound)),
          isLive: count % 2 == 1, number: Int32(place - ranks.lowerBound),
          tail: UInt8(truncatingIfNeeded: place * count))
      })
  ]
}

/// Written one after the other, the ranks' digits are right in one order only, whatever pairs
/// are joined first.
func digitOperations() -> [CheckedOperation<Digits>] {
  [
    CheckedOperation(
      name: "digits, in order",
      reduction: .combining(isCommutative: false) { lower, higher in
        Digits(
          value: lower.value &* UInt64(higher.power) &+ higher.value,
          power: lower.power &* higher.power)
      },
      input: { rank, place in Digits(value: UInt64((rank + place) % 10), power: 10) },
      result: { ranks, place in
        let text = ranks.map { String(($0 + place) % 10) }.joined()
        let power = "1" + String(repeating: "0", count: ranks.count)
        return Digits(value: UInt64(text) ?? 0, power: UInt32(power) ?? 0)
      })
  ]
}

/// Values with ties, so that the index decides; indices that fall with the rank in odd places.
func locatedOperations<Value: CheckedElement & MPIScalar>() -> [CheckedOperation<Located<Value>>] {
  func input(_ rank: Int, _ place: Int) -> Located<Value> {
    Located(
      value: Value(exactly: 10 + (rank * 3 + place) % 4) ?? 0,
      index: 1 << 40 + (place % 2 == 0 ? rank : -rank))
  }
  /// The rank decides: the values come again every four ranks, so one of the first four or of
  /// the last four, as the smaller index has it, has the value that is looked for.
  func best(_ ranks: Range<Int>, _ place: Int, _ residues: [Int]) -> Located<Value> {
    for residue in residues {
      let fitting = ranks.filter { ($0 * 3 + place) % 4 == residue }
      if let rank = place % 2 == 0 ? fitting.first : fitting.last { return input(rank, place) }
    }
    return input(ranks.lowerBound, place)
  }
  return [
    CheckedOperation(
      name: "minLoc", reduction: .minLoc, input: input,
      result: { ranks, place in best(ranks, place, [0, 1, 2, 3]) }),
    CheckedOperation(
      name: "maxLoc", reduction: .maxLoc, input: input,
      result: { ranks, place in best(ranks, place, [3, 2, 1, 0]) }),
  ]
}
