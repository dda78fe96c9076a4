import PruneKernels
import ShardedArrays
import Stages
import Testing

@Suite struct SelectionTests {
  @Test("the place of a quantile, as numpy.quantile with method inverted_cdf chooses it")
  func places() {
    // numpy.lib._function_base_impl._inverted_cdf(n, q), NumPy 2.
    let expected: [(Double, Int, Int)] = [
      (0, 1, 0), (0, 10, 0), (1, 1, 0), (1, 10, 9), (0.5, 1, 0), (0.5, 2, 0), (0.5, 3, 1),
      (0.5, 4, 1), (0.9, 10, 8), (0.1, 10, 0), (0.25, 8, 1), (0.25, 9, 2), (0.75, 8, 5),
      (0.3, 10, 2), (0.7, 10, 6), (0.1, 30, 2), (0.6, 5, 2), (0.999, 1000, 998),
    ]
    for (quantile, count, place) in expected {
      #expect(InvertedCDF.place(quantile, of: count) == place, "\(quantile) of \(count)")
    }
    #expect(InvertedCDF.place(1, of: Int.max) == Int.max - 1)
  }

  @Test("fixed-point sums against integers of 128 bits")
  func fixedPoint() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let exponent = Int.random(in: -1074...900, using: &random)
      var (sum, plain) = (FixedPoint.zero, 0 as UInt128)
      for _ in 0..<5 {
        let shift = Int.random(in: 0...20, using: &random)
        let mass = UInt128(random.next() >> 14)
        sum.add(mass, exponent: exponent + shift)
        plain += mass << UInt128(shift)
      }
      var whole = FixedPoint.zero
      whole.add(plain, exponent: exponent)
      #expect(sum == whole)
      var product = FixedPoint.zero
      product.add(plain * 1000, exponent: exponent)
      #expect(sum * 1000 == product)
      #expect(product > whole || plain == 0)
      var added = whole
      added += product
      #expect(added == sum * 1001)
      #expect(
        whole.value == Double(sign: .plus, exponent: exponent, significand: Double(plain))
          || exponent < -1000)
    }
  }

  @Test("names of stages are as typed")
  func names() {
    func top(_ text: String) -> String? {
      Amount(text).map { Selection(.top, $0, by: .field(0), keyText: "x", nan: .refuse).name }
    }
    #expect(top("1000") == "top 1000")
    #expect(top("10%") == "top 10%")
    #expect(top("0.50%") == "top 0.50%")
    #expect(top("99.95%") == "top 99.95%")
  }

  @Test("an interval of a sample reaches to the ends, and leaves out keys that are everywhere")
  func intervals() {
    let order = KeyOrder(.unsigned, byteCount: 8)
    var limits = SearchLimits()
    limits.deviations = 0
    limits.stretches = 0
    limits.margin = 10
    let spread = KeySample((0..<1000).map { UInt64($0) * 10 }, stretch: 1, order: order)
    let middle = spread.interval(around: 5000, of: 10_000, limits)
    #expect(middle == KeyInterval(from: 4900, through: 5110))
    #expect(spread.interval(around: 0, of: 10_000, limits).from == 0)
    #expect(spread.interval(around: 9999, of: 10_000, limits).through == .max)
    // One value only: nothing is left to be told apart.
    for value in [0, 7, UInt64.max] {
      let same = KeySample(Array(repeating: value, count: 1000), stretch: 1, order: order)
      let interval = same.interval(around: 5000, of: 10_000, limits)
      #expect(interval.isEmpty && interval.countsBefore != interval.countsBehind)
    }
    // Two values: both ends are counted by themselves.
    let two = KeySample((0..<1000).map { $0 < 500 ? 3 : 9 }, stretch: 1, order: order)
    let border = two.interval(around: 5000, of: 10_000, limits)
    #expect(border == KeyInterval(from: 4, through: 8, countsBefore: true, countsBehind: true))
  }
}
