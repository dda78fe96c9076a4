import MPI

/// One collective check: run by all ranks, passed when every rank finds what it expects.
struct Check: Sendable {
  let name: String
  /// Returns what is wrong on this rank, or nil.
  let body: @Sendable (borrowing Communicator, Grounds) throws -> String?

  /// A check on the world.
  init(name: String, body: @escaping @Sendable (borrowing Communicator) throws -> String?) {
    self.name = name
    self.body = { world, _ in try body(world) }
  }

  /// A check of one call with one type on the world and on every other communicator of
  /// ``Grounds`` that this rank is in.
  ///
  /// All its comparisons are made on every rank alike, whatever the first ones find, so that the
  /// collective calls of the ranks match.
  init<Element: CheckedElement>(
    _ call: String, of type: Element.Type,
    everywhere body: @escaping @Sendable (borrowing Communicator, inout Findings) throws -> Void
  ) {
    name = "\(call) of \(Element.label)"
    self.body = { world, grounds in
      var findings = Findings(place: "the world")
      try body(world, &findings)
      for part in grounds.parts {
        findings.place = part.name
        try body(part.comm, &findings)
      }
      return findings.wrong
    }
  }
}

/// What one rank has found in the comparisons of a check.
struct Findings {
  /// The communicator.
  var place: String
  /// The first thing that is wrong.
  private(set) var wrong: String?

  init(place: String) { self.place = place }

  /// - Parameter what: With which operation, root and counts.
  mutating func compare<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: @autoclosure () -> String
  ) {
    guard wrong == nil, found != expected else { return }
    wrong = differs("\(what()), on \(place): the result", found, expected)
  }
}

/// Runs all checks and counts; only rank 0 prints.
struct CheckRun {
  private(set) var passed = 0
  private(set) var failed = 0
  /// What is added to the names of the checks.
  var variant = ""

  mutating func run(
    _ checks: [Check], over world: borrowing Communicator, on grounds: Grounds
  ) throws {
    for check in checks {
      let wrong: String?
      do {
        wrong = try check.body(world, grounds)
      } catch {
        throw CheckStopped(name: check.name + variant, rank: world.rank, cause: error)
      }
      let failure = try world.firstFailure(
        wrong.map { RankFailure(rank: world.rank, code: 1, message: $0) })
      if let failure {
        failed += 1
        if world.isRoot {
          print("FAILED \(check.name)\(variant) on \(world.size) ranks: \(failure)")
        }
      } else {
        passed += 1
      }
    }
  }
}

/// A check that could not go on, and with it the run.
struct CheckStopped: Error, CustomStringConvertible {
  let name: String
  let rank: Int
  let cause: any Error

  var description: String { "\(name), rank \(rank): \(cause)" }
}

/// What is wrong when two values differ, or nil.
func differs<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value) -> String? {
  guard found != expected else { return nil }
  let texts = [String(describing: found), String(describing: expected)].map {
    $0.count > 200 ? $0.prefix(200) + "…" : $0[...]
  }
  return "\(what) is \(texts[0]), expected \(texts[1])"
}

/// The first of several findings. All of them are made first, on every rank alike, so that
/// collective calls among them match.
func first(_ findings: String?...) -> String? {
  findings.compactMap(\.self).first
}

/// A small random number generator with a seed, so that all ranks make the same cases.
///
/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
