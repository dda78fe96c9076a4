import MPI

/// One collective check: run by all ranks, passed when every rank finds what it expects.
struct Check: Sendable {
  let name: String
  /// Returns what is wrong on this rank, or nil.
  let body: @Sendable (borrowing Communicator) throws -> String?
}

/// Runs all checks and counts; only rank 0 prints.
struct CheckRun {
  private(set) var passed = 0
  private(set) var failed = 0

  mutating func run(_ checks: [Check], over world: borrowing Communicator) throws {
    for check in checks {
      let wrong = try check.body(world)
      let failure = try world.firstFailure(
        wrong.map { RankFailure(rank: world.rank, code: 1, message: $0) })
      if let failure {
        failed += 1
        if world.isRoot { print("FAILED \(check.name) on \(world.size) ranks: \(failure)") }
      } else {
        passed += 1
      }
    }
  }
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
