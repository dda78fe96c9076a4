import PruneKernels
import Testing

/// The three comparison kernels against the language's operators.
@Suite struct ComparingTests {
  @Test(
    "lengths 0 to 200 at several offsets, every comparison, special values",
    arguments: TestedType.allCases)
  func lengthsAndOffsets(type: TestedType) throws {
    try type.visit(LengthsAndOffsets())
  }

  private struct LengthsAndOffsets: TypeVisitor {
    func visit<E: Tested>(_ type: E.Type) throws {
      // And some that are longer than what any path takes in one step.
      for length in Array(0...200) + [1023, 4095, 4097, 9000] {
        let seed = UInt64(length)
        var random = SplitMix64(seed: seed)
        let offset = length % 9
        let values = mixture(E.self, count: length + offset, seed: seed)
        for comparison in Comparison.allCases {
          let constant = E.specials[Int(random.next() >> 8) % E.specials.count]
          for magnitude in [false, true] {
            let negated = random.next() & 1 == 0
            try check(
              values, offset, comparison, constant, magnitude: magnitude, negated: negated,
              "seed \(seed)")
          }
        }
      }
    }
  }

  @Test("every special value against every special constant", arguments: TestedType.allCases)
  func everyConstant(type: TestedType) throws {
    try type.visit(EveryConstant())
  }

  private struct EveryConstant: TypeVisitor {
    func visit<E: Tested>(_ type: E.Type) throws {
      let values = E.specials + mixture(E.self, count: 100, seed: 1)
      for constant in E.specials {
        for comparison in Comparison.allCases {
          for magnitude in [false, true] {
            for negated in [false, true] {
              try check(
                values, 0, comparison, constant, magnitude: magnitude, negated: negated, "")
            }
          }
        }
      }
    }
  }

  @Test("every half against every kind of constant", arguments: paths)
  func everyHalf(path: KernelPath) {
    let all = (0...UInt16.max).map { Float16(bitPattern: $0) }
    for constant in Float16.specials {
      for comparison in Comparison.allCases {
        let found = countComparing(all.span, comparison, constant, path: path)
        let expected = all.count { Float16.holds($0, comparison, constant) }
        #expect(found == expected, "\(comparison.rawValue) \(constant)")
      }
    }
  }

  @Test("what is kept and its negation are everything")
  func negation() {
    let values = mixture(Double.self, count: 1000, seed: 7)
    for comparison in Comparison.allCases {
      let kept = countComparing(values.span, comparison, 1)
      let others = countComparing(values.span, comparison, 1, negated: true)
      #expect(kept + others == 1000)
    }
  }
}

/// All three kernels on `values[offset...]`, on every path.
private func check<E: Tested>(
  _ values: [E], _ offset: Int, _ comparison: Comparison, _ constant: E, magnitude: Bool,
  negated: Bool, _ context: String
) throws {
  let block = values[offset...]
  let expectedMask = block.map { value -> UInt8 in
    E.oracle(value, comparison, constant, magnitude: magnitude) != negated ? 1 : 0
  }
  let expected = zip(block, expectedMask).filter { $0.1 == 1 }.map(\.0)
  let span = values.span.extracting(offset...)
  for path in paths {
    let what: Comment =
      """
      \(E.name) \(comparison.rawValue) \(constant), magnitude \(magnitude), negated \(negated), \
      \(block.count) at \(offset), \(path), \(context)
      """
    var survivors = Guarded(count: block.count, filler: E.specials[3])
    let kept = survivors.withOutput {
      compactComparing(
        span, comparison, constant, magnitude: magnitude, negated: negated, into: &$0, path: path)
    }
    try #require(kept == expected.count, what)
    try #require(bytes(survivors.prefix(kept)) == bytes(expected), what)
    try #require(survivors.isIntact, what)

    var mask = Guarded<UInt8>(count: block.count, filler: 7)
    mask.withOutput {
      compare(
        span, comparison, constant, magnitude: magnitude, negated: negated, into: &$0, path: path)
    }
    try #require(mask.prefix(block.count) == expectedMask, what)
    try #require(mask.isIntact, what)

    let count = countComparing(
      span, comparison, constant, magnitude: magnitude, negated: negated, path: path)
    try #require(count == expected.count, what)
  }
}
