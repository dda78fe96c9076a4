import PruneKernels
import Testing

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

/// The paths that this machine can run.
let paths = KernelPath.allCases.filter(\.isSupported)

/// Values that a kernel can get wrong, for each type.
protocol Tested: KernelElement {
  static var name: String { get }
  static var specials: [Self] { get }
  init(randomBits: UInt64)
  /// The comparison, by the language's own operators and abs.
  static func oracle(_ value: Self, _ comparison: Comparison, _ constant: Self, magnitude: Bool)
    -> Bool
}

extension Tested {
  static func holds(_ value: Self, _ comparison: Comparison, _ constant: Self) -> Bool {
    switch comparison {
    case .less: value < constant
    case .lessOrEqual: value <= constant
    case .equal: value == constant
    case .notEqual: value != constant
    case .greaterOrEqual: value >= constant
    case .greater: value > constant
    }
  }
}

extension Tested where Self: FixedWidthInteger {
  static var name: String { "\(Self.self)" }
  static var specials: [Self] {
    [0, 1, 2, 100, .max, .max - 1, .min, .min + 1, 0 &- 1, .max / 2, .max / 2 + 1]
  }
  init(randomBits: UInt64) { self = Self(truncatingIfNeeded: randomBits) }

  static func oracle(
    _ value: Self, _ comparison: Comparison, _ constant: Self, magnitude: Bool
  ) -> Bool {
    // NumPy: the least integer has no positive counterpart and stays itself.
    let compared = magnitude && value < 0 && value != .min ? 0 - value : value
    return holds(compared, comparison, constant)
  }
}

extension Tested where Self: BinaryFloatingPoint {
  static var name: String { "\(Self.self)" }
  static var specials: [Self] {
    let positive: [Self] = [
      0, 1, 1.5, 100, .infinity, .nan, .greatestFiniteMagnitude, .leastNormalMagnitude,
      .leastNonzeroMagnitude, .leastNormalMagnitude.nextDown, 1 as Self + .ulpOfOne,
    ]
    return positive + positive.map { -$0 } + [.signalingNaN]
  }

  static func oracle(
    _ value: Self, _ comparison: Comparison, _ constant: Self, magnitude: Bool
  ) -> Bool {
    holds(magnitude ? abs(value) : value, comparison, constant)
  }
}

extension Int8: Tested {}
extension Int16: Tested {}
extension Int32: Tested {}
extension Int64: Tested {}
extension UInt8: Tested {}
extension UInt16: Tested {}
extension UInt32: Tested {}
extension UInt64: Tested {}
extension Float16: Tested {
  init(randomBits: UInt64) { self.init(bitPattern: UInt16(truncatingIfNeeded: randomBits)) }
}
extension Float: Tested {
  init(randomBits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: randomBits)) }
}
extension Double: Tested {
  init(randomBits: UInt64) { self.init(bitPattern: randomBits) }
}

/// Work for each element type.
protocol TypeVisitor {
  func visit<E: Tested>(_ type: E.Type) throws
}

/// Every element type, as a test argument.
enum TestedType: String, CaseIterable, CustomTestStringConvertible {
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, float, double

  var testDescription: String { rawValue }

  func visit(_ visitor: some TypeVisitor) throws {
    switch self {
    case .int8: try visitor.visit(Int8.self)
    case .int16: try visitor.visit(Int16.self)
    case .int32: try visitor.visit(Int32.self)
    case .int64: try visitor.visit(Int64.self)
    case .uint8: try visitor.visit(UInt8.self)
    case .uint16: try visitor.visit(UInt16.self)
    case .uint32: try visitor.visit(UInt32.self)
    case .uint64: try visitor.visit(UInt64.self)
    case .float16: try visitor.visit(Float16.self)
    case .float: try visitor.visit(Float.self)
    case .double: try visitor.visit(Double.self)
    }
  }
}

/// Half special values, half random bits.
func mixture<E: Tested>(_ type: E.Type, count: Int, seed: UInt64) -> [E] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    let bits = random.next()
    return bits & 1 == 0
      ? E.specials[Int(bits >> 8) % E.specials.count] : E(randomBits: random.next())
  }
}

/// The bytes of an array: compares values with their NaN payloads and signs of zero.
func bytes<E: BitwiseCopyable>(_ values: [E]) -> [UInt8] {
  // SAFETY: elements without padding.
  unsafe values.withUnsafeBytes { unsafe Array($0) }
}

/// An output between guard elements that nobody may touch.
struct Guarded<E: BitwiseCopyable> {
  static var guardCount: Int { 80 }
  private var storage: [E]
  private let count: Int
  private let filler: E

  init(count: Int, filler: E) {
    storage = Array(repeating: filler, count: count + 2 * Self.guardCount)
    self.count = count
    self.filler = filler
  }

  /// Calls `body` with the output of `count` elements alone.
  mutating func withOutput<R>(_ body: (inout MutableSpan<E>) -> R) -> R {
    let range = Self.guardCount..<Self.guardCount + count
    return unsafe storage.withUnsafeMutableBufferPointer { all in
      // SAFETY: the range is inside the storage.
      var output = unsafe UnsafeMutableBufferPointer(rebasing: all[range]).mutableSpan
      return body(&output)
    }
  }

  func prefix(_ kept: Int) -> [E] {
    Array(storage[Self.guardCount..<Self.guardCount + kept])
  }

  var isIntact: Bool {
    let expected = bytes(Array(repeating: filler, count: Self.guardCount))
    return bytes(Array(storage.prefix(Self.guardCount))) == expected
      && bytes(Array(storage.suffix(Self.guardCount))) == expected
  }
}
