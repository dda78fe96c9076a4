import PruneKernels
import Testing

/// Ordered keys and the kernels over their ranges against comparisons of the values themselves.
@Suite struct OrderingTests {
  @Test("ordered keys have the order of the numbers, and lead back", arguments: TestedType.allCases)
  func order(type: TestedType) throws { try type.visit(Order()) }

  private struct Order: TypeVisitor {
    func visit<E: Tested>(_ type: E.Type) throws {
      let order = keyOrder(of: E.self)
      let numbers = mixture(E.self, count: 300, seed: 1).filter { $0 == $0 }
      let keys = orderedKeys(numbers, order)
      for (a, keyA) in zip(numbers, keys) {
        try #require(order.isNumber(keyA), "\(E.name) \(a)")
        try #require(orderedKeys([element(order.bits(of: keyA), E.self)], order) == [keyA])
        for (b, keyB) in zip(numbers, keys) {
          try #require(
            (a < b) == (keyA < keyB) && (a == b) == (keyA == keyB), "\(E.name) \(a) \(b)")
        }
      }
      #expect(
        orderedKeys([nan(E.self), nan(E.self, negative: true)].compactMap(\.self), order)
          .allSatisfy { !order.isNumber($0) })
    }
  }

  @Test("count, mask, compact and split of ranges, lengths 0 to 100", arguments: paths)
  func ranges(path: KernelPath) throws {
    for type in TestedType.allCases { try type.visit(Ranges(path: path)) }
  }

  private struct Ranges: TypeVisitor {
    let path: KernelPath

    func visit<E: Tested>(_ type: E.Type) throws {
      let order = keyOrder(of: E.self)
      for length in 0...100 {
        let values = mixture(E.self, count: length, seed: UInt64(length))
        let ends = mixture(E.self, count: 40, seed: UInt64(length) + 500).filter { $0 == $0 }
          .prefix(2).sorted { $0 < $1 }
        let keys = orderedKeys(ends, order)
        let isInside = values.map { $0 >= ends[0] && $0 <= ends[1] }
        let inside = zip(values, isInside).filter(\.1).map(\.0)
        let what: Comment = "\(E.name), \(length), \(ends), \(path)"
        for complement in [false, true] {
          let range = KeyRange(order, keys[0], through: keys[1], complement: complement)
          let expected = isInside.map { $0 != complement }
          // SAFETY: elements without padding, only read.
          try #require(
            range.count(unsafe values.span.bytes, path: path) == expected.count { $0 }, what)
          var mask = Guarded<UInt8>(count: length, filler: 7)
          mask.withOutput { range.mask(unsafe values.span.bytes, into: &$0, path: path) }
          try #require(mask.prefix(length) == expected.map { $0 ? 1 : 0 } && mask.isIntact, what)
          var kept = Guarded(count: length, filler: E.specials[3])
          let count = kept.withOutput { output in
            withBytes(of: &output) {
              range.compact(unsafe values.span.bytes, into: &$0, path: path)
            }
          }
          let chosen = zip(values, expected).filter(\.1).map(\.0)
          try #require(
            bytes(kept.prefix(count)) == bytes(chosen) && kept.isIntact, what)
        }
        var kept = Guarded(count: length, filler: E.specials[3])
        let split = kept.withOutput { output in
          withBytes(of: &output) {
            KeyRange(order, keys[0], through: keys[1])
              .split(unsafe values.span.bytes, into: &$0, path: path)
          }
        }
        try #require(split.below == values.count { $0 < ends[0] }, what)
        try #require(split.nan == values.count { $0 != $0 }, what)
        try #require(
          bytes(kept.prefix(split.inside)) == bytes(inside) && kept.isIntact, what)
      }
    }
  }

  @Test("histograms of counts and masses", arguments: TestedType.allCases)
  func histograms(type: TestedType) throws { try type.visit(Histograms()) }

  private struct Histograms: TypeVisitor {
    func visit<E: Tested>(_ type: E.Type) throws {
      let order = keyOrder(of: E.self)
      let values = mixture(E.self, count: 500, seed: 9)
      let keys = orderedKeys(values, order)
      // Bins whose keys have one exponent, as the masses need them.
      let shift = max(0, 8 * MemoryLayout<E>.size - 13)
      let (from, through) = (order.zero, order.greatestFinite)
      let bins = Int((through - from) >> UInt64(shift)) + 1
      var counts = Array(repeating: 0, count: bins)
      var again = counts
      var masses = Array(repeating: 0 as UInt128, count: bins)
      var a = counts.mutableSpan
      var b = again.mutableSpan
      var c = masses.mutableSpan
      order.histogram(
        unsafe values.span.bytes, from: from, through: through, shift: shift, into: &a)
      order.massHistogram(
        unsafe values.span.bytes, from: from, through: through, shift: shift, into: &b, masses: &c)
      #expect(counts == again)
      for bin in 0..<bins {
        let inBin = keys.filter {
          $0 >= from && $0 <= through && Int(($0 - from) >> UInt64(shift)) == bin
        }
        #expect(counts[bin] == inBin.count, "\(E.name), bin \(bin)")
        #expect(masses[bin] == inBin.reduce(0 as UInt128) { $0 + UInt128(order.mass(of: $1)) })
        for key in inBin.prefix(3) {
          let value = Double(
            sign: .plus, exponent: order.massExponent(of: key),
            significand: Double(order.mass(of: key)))
          #expect(value == order.value(of: key), "\(E.name) \(key)")
        }
      }
    }
  }

  @Test("squares of deviations and their largest, with NaN")
  func deviations() {
    for length in 0...40 {
      let values = (0..<length).map { index in
        index % 7 == 3 ? Double.nan : Double(Int64(bitPattern: random(4, index)) >> 40)
      }
      var output = Guarded<Double>(count: length, filler: -7)
      let largest = output.withOutput {
        squareDeviations(values.span, scale: 0.5, center: 3, into: &$0)
      }
      let distances = values.map { $0 * 0.5 - 3 }
      #expect(largest == distances.filter { !$0.isNaN }.map(abs).max() ?? 0)
      #expect(bytes(output.prefix(length)) == bytes(distances.map { $0 * $0 }) && output.isIntact)
    }
  }
}

/// How values of a tested type are ordered.
private func keyOrder<E: Tested>(of type: E.Type) -> KeyOrder {
  let size = MemoryLayout<E>.size
  if E.self is any BinaryFloatingPoint.Type { return KeyOrder(.float, byteCount: size) }
  return KeyOrder(E.name.hasPrefix("U") ? .unsigned : .signed, byteCount: size)
}

private func orderedKeys<E: Tested>(_ values: [E], _ order: KeyOrder) -> [UInt64] {
  var keys: [UInt64] = []
  // SAFETY: elements without padding, only read.
  order.append(unsafe values.span.bytes, to: &keys)
  return keys
}

/// The element with these bits.
private func element<E: Tested>(_ bits: UInt64, _ type: E.Type) -> E {
  var bits = bits
  // SAFETY: the machine is little-endian, and any bits are a value.
  return unsafe withUnsafeBytes(of: &bits) { unsafe $0.loadUnaligned(as: E.self) }
}

private func nan<E: Tested>(_ type: E.Type, negative: Bool = false) -> E? {
  E.specials.first { $0 != $0 && (bytes([$0]).last ?? 0 >= 0x80) == negative }
}

/// A span's elements as bytes to write.
private func withBytes<E: BitwiseCopyable, R>(
  of span: inout MutableSpan<E>, _ body: (inout MutableRawSpan) -> R
) -> R {
  // SAFETY: the closure's buffer is exactly the span.
  unsafe span.withUnsafeMutableBytes { buffer in
    var bytes = unsafe buffer.mutableBytes
    return body(&bytes)
  }
}
