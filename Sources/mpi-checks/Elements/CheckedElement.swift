import MPI

/// A type that the matrix of checks is run with.
protocol CheckedElement: MPIElement, Hashable {
  static var label: String { get }
  /// A value for each number, different ones as far as the type has as many; never NaN.
  static func made(from number: Int) -> Self
  /// The operations that its reductions are checked with.
  static var operations: [CheckedOperation<Self>] { get }
}

extension CheckedElement {
  static var label: String { "\(Self.self)" }
}

/// Every element type there is, one of each kind of user struct, and pairs with an index.
let everyType: [any CheckedElement.Type] = [
  Int8.self, Int16.self, Int32.self, Int64.self, Int.self, Int128.self,
  UInt8.self, UInt16.self, UInt32.self, UInt64.self, UInt.self, UInt128.self,
  Float16.self, Float.self, Double.self, Bool.self,
  Particle.self, Digits.self, Located<Double>.self, Located<Int8>.self,
]

/// Bits that depend on all bits of a number; all ranks make the same.
func mixed(_ number: Int) -> UInt64 {
  var random = SplitMix64(seed: UInt64(bitPattern: Int64(number)))
  return random.next()
}

protocol CheckedInteger: CheckedElement, MPIScalar, FixedWidthInteger {}

extension CheckedInteger {
  static func made(from number: Int) -> Self {
    Self(truncatingIfNeeded: UInt128(mixed(number)) << 64 | UInt128(mixed(~number)))
  }
  static var operations: [CheckedOperation<Self>] { integerOperations() + everyTypesOperations() }
}

extension Int8: CheckedInteger {}
extension Int16: CheckedInteger {}
extension Int32: CheckedInteger {}
extension Int64: CheckedInteger {}
extension Int: CheckedInteger {}
extension Int128: CheckedInteger {}
extension UInt8: CheckedInteger {}
extension UInt16: CheckedInteger {}
extension UInt32: CheckedInteger {}
extension UInt64: CheckedInteger {}
extension UInt: CheckedInteger {}
extension UInt128: CheckedInteger {}

protocol CheckedFloat: CheckedElement, MPIScalar, BinaryFloatingPoint {}

extension CheckedFloat {
  static func made(from number: Int) -> Self {
    let digits = mixed(number) >> (63 - UInt64(Self.significandBitCount))
    return (number & 1 == 0 ? 1 : -1) * Self(digits) / 1024
  }
  static var operations: [CheckedOperation<Self>] { numberOperations() + everyTypesOperations() }
}

extension Float16: CheckedFloat {}
extension Float: CheckedFloat {}
extension Double: CheckedFloat {}

extension Bool: CheckedElement {
  static func made(from number: Int) -> Bool { mixed(number) & 1 == 1 }
  static var operations: [CheckedOperation<Bool>] { truthOperations() + everyTypesOperations() }
}

/// Mixed fields with padding between them and behind the last.
struct Particle: CheckedElement {
  var kind: Int8
  var weight: Double
  var flags: UInt16
  var isLive: Bool
  var number: Int32
  var tail: UInt8

  static let mpiType = MPIType.structure(
    of: Particle.self, .field(\.kind), .field(\.weight), .field(\.flags), .field(\.isLive),
    .field(\.number), .field(\.tail))

  static func made(from number: Int) -> Particle {
    Particle(
      kind: .made(from: number), weight: .made(from: number), flags: .made(from: number),
      isLive: .made(from: number), number: .made(from: number), tail: .made(from: ~number))
  }
  static var operations: [CheckedOperation<Particle>] {
    particleOperations() + everyTypesOperations()
  }
}

/// A decimal number and the power of ten behind it, to be written one after the other. Travels as
/// bytes.
struct Digits: CheckedElement {
  var value: UInt64
  var power: UInt32

  static let mpiType = MPIType.bytes(of: Digits.self)

  static func made(from number: Int) -> Digits {
    Digits(value: .made(from: number), power: .made(from: number))
  }
  static var operations: [CheckedOperation<Digits>] {
    digitOperations() + everyTypesOperations()
  }
}

extension Located: CheckedElement where Value: CheckedElement {
  static var label: String { "Located<\(Value.label)>" }
  static func made(from number: Int) -> Located {
    Located(value: .made(from: number), index: number)
  }
  static var operations: [CheckedOperation<Located>] {
    locatedOperations() + everyTypesOperations()
  }
}
