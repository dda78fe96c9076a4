import CPruneKernels

/// A random key of 64 bits for every number 0, 1, 2, … , the same anywhere for a seed.
///
/// With (k₀, k₁) the lower and upper half of the seed, and b = n / 4 as a counter of 64 bits, the
/// upper half of number n's key is word n mod 4 of the ``Philox4x32`` block at counter
/// (b mod 2³², b / 2³², 0, 0), its lower half the same word of that at (b mod 2³², b / 2³², 1, 0).
/// So four numbers share the work for their upper halves, which settle almost every comparison,
/// and the lower halves are made where the upper ones are close.
public struct RandomKeys: Sendable, Hashable {
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  /// Local. The key of `number`, 0 or more.
  public func key(of number: Int) -> UInt64 {
    UInt64(half(0, of: number)) << 32 | UInt64(half(1, of: number))
  }

  /// Local. The upper half of the key of `number`.
  public func upperHalf(of number: Int) -> UInt32 { half(0, of: number) }

  private func half(_ stream: UInt32, of number: Int) -> UInt32 {
    block(UInt64(number) >> 2, stream: stream)[number & 3]
  }

  private func block(_ number: UInt64, stream: UInt32) -> SIMD4<UInt32> {
    Philox4x32.block(
      SIMD4(
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), stream, 0),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }

  /// Local. Splits numbers, 64 at a time, by the upper halves of their keys.
  ///
  /// - Parameters:
  ///   - groups: Which numbers: group g is 64 g ..< 64 g + 64.
  ///   - bounds: Keys whose upper half is less than the first are below, up to the last between.
  ///   - below: Receives a word for each group, bit j for its j-th number. Shape `[groups]`.
  ///   - between: Receives the numbers between at its start, in order. At least `[64 × groups]`;
  ///     unspecified behind them.
  /// - Returns: How many are between.
  /// - Complexity: a quarter of a Philox block for each number.
  public func split(
    _ groups: Range<Int>, at bounds: ClosedRange<UInt32>, below: inout MutableSpan<UInt64>,
    between: inout MutableSpan<Int64>, path: KernelPath = .best
  ) -> Int {
    precondition(
      groups.lowerBound >= 0 && below.count >= groups.count
        && between.count >= 64 * groups.count,
      "splitting \(groups.count) groups into \(below.count) words and room for \(between.count)")
    // SAFETY: both pointers cover what is written: a word a group, and at most 64 numbers a group.
    return unsafe below.withUnsafeMutableBufferPointer { below in
      unsafe between.withUnsafeMutableBufferPointer { between in
        guard let words = below.baseAddress, let numbers = between.baseAddress else { return 0 }
        #if arch(x86_64)
          if path == .avx512 {
            return unsafe prune_avx512_philox_split(
              seed, UInt64(groups.lowerBound), groups.count, bounds.lowerBound,
              bounds.upperBound, words, numbers)
          }
        #endif
        return unsafe splitScalar(groups, at: bounds, words, numbers)
      }
    }
  }

  /// ``split(_:at:below:between:path:)`` for any processor, four blocks at a time.
  @unsafe
  private func splitScalar(
    _ groups: Range<Int>, at bounds: ClosedRange<UInt32>,
    _ below: UnsafeMutablePointer<UInt64>, _ between: UnsafeMutablePointer<Int64>
  ) -> Int {
    let lower = UInt64(bounds.lowerBound)
    let width = UInt64(bounds.upperBound) - lower
    var found = 0
    for group in groups {
      var bits: UInt64 = 0
      // Without a branch: a number is always stored, and the next one elsewhere if it is between.
      @inline(__always) func look(at value: UInt64, _ place: Int) {
        bits |= ((value &- lower) >> 63) << UInt64(place)
        unsafe between[found] = Int64(64 * group + place)
        found &+= value &- lower <= width ? 1 : 0
      }
      for quarter in 0..<4 {
        let words = Philox4x32.fourBlocks(
          from: UInt64(group) << 4 | UInt64(quarter) << 2, key: seed)
        for lane in 0..<4 {
          let place = 16 * quarter + 4 * lane
          look(at: words.0[lane], place)
          look(at: words.1[lane], place + 1)
          look(at: words.2[lane], place + 2)
          look(at: words.3[lane], place + 3)
        }
      }
      unsafe below[group - groups.lowerBound] = bits
    }
    return found
  }
}
