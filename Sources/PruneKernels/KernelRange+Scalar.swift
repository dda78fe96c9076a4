// The reference: what the kernels mean, one element after the other, without a branch on data.
// An element is always stored and the target advances by the test's 0 or 1, so the time does
// not depend on how many are kept (Ross 2004, "Selection conditions in main memory", ACM TODS
// 29(1), the "no-branch" plan). `Bool` is read as its bits because `test ? 1 : 0` compiles to a
// branch here.
//
// A loop that only makes the mask, unlike one that compacts, is turned into vectors by the
// compiler, even with the SSE2 that every x86-64 has. So elements of up to 4 bytes are compared
// into a mask first and compacted by it: 2.2 instead of 1.0 bytes a nanosecond, for instance.

/// Whether an element is kept, as 1 or 0.
private protocol LaneTest {
  associatedtype Stored: BitwiseCopyable
  func keeps(_ value: Stored) -> UInt8
}

@inline(__always)
private func bit(_ test: Bool) -> UInt8 {
  // SAFETY: a Bool is one byte, 0 or 1.
  unsafe unsafeBitCast(test, to: UInt8.self)
}

/// Integers of either sign by their bits: `lower <= v <= upper` is one unsigned comparison of
/// distances from `lower`.
private struct IntegerTest<Stored: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>:
  LaneTest
{
  let lower: Stored
  let span: Stored
  /// All ones if magnitudes are compared.
  let magnitude: Stored
  let flip: UInt8

  init(_ range: KernelRange) {
    lower = Stored(truncatingIfNeeded: range.lower)
    span = Stored(truncatingIfNeeded: range.upper) &- lower
    magnitude = range.magnitude ? .max : 0
    flip = range.complement ? 1 : 0
  }

  @inline(__always)
  func keeps(_ value: Stored) -> UInt8 {
    // All ones for a negative value whose magnitude is compared.
    let negate = (0 &- (value &>> Stored(Stored.bitWidth - 1))) & magnitude
    return bit(((value ^ negate) &- negate) &- lower <= span) ^ flip
  }
}

private struct HalfTest: LaneTest {
  let integers: IntegerTest<UInt16>
  let magnitudeBits: UInt16

  init(_ range: KernelRange) {
    var ordered = range
    ordered.magnitude = false
    integers = IntegerTest(ordered)
    magnitudeBits = range.magnitude ? 0x7FFF : 0xFFFF
  }

  @inline(__always)
  func keeps(_ value: UInt16) -> UInt8 {
    integers.keeps(KernelRange.orderedHalf(value & magnitudeBits))
  }
}

private struct FloatTest: LaneTest {
  let lower: Float
  let upper: Float
  let magnitudeBits: UInt32
  let flip: UInt8

  init(_ range: KernelRange) {
    lower = Float(bitPattern: UInt32(range.lower))
    upper = Float(bitPattern: UInt32(range.upper))
    magnitudeBits = range.magnitude ? 0x7FFF_FFFF : 0xFFFF_FFFF
    flip = range.complement ? 1 : 0
  }

  @inline(__always)
  func keeps(_ value: UInt32) -> UInt8 {
    let compared = Float(bitPattern: value & magnitudeBits)
    return bit(compared >= lower) & bit(compared <= upper) ^ flip
  }
}

private struct DoubleTest: LaneTest {
  let lower: Double
  let upper: Double
  let magnitudeBits: UInt64
  let flip: UInt8

  init(_ range: KernelRange) {
    lower = Double(bitPattern: range.lower)
    upper = Double(bitPattern: range.upper)
    magnitudeBits = range.magnitude ? 0x7FFF_FFFF_FFFF_FFFF : 0xFFFF_FFFF_FFFF_FFFF
    flip = range.complement ? 1 : 0
  }

  @inline(__always)
  func keeps(_ value: UInt64) -> UInt8 {
    let compared = Double(bitPattern: value & magnitudeBits)
    return bit(compared >= lower) & bit(compared <= upper) ^ flip
  }
}

// MARK: the loops

extension LaneTest {
  // SAFETY, of both: the callers' pointers cover `count` elements; `Stored` is the unsigned
  // integer of the lane's width, so the memory is aligned for it and any bits are a value.

  @inline(__always)
  fileprivate func compact(
    _ values: UnsafeRawPointer, _ count: Int, into kept: UnsafeMutableRawPointer
  ) -> Int {
    let from = unsafe values.assumingMemoryBound(to: Stored.self)
    let to = unsafe kept.assumingMemoryBound(to: Stored.self)
    var next = 0
    for index in 0..<count {
      let value = unsafe from[index]
      unsafe to[next] = value
      next &+= Int(keeps(value))
    }
    return next
  }

  @inline(__always)
  fileprivate func mask(
    _ values: UnsafeRawPointer, _ count: Int, into mask: UnsafeMutablePointer<UInt8>
  ) {
    let from = unsafe values.assumingMemoryBound(to: Stored.self)
    for index in 0..<count { unsafe mask[index] = keeps(from[index]) }
  }
}

extension KernelRange {
  /// Elements whose mask is made at a time.
  private static let maskCount = 4096

  /// Copies the kept ones of `count` elements to `kept`; returns how many.
  @unsafe
  func compactScalar(
    _ values: UnsafeRawPointer, _ count: Int, into kept: UnsafeMutableRawPointer
  ) -> Int {
    switch lane {
    case .int64: return unsafe IntegerTest<UInt64>(self).compact(values, count, into: kept)
    case .double: return unsafe DoubleTest(self).compact(values, count, into: kept)
    default: break
    }
    let width = lane.byteCount
    var next = 0
    unsafe withMasks(values, count) { from, mask in
      next += unsafe compactScalarByMask(
        width, from, mask, keeping: true, into: kept + next * width)
    }
    return next
  }

  /// How many of `count` elements are kept.
  @unsafe
  func countScalar(_ values: UnsafeRawPointer, _ count: Int) -> Int {
    var found = 0
    unsafe withMasks(values, count) { _, mask in unsafe found += countKept(mask.span) }
    return found
  }

  /// Calls `body` with the elements and their mask, some thousands at a time.
  @unsafe
  private func withMasks(
    _ values: UnsafeRawPointer, _ count: Int,
    _ body: (UnsafeRawPointer, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maskCount) { mask in
      guard let to = mask.baseAddress else { return }
      for start in stride(from: 0, to: count, by: Self.maskCount) {
        // SAFETY: `step` elements are left, and fit the mask, which is written before it is read.
        let step = min(Self.maskCount, count - start)
        let from = unsafe values + start * lane.byteCount
        unsafe maskScalar(from, step, into: to)
        unsafe body(from, UnsafeBufferPointer(start: to, count: step))
      }
    }
  }

  /// Writes each element's 1 or 0 to `mask`.
  @unsafe
  func maskScalar(
    _ values: UnsafeRawPointer, _ count: Int, into mask: UnsafeMutablePointer<UInt8>
  ) {
    switch lane {
    case .int8: unsafe IntegerTest<UInt8>(self).mask(values, count, into: mask)
    case .int16: unsafe IntegerTest<UInt16>(self).mask(values, count, into: mask)
    case .int32: unsafe IntegerTest<UInt32>(self).mask(values, count, into: mask)
    case .int64: unsafe IntegerTest<UInt64>(self).mask(values, count, into: mask)
    case .half: unsafe HalfTest(self).mask(values, count, into: mask)
    case .float: unsafe FloatTest(self).mask(values, count, into: mask)
    case .double: unsafe DoubleTest(self).mask(values, count, into: mask)
    }
  }
}
