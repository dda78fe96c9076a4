/// A Swift type whose values travel between ranks as they are in memory.
///
/// The numbers, `Bool` and ``Located`` conform. A struct of one's own conforms by declaring its
/// layout, once:
///
/// ```swift
/// struct Particle: MPIElement {
///   var position: Double
///   var id: Int32
///   static let mpiType = MPIType.structure(of: Particle.self, .field(\.position), .field(\.id))
/// }
/// ```
///
/// - Precondition: all ranks declare the same layout. What one rank sends as a value, the others
///   receive as one.
public protocol MPIElement: BitwiseCopyable, Sendable {
  /// The same description at every call: a `static let`, or one of a predefined type.
  static var mpiType: MPIType { get }
}

/// A number that ranks can reduce.
public protocol MPIScalar: MPIElement, Comparable, Numeric {}

extension Int8: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.int8, stride: 1) }
}
extension Int16: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.int16, stride: 2) }
}
extension Int32: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.int32, stride: 4) }
}
extension Int64: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.int64, stride: 8) }
}
extension Int: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.int64, stride: 8) }
}
extension UInt8: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.uint8, stride: 1) }
}
extension UInt16: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.uint16, stride: 2) }
}
extension UInt32: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.uint32, stride: 4) }
}
extension UInt64: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.uint64, stride: 8) }
}
extension UInt: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.uint64, stride: 8) }
}
extension Float: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.float, stride: 4) }
}
extension Double: MPIScalar {
  @inlinable public static var mpiType: MPIType { .init(.double, stride: 8) }
}
extension Bool: MPIElement {
  @inlinable public static var mpiType: MPIType { .init(.bool, stride: 1) }
}
