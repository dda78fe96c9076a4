import ExactSums

/// The n-th number of SplitMix64 from a seed.
func random(_ seed: UInt64, _ number: Int) -> UInt64 {
  var z = seed &+ (UInt64(number) &+ 1) &* 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

struct SplitMix64: RandomNumberGenerator {
  let seed: UInt64
  private var number = 0

  init(seed: UInt64) { self.seed = seed }

  mutating func next() -> UInt64 {
    defer { number += 1 }
    return random(seed, number)
  }
}

/// An element type of the exact sum.
protocol Summed {
  static func add(_ values: [Self], to sum: inout ExactSum)
}

extension Summed where Self: FixedWidthInteger & BitwiseCopyable {
  static func add(_ values: [Self], to sum: inout ExactSum) { sum.add(integers: values.span) }
}

extension Int8: Summed {}
extension Int16: Summed {}
extension Int32: Summed {}
extension Int64: Summed {}
extension UInt8: Summed {}
extension UInt16: Summed {}
extension UInt32: Summed {}
extension UInt64: Summed {}
extension Float16: Summed {
  static func add(_ values: [Float16], to sum: inout ExactSum) { sum.add(values.span) }
}
extension Float: Summed {
  static func add(_ values: [Float], to sum: inout ExactSum) { sum.add(values.span) }
}
extension Double: Summed {
  static func add(_ values: [Double], to sum: inout ExactSum) { sum.add(values.span) }
}

extension ExactSum {
  mutating func add<E: Summed>(_ values: [E]) { E.add(values, to: &self) }
}
