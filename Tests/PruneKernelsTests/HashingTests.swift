import PruneKernels
import Testing

@Suite struct HashingTests {
  /// The numbers that SplitMix64 gives for the seed 1234567, as published with its reference code
  /// (Vigna, splitmix64.c).
  @Test("the mixer gives the published numbers of SplitMix64")
  func published() {
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    for (index, number) in expected.enumerated() {
      #expect(mix64(1_234_567 &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15) == number)
    }
  }

  @Test("parts are equal stretches, and whole ones of a coarser division")
  func parts() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let hash = UInt64.random(in: 0...UInt64.max, using: &random)
      for shares: UInt64 in [1, 2, 3, 7, 64] {
        for perShare: UInt64 in [1, 2, 5, 4096] {
          let fine = part(ofHash: hash, in: shares * perShare)
          #expect(fine / Int(perShare) == part(ofHash: hash, in: shares))
          #expect(fine >= 0 && fine < Int(shares * perShare))
        }
      }
    }
    #expect(part(ofHash: .max, in: 3) == 2 && part(ofHash: 0, in: 3) == 0)
  }

  /// Rows of `stride` bytes with the elements placed at `offset`.
  func rows<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ values: [Bits], length: Int, floats: Bool, stride: Int, offset: Int
  ) -> (rows: [[UInt8]], nan: [UInt8], found: Bool) {
    let count = values.count / length
    var bytes = [UInt8](repeating: 0, count: count * stride)
    var nan = [UInt8](repeating: 0, count: count)
    var rowSpan = bytes.mutableSpan
    // SAFETY: any byte is a UInt8.
    var raw = unsafe rowSpan.mutableBytes
    var flags = nan.mutableSpan
    let found = placeKeys(
      values.span, length: length, areFloats: floats, into: &raw, stride: stride, offset: offset,
      nan: &flags)
    return ((0..<count).map { Array(bytes[$0 * stride..<($0 + 1) * stride]) }, nan, found)
  }

  @Test("keys of floats are equal where the values are, and NaN is one")
  func floats() {
    let values: [Double] = [
      0, -0.0, 1, -1, .nan, -.nan, .signalingNaN, Double(nan: 7, signaling: false), .infinity,
      -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    func check(_ keys: [[UInt8]], _ nan: [UInt8], _ values: [Double]) {
      for i in values.indices {
        #expect(nan[i] == (values[i].isNaN ? 1 : 0))
        for j in values.indices {
          let same = values[i] == values[j] || (values[i].isNaN && values[j].isNaN)
          #expect((keys[i] == keys[j]) == same, "\(values[i]) and \(values[j])")
        }
      }
    }
    let doubles = rows(values.map(\.bitPattern), length: 1, floats: true, stride: 8, offset: 0)
    check(doubles.rows, doubles.nan, values)
    let singles = values.map(Float.init)
    let floats = rows(singles.map(\.bitPattern), length: 1, floats: true, stride: 12, offset: 4)
    check(floats.rows, floats.nan, singles.map(Double.init))
    let small = values.map(Float16.init)
    let halves = rows(small.map(\.bitPattern), length: 1, floats: true, stride: 2, offset: 0)
    check(halves.rows, halves.nan, small.map(Double.init))
    #expect(doubles.found && floats.found && halves.found)
  }

  @Test("elements of a row lie side by side, others are left alone")
  func placing() {
    let found = rows(
      [1, 2, 3, 4, 5, 6] as [UInt16], length: 3, floats: false, stride: 10, offset: 2)
    #expect(
      found.rows == [[0, 0, 1, 0, 2, 0, 3, 0, 0, 0], [0, 0, 4, 0, 5, 0, 6, 0, 0, 0]])
    #expect(!found.found && found.nan == [0, 0])
    #expect(rows([] as [UInt8], length: 1, floats: false, stride: 8, offset: 0).rows.isEmpty)
  }

  @Test("rows that differ in one word have different hashes")
  func rowHashes() {
    var words: [UInt64] = [0, 1, 2, 3, 0, 1, 2, 4, 0, 1, 2, 3, 0, 2, 1, 3]
    var span = words.mutableSpan
    hashRows(&span, wordCount: 3)
    #expect(words[0] == words[8] && Set([words[0], words[4], words[12]]).count == 3)
    #expect(Array(words[13...]) == [2, 1, 3])
  }
}
