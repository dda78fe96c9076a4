import MPI

/// The communicators besides the world on which the collectives are checked.
final class Grounds {
  /// Those that this rank is in, in the same order on every rank.
  let parts: [Part]

  /// A communicator on the heap, as arrays hold no values that cannot be copied.
  final class Part {
    let name: String
    let comm: Communicator

    init(_ name: String, _ comm: consuming Communicator) {
      self.name = name
      self.comm = comm
    }
  }

  /// Collective.
  init(splitting world: borrowing Communicator) throws(MPIError) {
    var parts: [Part] = []
    func add(_ name: String, _ comm: consuming Communicator?) {
      if let comm { parts.append(Part(name, comm)) }
    }
    add("the ranks of one parity", try world.split(color: world.rank % 2))
    add("the ranks in reversed order", try world.split(color: 3, key: -world.rank))
    add(
      "all but every third rank",
      try world.split(color: world.rank % 3 == 1 ? nil : 0, key: world.size - world.rank))
    add("one rank each", try world.split(color: world.rank))
    self.parts = parts
  }
}

/// The limit of one call that sends short messages the long way.
let lowLimit = 3

/// The numbers of elements that the collectives with one count are checked with. With the
/// lowered limit, the last goes the long way, in two full blocks and a rest; else it fills the
/// widest vector of the processor with bytes, and some are left.
var counts: [Int] { unsafe LargeCount.limit == lowLimit ? [0, 1, 3, 8] : [0, 1, 3, 70] }

/// The numbers of elements by rank that the varying collectives are checked with.
func splits(over size: Int) -> [[Int]] {
  [
    (0..<size).map { ($0 * 3 + 2) % 5 },
    (0..<size).map { $0 % 2 * 7 },
    (0..<size).map { $0 == size - 1 ? 9 : 0 },
    Array(repeating: 0, count: size),
  ]
}

/// What rank `rank` has: `count` elements that differ by rank and place.
func elements<Element: CheckedElement>(
  of rank: Int, _ count: Int, salt: Int = 0
) -> [Element] {
  (0..<count).map { .made(from: (rank + 1) * 1009 + $0 * 31 + salt * 7_368_787) }
}

/// Elements that no call sends, to be overwritten or left alone.
func filler<Element: CheckedElement>(_ count: Int) -> [Element] {
  Array(repeating: .made(from: -1), count: count)
}

/// The array after `body` has written into it.
func written<Element, Failure: Error>(
  into array: [Element], _ body: (inout MutableSpan<Element>) throws(Failure) -> Void
) throws(Failure) -> [Element] {
  var array = array
  var span = array.mutableSpan
  try body(&span)
  return array
}
