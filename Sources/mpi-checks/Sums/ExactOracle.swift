/// A sum of binary floating-point numbers kept as one wide integer, to compare with. Made for
/// being plain, not fast: a double is an integer times 2^−1074, added bit for bit into limbs of 32
/// bits that are carried only at the end.
struct ExactOracle {
  /// Limb `k` counts units of 2^(32·k − 1074); each may be anything in between.
  private var limbs = [Int64](repeating: 0, count: 72)
  private var additions = 0

  mutating func add(_ value: Double) {
    guard value != 0 else { return }
    let bits = value.bitPattern
    let exponent = Int(bits >> 52 & 0x7FF)
    precondition(exponent != 0x7FF, "the oracle adds finite numbers only")
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    let significand = exponent == 0 ? fraction : fraction | 1 << 52
    // Subnormals have the exponent of the smallest normal numbers.
    let place = Swift.max(exponent, 1) - 1
    let wide = UInt128(significand) << UInt128(place % 32)
    let sign: Int64 = value < 0 ? -1 : 1
    for part in 0..<3 {
      let digits = Int64(truncatingIfNeeded: wide >> UInt128(32 * part) & 0xFFFF_FFFF)
      limbs[place / 32 + part] += sign * digits
    }
    additions += 1
    precondition(additions < 1 << 30, "too many numbers for the limbs of the oracle")
  }

  mutating func add(_ value: Float) { add(Double(value)) }

  /// The nearest double, ties to even.
  var double: Double { rounded(digits: 53, lowest: 0, greatest: .greatestFiniteMagnitude) }

  /// The nearest float, ties to even: 2^−149 is 925 places above 2^−1074.
  var float: Float {
    Float(rounded(digits: 24, lowest: 925, greatest: Double(Float.greatestFiniteMagnitude)))
  }

  /// - Parameters:
  ///   - digits: Of the significand, binary.
  ///   - lowest: The place of the last bit of subnormals.
  private func rounded(digits: Int, lowest: Int, greatest: Double) -> Double {
    var bits = magnitude
    guard let top = bits.lastIndex(of: true) else { return 0 }
    let last = Swift.max(top - digits + 1, lowest)
    if last > 0 {
      let half = bits.indices.contains(last - 1) && bits[last - 1]
      let more = bits[..<Swift.max(last - 1, 0)].contains(true)
      let isOdd = bits[last]
      for place in 0..<last { bits[place] = false }
      if half && (more || isOdd) {
        var place = last
        while bits[place] {
          bits[place] = false
          place += 1
        }
        bits[place] = true
      }
    }
    // From the top: each partial value has at most `digits` bits and is exact.
    var value = 0.0
    for place in bits.indices.reversed() where bits[place] {
      value += Double(sign: .plus, exponent: place - 1074, significand: 1)
    }
    if value > greatest { value = .infinity }
    return isNegative ? -value : value
  }

  private var isNegative: Bool { carried.negative }

  /// The bits of the absolute value, from the lowest.
  private var magnitude: [Bool] {
    carried.limbs.flatMap { limb in (0..<32).map { limb >> Int64($0) & 1 == 1 } }
  }

  /// Limbs of 32 bits of the absolute value.
  private var carried: (limbs: [Int64], negative: Bool) {
    func carry(_ limbs: [Int64]) -> (limbs: [Int64], rest: Int64) {
      var limbs = limbs
      var rest: Int64 = 0
      for place in limbs.indices {
        let sum = limbs[place] + rest
        limbs[place] = sum & 0xFFFF_FFFF
        rest = sum >> 32
      }
      return (limbs, rest)
    }
    let plus = carry(limbs)
    if plus.rest >= 0 { return (plus.limbs, false) }
    return (carry(limbs.map { -$0 }).limbs, true)
  }
}
