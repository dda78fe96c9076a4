import CPruneKernels

/// A random key of 64 bits for every number 0, 1, 2, … , the same anywhere for a seed.
///
/// Written (a, b) for the ``Philox4x32`` block with counter (a mod 2³², a / 2³², b, 0) and key (seed
/// mod 2³², seed / 2³²):
///
/// - The first digit of number n's key, its upper 8 bits, highest first, are bit n mod 32 of the
///   words 0 to 3 of (n / 32, 0), then of (n / 32, 1). So 32 numbers share two blocks, and digits
///   are compared with a bound a word at a time.
/// - The other 56 bits are the upper ones of the 64 bits of words 2 (n mod 2) and 2 (n mod 2) + 1,
///   in this order, of (n / 2, 2). They are made only where the digit does not settle a comparison:
///   for one number of 256.
public struct RandomKeys: Sendable, Hashable {
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  /// Local. The key of `number`, 0 or more.
  public func key(of number: Int) -> UInt64 {
    let words = block(UInt64(number) >> 1, stream: 2)
    let first = 2 * (number & 1)
    let rest = UInt64(words[first]) << 32 | UInt64(words[first + 1])
    return UInt64(digit(of: number)) << 56 | rest >> 8
  }

  /// Local. The upper 8 bits of the key of `number`.
  public func digit(of number: Int) -> UInt8 {
    var digit: UInt8 = 0
    for stream in 0..<2 as Range<UInt32> {
      let words = block(UInt64(number) >> 5, stream: stream)
      for word in 0..<4 {
        digit = digit << 1 | UInt8(truncatingIfNeeded: words[word] >> UInt32(number & 31) & 1)
      }
    }
    return digit
  }

  private func block(_ number: UInt64, stream: UInt32) -> SIMD4<UInt32> {
    Philox4x32.block(
      SIMD4(
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), stream, 0),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }

  /// Local. Splits numbers, 64 at a time, by the first digits of their keys.
  ///
  /// - Parameters:
  ///   - groups: Which numbers: group g is 64 g ..< 64 g + 64.
  ///   - digits: Keys with a first digit less than these are below, those with one of these open.
  ///   - below: Receives a word for each group, bit j for its j-th number. Shape `[groups]`.
  ///   - open: As `below`.
  /// - Complexity: a sixteenth of a Philox block for each number.
  public func split(
    _ groups: Range<Int>, at digits: ClosedRange<UInt8>, below: inout MutableSpan<UInt64>,
    open: inout MutableSpan<UInt64>, path: KernelPath = .best
  ) {
    precondition(
      groups.lowerBound >= 0 && below.count >= groups.count && open.count >= groups.count,
      "splitting \(groups.count) groups into \(below.count) and \(open.count) words")
    #if arch(x86_64)
      if path == .avx512 {
        // SAFETY: both pointers cover what is written: a word a group.
        unsafe below.withUnsafeMutableBufferPointer { below in
          unsafe open.withUnsafeMutableBufferPointer { open in
            guard let sure = below.baseAddress, let other = open.baseAddress else { return }
            unsafe prune_avx512_philox_digits(
              seed, UInt64(groups.lowerBound), groups.count, digits.lowerBound, digits.upperBound,
              sure, other)
          }
        }
        return
      }
    #endif
    for group in groups {
      var (sure, other) = (0 as UInt64, 0 as UInt64)
      for half in 0..<2 as Range<UInt64> {
        let number = UInt64(group) << 1 | half
        let found = Self.compare(
          block(number, stream: 0), block(number, stream: 1), with: digits)
        sure |= UInt64(found.below) << (32 * half)
        other |= UInt64(found.open) << (32 * half)
      }
      below[group - groups.lowerBound] = sure
      open[group - groups.lowerBound] = other
    }
  }

  /// 32 digits at once, of which `upper` and `lower` hold the planes from the highest on.
  @inline(__always)
  private static func compare(
    _ upper: SIMD4<UInt32>, _ lower: SIMD4<UInt32>, with digits: ClosedRange<UInt8>
  ) -> (below: UInt32, open: UInt32) {
    // Less than the lower bound, and equal to it, in the planes so far; the same for the upper one.
    var (less, equal) = (SIMD2<UInt32>.zero, SIMD2<UInt32>(repeating: ~0))
    for bit in 0..<8 as Range<UInt8> {
      let word = bit < 4 ? upper[Int(bit)] : lower[Int(bit) - 4]
      let plane = SIMD2(repeating: word)
      let bound = SIMD2(
        0 &- UInt32(digits.lowerBound >> (7 - bit) & 1),
        0 &- UInt32(digits.upperBound >> (7 - bit) & 1))
      less |= equal & ~plane & bound
      equal &= ~(plane ^ bound)
    }
    return (less[0], (less[1] | equal[1]) & ~less[0])
  }

  /// Local. The whole keys of any numbers. Shapes `[n]`.
  ///
  /// - Complexity: three Philox blocks for each number; sixteen numbers at once with AVX-512.
  public func keys(
    of numbers: Span<Int64>, into keys: inout MutableSpan<UInt64>, path: KernelPath = .best
  ) {
    precondition(keys.count >= numbers.count, "\(numbers.count) keys into \(keys.count)")
    #if arch(x86_64)
      if path == .avx512 {
        // SAFETY: both pointers cover what is read and written: one of each for each number.
        unsafe numbers.withUnsafeBufferPointer { numbers in
          unsafe keys.withUnsafeMutableBufferPointer { keys in
            guard let from = numbers.baseAddress, let to = keys.baseAddress else { return }
            unsafe prune_avx512_philox_keys(seed, from, numbers.count, to)
          }
        }
        return
      }
    #endif
    for index in numbers.indices { keys[index] = key(of: Int(numbers[index])) }
  }
}
