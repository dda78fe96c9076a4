// A sum that is exact until it is read: a fixed-point number wide enough for every finite double
// (Kulisch and Miranker 1986, "The arithmetic of the digital computer: a new approach", SIAM
// Review 28(1)), in digits of 32 bits kept in 64-bit integers so that carries can wait (Neal
// 2015, "Fast exact summation using small and large superaccumulators", arXiv:1505.05571).
// Integers add in any order, so the bits of the result depend on neither order nor split.
//
// Digit d is worth 2^(32 d - 1074). The top digit holds what is left, sign included: with 68
// digits it has room for 2^62 elements of the largest double and the sum over 2^31 ranks.

/// An order-free, exact sum of floats or integers.
///
/// NaN and infinities are counted apart and decide the result as IEEE 754 has it: NaN if there
/// was a NaN or infinities of both signs, else the infinity. A sum of zeros of any sign is +0.
public struct ExactSum: Sendable {
  static let digitCount = 68
  /// The exponent of the lowest digit's unit.
  static let lowestExponent = -1074

  private var digits = InlineArray<68, Int64>(repeating: 0)
  /// Additions since the digits were last below 2^32.
  private var additions = 0
  var nanCount = 0
  var positiveInfinityCount = 0
  var negativeInfinityCount = 0

  /// Zero.
  public init() {}

  /// How many ``words`` carry a sum.
  public static let wordCount = digitCount + 3

  /// The sum as numbers that ranks can add element by element: digits below 2^32 in magnitude
  /// and three counts; always ``wordCount`` of them.
  public var words: [Int64] {
    var carried = self
    carried.carry()
    return carried.digits.indices.map { carried.digits[$0] } + [
      Int64(nanCount), Int64(positiveInfinityCount), Int64(negativeInfinityCount),
    ]
  }

  /// The sum that these words carry.
  ///
  /// - Precondition: they are the `words` of a sum, or up to 2^31 such added element by element.
  public init(words: [Int64]) {
    precondition(words.count == Self.wordCount, "an exact sum in \(words.count) words")
    for index in digits.indices { digits[index] = words[index] }
    nanCount = Int(words[Self.digitCount])
    positiveInfinityCount = Int(words[Self.digitCount + 1])
    negativeInfinityCount = Int(words[Self.digitCount + 2])
    carry()
  }

  /// Adds another sum.
  public mutating func add(_ other: ExactSum) {
    var other = other
    other.carry()
    carry()
    for index in digits.indices { digits[index] += other.digits[index] }
    additions = 1
    nanCount += other.nanCount
    positiveInfinityCount += other.positiveInfinityCount
    negativeInfinityCount += other.negativeInfinityCount
  }

  /// Adds `magnitude` times 2^`exponent`, or subtracts it.
  ///
  /// - Precondition: the exponent is at least -1074, and the product within range of a double.
  @inline(__always)
  private mutating func add(_ magnitude: UInt64, exponent: Int, isNegative: Bool) {
    let place = UInt(bitPattern: exponent - Self.lowestExponent)
    let index = Int(place / 32)
    let low = (magnitude & 0xFFFF_FFFF) &<< UInt64(place % 32)
    let high = (magnitude >> 32) &<< UInt64(place % 32)
    let sign: Int64 = isNegative ? -1 : 0
    func signed(_ amount: UInt64) -> Int64 { (Int64(bitPattern: amount) ^ sign) &- sign }
    digits[index] &+= signed(low & 0xFFFF_FFFF)
    digits[index + 1] &+= signed((low >> 32) &+ (high & 0xFFFF_FFFF))
    digits[index + 2] &+= signed(high >> 32)
    // Each addition moves a digit by less than 2^33.
    additions += 1
    if additions == 1 << 29 { carry() }
  }

  /// Adds `integer` times 2^`exponent`.
  ///
  /// - Precondition: the exponent is in `-1074...960`.
  @usableFromInline mutating func add(_ integer: Int64, exponent: Int) {
    add(integer.magnitude, exponent: exponent, isNegative: integer < 0)
  }

  /// Adds one double of any kind.
  mutating func add(_ value: Double) {
    let bits = value.bitPattern
    let biased = Int(bits >> 52 & 0x7FF)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    guard biased < 0x7FF else {
      if value.isNaN { nanCount += 1 } else { addInfinity(negative: value < 0) }
      return
    }
    // Subnormals have the exponent of the least normal number and no hidden bit.
    add(
      biased == 0 ? fraction : fraction | 1 << 52, exponent: max(biased, 1) - 1075,
      isNegative: value.sign == .minus)
  }

  private mutating func addInfinity(negative: Bool) {
    if negative { negativeInfinityCount += 1 } else { positiveInfinityCount += 1 }
  }

  /// Moves what is above 32 bits up, so that every digit but the top one is in 0 ..< 2^32.
  private mutating func carry() {
    var carried: Int64 = 0
    for index in 0..<Self.digitCount - 1 {
      let digit = digits[index] + carried
      digits[index] = digit & 0xFFFF_FFFF
      carried = digit >> 32
    }
    digits[Self.digitCount - 1] += carried
    additions = 0
  }
}
