import MPI
import PruneKernels
import Pruning
import ShardedArrays

/// The in-memory call against a plain loop over the whole array, which every rank can make.
let pruningChecks: [Check] =
  (0..<12).map { seed in
    Check(name: "prune in memory, random split, seed \(seed)") { world in
      try pruneCheck(seed: UInt64(seed), over: world)
    }
  } + [
    Check(name: "an expression that does not parse fails on every rank") { world in
      do {
        _ = try prune([1.0].span, keep: "x >", over: world)
        return "nothing was thrown"
      } catch let error as PruningError {
        return error.kind == .usage ? nil : "the error is \(error)"
      }
    },
    Check(name: "digest of uneven parts") { world in
      // 5-byte steps: no part starts on a word of the digest except the first.
      let counts = (0..<world.size).map { $0 % 3 * 5 + 1 }
      let parts = Partition(counts: counts)
      let whole = (0..<parts.total).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let range = parts.range(of: world.rank)
      var mine = DigestPart()
      // SAFETY: bytes of bytes.
      mine.add(unsafe Array(whole[range]).span.bytes, at: range.lowerBound)
      let words = try world.allGather(mine.words)
      let width = mine.words.count
      let digest = DigestPart.combine(
        (0..<world.size).map { DigestPart(words: Array(words[$0 * width..<($0 + 1) * width])) },
        byteCount: parts.total)
      var alone = DigestPart()
      alone.add(unsafe whole.span.bytes, at: 0)
      let expected = DigestPart.combine([alone], byteCount: parts.total)
      return differs("the digest", digest.description, expected.description)
    },
  ]

private func pruneCheck(seed: UInt64, over world: borrowing Communicator) throws -> String? {
  var random = SplitMix64(seed: seed)
  let counts = (0..<world.size).map { _ in
    Bool.random(using: &random) ? Int.random(in: 0...500, using: &random) : 0
  }
  let shards = Partition(counts: counts)
  let threshold = seed == 0 ? 200 : Int.random(in: -1...100, using: &random)
  let whole = (0..<shards.total).map { _ in Int32.random(in: 0...100, using: &random) }
  let mine = Array(whole[shards.range(of: world.rank)])

  let result = try prune(mine.span, keep: "x > \(threshold)", over: world)
  let kept = whole.indices.filter { whole[$0] > threshold }
  let owned = Partition(even: kept.count, over: world.size).range(of: world.rank)
  let found = shards.boundaries.dropLast().indices.map { rank in
    whole[shards.range(of: rank)].count { $0 > threshold }
  }
  return first(
    differs("the survivors", result.survivors, kept[owned].map { whole[$0] }),
    differs("the positions", result.positions, kept[owned].map { Int64($0) }),
    differs("survivors found", result.effect.pruned, found),
    differs(
      "survivors held", result.effect.balanced, Partition(even: kept.count, over: world.size).counts
    ))
}
