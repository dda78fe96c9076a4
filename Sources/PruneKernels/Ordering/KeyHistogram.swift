// Histograms of ordered keys: bin b has the keys from `from + (b << shift)` on. A loop for each
// kind and width of keys; which one it is is found out once a block.

/// How the bits of one Swift integer are ordered, known when the loop is compiled.
private protocol BitOrder {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
  static func ordered(_ bits: Bits) -> Bits
}

private enum Unsigned<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: BitOrder {
  @inline(__always) static func ordered(_ bits: Bits) -> Bits { bits }
}

private enum Signed<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: BitOrder {
  @inline(__always) static func ordered(_ bits: Bits) -> Bits { bits ^ (1 &<< (bits.sign)) }
}

private enum Floating<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: BitOrder {
  @inline(__always) static func ordered(_ bits: Bits) -> Bits {
    // All ones where the sign is set: the magnitude's two's complement.
    let negate = 0 &- (bits &>> bits.sign)
    return (((bits & ~(1 &<< bits.sign)) ^ negate) &- negate) &+ (1 &<< bits.sign)
  }
}

extension FixedWidthInteger {
  /// The place of the sign bit.
  @inline(__always) fileprivate var sign: Self { Self(truncatingIfNeeded: Self.bitWidth - 1) }
}

/// What is done with an ordered key in a bin.
private protocol Binned {
  func add(_ ordered: UInt64, bin: Int)
}

extension BitOrder {
  /// Bins the keys in `from ... from + span`.
  @inline(__always)
  static func bin(
    _ values: RawSpan, _ from: UInt64, span: UInt64, shift: UInt64, _ bins: some Binned
  ) {
    // SAFETY: the pointer covers `values.count` elements; `Bits` is as wide as they are, and any
    // bits are a value. Whether they are aligned is the caller's duty and that of every block.
    unsafe values.withUnsafeBytes { bytes in
      let elements = unsafe bytes.assumingMemoryBound(to: Bits.self)
      let first = Bits(truncatingIfNeeded: from)
      let most = Bits(truncatingIfNeeded: span)
      for index in elements.indices {
        let distance = unsafe ordered(elements[index]) &- first
        if distance <= most {
          bins.add(UInt64(distance), bin: Int(truncatingIfNeeded: UInt64(distance) &>> shift))
        }
      }
    }
  }
}

extension KeyOrder {
  @inline(__always)
  fileprivate func bin(
    _ values: RawSpan, _ from: UInt64, span: UInt64, shift: Int, _ bins: some Binned
  ) {
    let shift = UInt64(shift)
    switch (kind, byteCount) {
    case (.unsigned, 1): Unsigned<UInt8>.bin(values, from, span: span, shift: shift, bins)
    case (.unsigned, 2): Unsigned<UInt16>.bin(values, from, span: span, shift: shift, bins)
    case (.unsigned, 4): Unsigned<UInt32>.bin(values, from, span: span, shift: shift, bins)
    case (.unsigned, _): Unsigned<UInt64>.bin(values, from, span: span, shift: shift, bins)
    case (.signed, 1): Signed<UInt8>.bin(values, from, span: span, shift: shift, bins)
    case (.signed, 2): Signed<UInt16>.bin(values, from, span: span, shift: shift, bins)
    case (.signed, 4): Signed<UInt32>.bin(values, from, span: span, shift: shift, bins)
    case (.signed, _): Signed<UInt64>.bin(values, from, span: span, shift: shift, bins)
    case (.float, 2): Floating<UInt16>.bin(values, from, span: span, shift: shift, bins)
    case (.float, 4): Floating<UInt32>.bin(values, from, span: span, shift: shift, bins)
    case (.float, _): Floating<UInt64>.bin(values, from, span: span, shift: shift, bins)
    }
  }

  /// Counts the keys of a block in the bins of `from ... through`.
  ///
  /// - Parameters:
  ///   - values: Elements of the order's type, aligned. Those outside the range do not count.
  ///   - counts: One more for each key in its bin. At least `(through - from) >> shift + 1` bins.
  /// - Complexity: about a nanosecond an element.
  public func histogram(
    _ values: RawSpan, from: UInt64, through: UInt64, shift: Int,
    into counts: inout MutableSpan<Int>
  ) {
    precondition(
      from <= through && (through - from) >> UInt64(shift) < UInt64(counts.count),
      "a histogram of \(counts.count) bins for keys \(from) to \(through)")
    // SAFETY: the bins of all keys in the range are there, and no other key is counted.
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      bin(values, from, span: through - from, shift: shift, unsafe CountBins(counts: counts))
    }
  }

  /// Counts the keys of a block as ``histogram(_:from:through:shift:into:)`` does, and adds up
  /// what ``mass(of:)`` they have.
  ///
  /// - Precondition: no key in the range is negative.
  /// - Complexity: about two nanoseconds an element.
  public func massHistogram(
    _ values: RawSpan, from: UInt64, through: UInt64, shift: Int,
    into counts: inout MutableSpan<Int>, masses: inout MutableSpan<UInt128>
  ) {
    precondition(
      from >= zero && from <= through && masses.count == counts.count
        && (through - from) >> UInt64(shift) < UInt64(counts.count),
      "a histogram of \(counts.count) bins for keys \(from) to \(through)")
    // SAFETY: as above, for both tables.
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe masses.withUnsafeMutableBufferPointer { masses in
        let hidden: UInt64 = kind == .float ? 1 << UInt64(fractionBits) : 0
        bin(
          values, from, span: through - from, shift: shift,
          unsafe MassBins(
            counts: counts, masses: masses, first: from - zero, hidden: hidden))
      }
    }
  }
}

@safe
private struct CountBins: Binned {
  let counts: UnsafeMutableBufferPointer<Int>

  @inline(__always) func add(_ ordered: UInt64, bin: Int) { unsafe counts[bin] &+= 1 }
}

@safe
private struct MassBins: Binned {
  let counts: UnsafeMutableBufferPointer<Int>
  let masses: UnsafeMutableBufferPointer<UInt128>
  /// The distance of the first key from zero.
  let first: UInt64
  /// The hidden bit of a float's significand; 0 of integers.
  let hidden: UInt64

  @inline(__always) func add(_ ordered: UInt64, bin: Int) {
    unsafe counts[bin] &+= 1
    let bits = first &+ ordered
    let mass = hidden == 0 ? bits : bits & (hidden &- 1) | (bits < hidden ? 0 : hidden)
    unsafe masses[bin] &+= UInt128(mass)
  }
}

extension KeyOrder {
  /// The keys of a block as the nearest doubles.
  ///
  /// - Parameters:
  ///   - values: Elements of the order's type, aligned. Shape `[n]`.
  ///   - doubles: At least `[n]`.
  public func doubles(_ values: RawSpan, into doubles: inout MutableSpan<Double>) {
    precondition(
      doubles.count >= values.byteCount / byteCount,
      "\(values.byteCount) bytes of keys into \(doubles.count) doubles")
    // SAFETY: the span has as many elements as the doubles have room for; `Element` is as wide as
    // the keys are, and any bits are a value.
    func convert<Element: BitwiseCopyable>(
      _ type: Element.Type, _ double: (Element) -> Double
    ) {
      unsafe values.withUnsafeBytes { bytes in
        let elements = unsafe bytes.assumingMemoryBound(to: Element.self)
        unsafe doubles.withUnsafeMutableBufferPointer { doubles in
          for index in elements.indices { unsafe doubles[index] = double(elements[index]) }
        }
      }
    }
    switch (kind, byteCount) {
    case (.unsigned, 1): convert(UInt8.self) { Double($0) }
    case (.unsigned, 2): convert(UInt16.self) { Double($0) }
    case (.unsigned, 4): convert(UInt32.self) { Double($0) }
    case (.unsigned, _): convert(UInt64.self) { Double($0) }
    case (.signed, 1): convert(Int8.self) { Double($0) }
    case (.signed, 2): convert(Int16.self) { Double($0) }
    case (.signed, 4): convert(Int32.self) { Double($0) }
    case (.signed, _): convert(Int64.self) { Double($0) }
    case (.float, 2): convert(Float16.self) { Double($0) }
    case (.float, 4): convert(Float.self) { Double($0) }
    case (.float, _): convert(Double.self) { $0 }
    }
  }
}

extension KeyOrder {
  /// Appends the ordered keys of a block, NaNs among them.
  public func append(_ values: RawSpan, to ordered: inout [UInt64]) {
    for offset in stride(from: 0, to: values.byteCount, by: byteCount) {
      // SAFETY: the offset is that of a whole element.
      let bits: UInt64 =
        switch byteCount {
        case 1: unsafe UInt64(values.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        case 2: unsafe UInt64(values.unsafeLoad(fromByteOffset: offset, as: UInt16.self))
        case 4: unsafe UInt64(values.unsafeLoad(fromByteOffset: offset, as: UInt32.self))
        default: unsafe values.unsafeLoad(fromByteOffset: offset, as: UInt64.self)
        }
      ordered.append(self.ordered(bits))
    }
  }
}
