// Blocks of doubles into the exact sum, most of the work in ordinary arithmetic that happens to
// be exact.
//
// Doubles are cut into slices, all of a block at the same places: (v + c) - c, with
// c = 1.5 * 2^k, is v rounded to a multiple of 2^(k - 52) if |v| <= 2^(k - 1), and what is left,
// v - slice, is exact (Rump, Ogita and Oishi 2008, "Accurate floating-point summation part I",
// SIAM J. Sci. Comput. 31(1), section 3). A slice has so few bits that the sum of a lane's
// slices is exact too: with |v| <= 2^m and at most 2^10 slices a lane, k = m + 9 gives sums of
// at most 2^(m + 10) = 2^53 units of 2^(k - 52). What is left is at most 2^(k - 53), so the
// second slice has m lower by 44. Two slices reach 87 bits below 2^m, which is all there is in
// most data; what is left of an element after that is added by itself.

extension ExactSum {
  /// Elements a block; 2^10 for each of the four lanes.
  @usableFromInline static let blockCount = 4096

  /// Doubles that are larger are added by themselves: the slicing constant could overflow.
  private static let largestSliced = 0x1p1000

  /// Adds at most `blockCount` doubles of any kind.
  mutating func addBlock(_ block: Span<Double>) {
    precondition(block.count <= Self.blockCount, "a block of \(block.count) doubles")
    let limit = Self.largestMagnitude(block)
    if limit <= Self.largestSliced, addSlices(block, limit: limit) { return }
    // A NaN, an infinity or a huge number: these one by one, and the others in slices.
    Self.withBlock { ordinary in
      var count = 0
      for index in block.indices {
        let value = block[index]
        guard value.magnitude <= Self.largestSliced else {
          add(value)
          continue
        }
        ordinary[count] = value
        count += 1
      }
      let kept = ordinary.span.extracting(..<count)
      _ = addSlices(kept, limit: Self.largestMagnitude(kept))
    }
  }

  /// Calls `body` with room for a block.
  static func withBlock(_ body: (inout MutableSpan<Double>) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: blockCount) { buffer in
      // SAFETY: initialized before the span is made.
      unsafe buffer.initialize(repeating: 0)
      var block = unsafe buffer.mutableSpan
      body(&block)
    }
  }

  /// Adds the block in two slices and what is left; false, and nothing is added, if there is a
  /// NaN.
  ///
  /// - Precondition: no magnitude is above `limit`, and `limit` is at most `largestSliced`.
  private mutating func addSlices(_ block: Span<Double>, limit: Double) -> Bool {
    let slicer = Slicer(limit: limit)
    var first = SIMD4<Double>.zero
    var second = SIMD4<Double>.zero
    var leftBits = SIMD4<UInt64>.zero
    let whole = block.count - block.count % 4
    for start in stride(from: 0, to: whole, by: 4) {
      // SAFETY: `start + 4` is at most `whole`.
      let slices = slicer.cut(unsafe Self.load4(block, start))
      first += slices.first
      second += slices.second
      // SAFETY: any 64 bits are an integer.
      leftBits |= unsafe unsafeBitCast(slices.left, to: SIMD4<UInt64>.self)
    }
    guard !first.sum().isNaN else { return false }
    for lane in 0..<4 {
      add(first[lane])
      add(second[lane])
    }
    if leftBits != .zero {
      for start in stride(from: 0, to: whole, by: 4) {
        // SAFETY: as above.
        let left = slicer.cut(unsafe Self.load4(block, start)).left
        for lane in 0..<4 where left[lane] != 0 { add(left[lane]) }
      }
    }
    for index in whole..<block.count { add(block[index]) }
    return true
  }

  /// The constants that cut all doubles of a block at the same places.
  private struct Slicer {
    let first: SIMD4<Double>
    let second: SIMD4<Double>

    /// - Parameter limit: At least every magnitude.
    init(limit: Double) {
      // Units below the least subnormal's do not exist; at that unit the slice is everything.
      let bound = limit == 0 ? -1022 : Int(limit.exponent) + 1
      let firstExponent = max(bound + 9, -1022)
      let secondExponent = max(firstExponent - 44, -1022)
      first = SIMD4(repeating: Double(sign: .plus, exponent: firstExponent, significand: 1.5))
      second = SIMD4(repeating: Double(sign: .plus, exponent: secondExponent, significand: 1.5))
    }

    @inline(__always)
    func cut(
      _ lanes: SIMD4<Double>
    ) -> (first: SIMD4<Double>, second: SIMD4<Double>, left: SIMD4<Double>) {
      let high = (lanes + first) - first
      let rest = lanes - high
      let low = (rest + second) - second
      return (high, low, rest - low)
    }
  }

  /// The largest magnitude; NaN does not count.
  private static func largestMagnitude(_ block: Span<Double>) -> Double {
    var largest = SIMD4<Double>.zero
    let whole = block.count - block.count % 4
    for start in stride(from: 0, to: whole, by: 4) {
      // SAFETY: `start + 4` is at most `whole`; any bits are a double.
      let lanes = unsafe unsafeBitCast(
        unsafeBitCast(load4(block, start), to: SIMD4<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF,
        to: SIMD4<Double>.self)
      largest.replace(with: lanes, where: lanes .> largest)
    }
    var result = largest.max()
    for index in whole..<block.count where block[index].magnitude > result {
      result = block[index].magnitude
    }
    return result
  }

  /// - Precondition: the span has four elements from `start` on.
  @inline(__always) @unsafe
  private static func load4(_ block: Span<Double>, _ start: Int) -> SIMD4<Double> {
    unsafe block.withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: 8 * start, as: SIMD4<Double>.self)
    }
  }
}
