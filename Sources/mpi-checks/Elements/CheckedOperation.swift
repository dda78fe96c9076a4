import MPI

/// An operation, what each rank puts in, and the closed form of what comes out.
struct CheckedOperation<Element: CheckedElement> {
  let name: String
  let reduction: Reduction<Element>
  /// What a rank has at a place.
  let input: (_ rank: Int, _ place: Int) -> Element
  /// What the ranks of a range, at least one, make of it; by arithmetic on their numbers.
  let result: (_ ranks: Range<Int>, _ place: Int) -> Element

  func inputs(_ rank: Int, _ count: Int) -> [Element] { (0..<count).map { input(rank, $0) } }

  func results(_ ranks: Range<Int>, _ count: Int) -> [Element] {
    (0..<count).map { result(ranks, $0) }
  }
}

/// Operations from closures that any type has: of two, the one of the higher or of the lower
/// rank. Neither may be done in another order than that of the ranks.
func everyTypesOperations<Element: CheckedElement>() -> [CheckedOperation<Element>] {
  func input(_ rank: Int, _ place: Int) -> Element { .made(from: rank * 97 + place) }
  return [
    CheckedOperation(
      name: "the last, in order", reduction: .combining(isCommutative: false) { $1 },
      input: input, result: { ranks, place in input(ranks.upperBound - 1, place) }),
    CheckedOperation(
      name: "the first, in order",
      reduction: .combining(isCommutative: false) { lower, _ in lower },
      input: input, result: { ranks, place in input(ranks.lowerBound, place) }),
  ]
}

/// The sum of the numbers 1 + rank.
private func sum(_ ranks: Range<Int>) -> Int {
  (ranks.lowerBound + 1 + ranks.upperBound) * ranks.count / 2
}

/// How many numbers of the range are divisible by three.
private func thirds(_ range: Range<Int>) -> Int {
  (range.upperBound + 2) / 3 - (range.lowerBound + 2) / 3
}

/// Small numbers only, which every number type holds exactly, on up to 15 ranks.
func numberOperations<Element: CheckedElement & MPIScalar>() -> [CheckedOperation<Element>] {
  func number(_ value: Int) -> Element { Element(exactly: value) ?? 0 }
  return [
    CheckedOperation(
      name: "sum", reduction: .sum,
      input: { rank, place in number((rank + 1) * (place % 3 + 1)) },
      result: { ranks, place in number(sum(ranks) * (place % 3 + 1)) }),
    CheckedOperation(
      name: "product", reduction: .product,
      input: { rank, place in number((rank + place) % 3 == 0 ? 3 : 1) },
      result: { ranks, place in
        var power = 1
        let shifted = ranks.lowerBound + place..<ranks.upperBound + place
        for _ in 0..<thirds(shifted) { power *= 3 }
        return number(power)
      }),
    CheckedOperation(
      name: "min", reduction: .min,
      input: { rank, place in number(place % 2 == 0 ? 5 + rank : 100 - rank) },
      result: { ranks, place in
        number(place % 2 == 0 ? 5 + ranks.lowerBound : 101 - ranks.upperBound)
      }),
    CheckedOperation(
      name: "max", reduction: .max,
      input: { rank, place in number(place % 2 == 0 ? 5 + rank : 100 - rank) },
      result: { ranks, place in
        number(place % 2 == 0 ? 4 + ranks.upperBound : 100 - ranks.lowerBound)
      }),
  ]
}

func integerOperations<Element: CheckedInteger>() -> [CheckedOperation<Element>] {
  // A factor that fills every type and makes the sums wrap.
  let factor = Element.made(from: 17) | 1
  func bit(_ rank: Int, _ place: Int) -> Element { 1 << ((rank + place) % Element.bitWidth) }
  /// The bits of all ranks; each sets one, and again from the first after the last.
  func bits(_ ranks: Range<Int>, _ place: Int) -> Element {
    if ranks.count >= Element.bitWidth { return ~0 }
    let start = (ranks.lowerBound + place) % Element.bitWidth
    let ones: Element = (1 << ranks.count) &- 1
    return ones << start | (start == 0 ? 0 : ones >> (Element.bitWidth - start))
      & ((1 << start) &- 1)
  }
  /// The exclusive or of the numbers below `end`.
  func xorBelow(_ end: Int) -> Int {
    switch end % 4 {
    case 0: 0
    case 1: end - 1
    case 2: 1
    default: end
    }
  }
  return numberOperations() + [
    CheckedOperation(
      name: "wrapping sum", reduction: .sum,
      input: { rank, place in factor &* Element(rank + 1) &+ Element(truncatingIfNeeded: place) },
      result: { ranks, place in
        factor &* Element(truncatingIfNeeded: sum(ranks))
          &+ Element(truncatingIfNeeded: place * ranks.count)
      }),
    CheckedOperation(
      name: "bitwise and", reduction: .bitwiseAnd,
      input: { rank, place in ~bit(rank, place) },
      result: { ranks, place in ~bits(ranks, place) }),
    CheckedOperation(
      name: "bitwise or", reduction: .bitwiseOr, input: bit, result: bits),
    CheckedOperation(
      name: "bitwise xor", reduction: .bitwiseXor,
      input: { rank, place in Element(rank) ^ (factor &+ Element(truncatingIfNeeded: place)) },
      result: { ranks, place in
        Element(xorBelow(ranks.lowerBound) ^ xorBelow(ranks.upperBound))
          ^ (ranks.count % 2 == 0 ? 0 : factor &+ Element(truncatingIfNeeded: place))
      }),
  ]
}

func truthOperations() -> [CheckedOperation<Bool>] {
  [
    CheckedOperation(
      name: "and", reduction: .and,
      input: { rank, place in rank != place }, result: { ranks, place in !ranks.contains(place) }),
    CheckedOperation(
      name: "or", reduction: .or,
      input: { rank, place in rank == place }, result: { ranks, place in ranks.contains(place) }),
    CheckedOperation(
      name: "xor", reduction: .xor,
      input: { rank, place in rank >= place },
      result: { ranks, place in
        Swift.max(0, ranks.upperBound - Swift.max(place, ranks.lowerBound)) % 2 == 1
      }),
  ]
}
