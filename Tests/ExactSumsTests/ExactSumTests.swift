import ExactSums
import Testing

/// Expected bits of sum and mean: Python's `fractions.Fraction`, converted at the end.
@Suite struct ExactSumTests {
  static let count = 10_007

  static func doubles(_ seed: UInt64, _ make: (UInt64) -> UInt64) -> [Double] {
    (0..<count).map { Double(bitPattern: make(random(seed, $0))) }
  }

  static func finite(_ bits: UInt64) -> UInt64 {
    bits >> 52 & 0x7FF == 0x7FF ? bits & ~(1 << 62) : bits
  }

  static func check<E: Summed>(
    _ name: String, _ values: [E], sum: UInt64, mean: UInt64
  ) {
    var whole = ExactSum()
    whole.add(values)
    #expect(whole.value.bitPattern == sum, "\(name): \(whole.value)")
    let average = whole.mean(count: values.count)
    #expect(average.bitPattern == mean, "\(name), mean: \(average)")
    // Shuffled, split, sent as words and added as ranks would.
    for seed in UInt64(0)..<5 {
      var random = SplitMix64(seed: seed)
      let shuffled = values.shuffled(using: &random)
      let cuts = (0..<4).map { _ in Int.random(in: 0...values.count, using: &random) }.sorted()
      var total = [Int64](repeating: 0, count: ExactSum.wordCount)
      var merged = ExactSum()
      for (start, end) in zip([0] + cuts, cuts + [values.count]) {
        var part = ExactSum()
        part.add(Array(shuffled[start..<end]))
        total = zip(total, part.words).map { $0 + $1 }
        merged.add(part)
      }
      #expect(total.count == ExactSum.wordCount)
      #expect(ExactSum(words: total).value.bitPattern == sum, "\(name), seed \(seed)")
      #expect(ExactSum(words: total).words == whole.words, "\(name), seed \(seed)")
      #expect(merged.words == whole.words, "\(name), seed \(seed)")
    }
  }

  @Test("doubles of many kinds")
  func doubles() {
    Self.check(
      "uniform", (0..<Self.count).map { Double(random(1, $0) >> 11) * 0x1p-53 },
      sum: 0x40b3_23d3_a41e_ddff, mean: 0x3fdf_5642_b17b_3754)
    Self.check(
      "any bits", Self.doubles(2, Self.finite),
      sum: 0x7ff0_0000_0000_0000, mean: 0x7f3b_bb5d_c27c_518e)
    Self.check(
      "60 exponents",
      Self.doubles(3) { $0 & 0x800f_ffff_ffff_ffff | (1000 + ($0 >> 52) % 60) << 52 },
      sum: 0xc263_96ee_f19c_b47d, mean: 0xc190_095c_133a_2996)
    Self.check(
      "subnormal", Self.doubles(4) { $0 & 0x800f_ffff_ffff_ffff },
      sum: 0x8062_95a9_741d_68ae, mean: 0x8000_0f36_c015_60db)
    Self.check(
      "tiny", Self.doubles(5) { $0 & 0x803f_ffff_ffff_ffff },
      sum: 0x803d_fcca_2eb0_9594, mean: 0x8000_0311_8daa_ad75)
    Self.check(
      "huge", Self.doubles(6) { $0 & 0x800f_ffff_ffff_ffff | (2020 + ($0 >> 52) % 27) << 52 },
      sum: 0x7ff0_0000_0000_0000, mean: 0x7f53_108c_4350_1347)
  }

  @Test("narrow floats")
  func narrow() {
    Self.check(
      "float",
      (0..<Self.count).map { number -> Float in
        let bits = UInt32(truncatingIfNeeded: random(7, number))
        return Float(bitPattern: bits >> 23 & 0xFF == 0xFF ? bits ^ (1 << 30) : bits)
      }, sum: 0x4821_8ba2_3504_c9bd, mean: 0x474c_b9f1_dc0f_ec56)
    Self.check(
      "half",
      (0..<Self.count).map { number -> Float16 in
        let bits = UInt16(truncatingIfNeeded: random(8, number))
        return Float16(bitPattern: bits >> 10 & 0x1F == 0x1F ? bits ^ (1 << 14) : bits)
      }, sum: 0xc126_224c_2ac0_a000, mean: 0xc052_1e95_7c26_e281)
  }

  @Test("integers")
  func integers() {
    func values<I: FixedWidthInteger>(_ seed: UInt64, as type: I.Type) -> [I] {
      (0..<Self.count).map { I(truncatingIfNeeded: random(seed, $0)) }
    }
    Self.check(
      "int8", values(9, as: Int8.self), sum: 0xc0bf_d600_0000_0000, mean: 0xbfea_0fcf_4aac_93a9)
    Self.check(
      "int16", values(9, as: Int16.self), sum: 0xc127_9bac_0000_0000, mean: 0xc053_5383_42ff_df41)
    Self.check(
      "int32", values(9, as: Int32.self), sum: 0x4220_cb20_6454_0000, mean: 0x414b_7ec3_03af_0eea)
    Self.check(
      "int64", values(9, as: Int64.self), sum: 0x4423_9fe4_8010_cb20, mean: 0x4350_10b1_a46b_2c63)
    Self.check(
      "uint8", values(10, as: UInt8.self), sum: 0x4133_7bac_0000_0000, mean: 0x405f_e615_d8dc_0189
    )
    Self.check(
      "uint16", values(10, as: UInt16.self), sum: 0x41b3_4d40_ac00_0000,
      mean: 0x40df_9a15_d24f_753e)
    Self.check(
      "uint32", values(10, as: UInt32.self), sum: 0x42b3_5955_ef40_ac00,
      mean: 0x41df_adde_472c_7630)
    Self.check(
      "uint64", values(10, as: UInt64.self), sum: 0x44b3_885e_c694_3756,
      mean: 0x43df_fae0_313f_3588)
  }

  @Test("where rounding and overflow are decided")
  func edges() {
    let least = Double.leastNonzeroMagnitude
    let most = Double.greatestFiniteMagnitude
    let cases: [([Double], UInt64, UInt64)] = [
      ([0x1p53, 1], 0x4340_0000_0000_0000, 0x4330_0000_0000_0000),
      ([0x1p53, 1, least], 0x4340_0000_0000_0001, 0x4325_5555_5555_5556),
      ([0x1p53, 1, -least], 0x4340_0000_0000_0000, 0x4325_5555_5555_5556),
      ([0x1p53, 2, 1], 0x4340_0000_0000_0002, 0x4325_5555_5555_5557),
      ([most, 0x1p970], 0x7ff0_0000_0000_0000, 0x7fe0_0000_0000_0000),
      ([most, 0x1p970, -least], 0x7fef_ffff_ffff_ffff, 0x7fd5_5555_5555_5555),
      ([1.7e308, 1.7e308, -1.7e308], 0x7fee_42d1_3077_3b76, 0x7fd4_2c8b_75a4_d24f),
      ([-1.7e308, -1.7e308], 0xfff0_0000_0000_0000, 0xffee_42d1_3077_3b76),
      ([least, 0, 0], 0x0000_0000_0000_0001, 0),
      ([least, 0], 0x0000_0000_0000_0001, 0),
      ([least, least, least, 0], 0x0000_0000_0000_0003, 0x0000_0000_0000_0001),
      ([least, least, least, 0, 0, 0], 0x0000_0000_0000_0003, 0),
      ([1, 0, 0], 0x3ff0_0000_0000_0000, 0x3fd5_5555_5555_5555),
      ([-1, 0, 0], 0xbff0_0000_0000_0000, 0xbfd5_5555_5555_5555),
      ([0x1p-1022, -least], 0x000f_ffff_ffff_ffff, 0x0008_0000_0000_0000),
      ([1e100, 1, -1e100], 0x3ff0_0000_0000_0000, 0x3fd5_5555_5555_5555),
      ([-0.0, -0.0], 0, 0),
    ]
    for (values, sum, mean) in cases {
      Self.check("\(values)", values, sum: sum, mean: mean)
    }
    #expect(ExactSum().value == 0)
  }

  @Test("NaN and infinities as IEEE 754 has them, anywhere in a block")
  func specials() {
    let ordinary = (0..<5000).map { Double($0) }
    func sum<E: Summed>(_ values: [E]) -> Double {
      var sum = ExactSum()
      sum.add(values)
      return ExactSum(words: sum.words).value
    }
    for place in [0, 3, 17, 4095, 4096, 4999] {
      func with(_ specials: [Double]) -> [Double] {
        Array(ordinary[..<place] + specials + ordinary[place...])
      }
      #expect(sum(with([.nan])).isNaN, "at \(place)")
      #expect(sum(with([.infinity])) == .infinity, "at \(place)")
      #expect(sum(with([-.infinity, -.infinity])) == -.infinity, "at \(place)")
      #expect(sum(with([.infinity, -.infinity])).isNaN, "at \(place)")
      #expect(sum(with([1e305, -1e305])) == 12_497_500, "at \(place)")
    }
    #expect(sum([Float.infinity, 1]) == .infinity)
    #expect(sum([Float.nan, 1]).isNaN)
    #expect(sum([-Float16.infinity, 1]) == -.infinity)
    #expect(sum([Float16.nan, 1]).isNaN)
  }

  @Test("zeros and NaN alone")
  func nothing() {
    var sum = ExactSum()
    sum.add([Double](repeating: 0, count: 100))
    #expect(sum.value == 0)
    sum.add([Double](repeating: .nan, count: 100))
    #expect(sum.value.isNaN)
    #expect(sum.mean(count: 200).isNaN)
  }

  @Test("a float is rounded once")
  func floats() {
    let cases: [([Float], Float)] = [
      // By way of a double this would be a tie and go down.
      ([1, 0x1p-24, 0x1p-60], 1 + 0x1p-23),
      ([1, 0x1p-24], 1),
      ([.greatestFiniteMagnitude, 0x1p103], .infinity),
      ([.greatestFiniteMagnitude, 0x1p103, -.leastNonzeroMagnitude], .greatestFiniteMagnitude),
      ([.leastNonzeroMagnitude, .leastNonzeroMagnitude, -0x1p-147], -2 * .leastNonzeroMagnitude),
      ([], 0),
    ]
    for (values, expected) in cases {
      var sum = ExactSum()
      sum.add(values)
      #expect(sum.floatValue == expected, "\(values)")
    }
  }
}
