/// A Swift type with a predefined MPI datatype, sent without conversion.
///
/// Not here: `Float16` and user structs, for which MPI has no predefined type; send their
/// bytes as `UInt8` (section 3.2.2).
public protocol MPIScalar: BitwiseCopyable, Sendable {
  static var mpiType: MPIType { get }
}

/// The predefined datatypes that ``MPIScalar`` uses.
public enum MPIType: Sendable {
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double
}

extension Int8: MPIScalar { public static var mpiType: MPIType { .int8 } }
extension Int16: MPIScalar { public static var mpiType: MPIType { .int16 } }
extension Int32: MPIScalar { public static var mpiType: MPIType { .int32 } }
extension Int64: MPIScalar { public static var mpiType: MPIType { .int64 } }
extension Int: MPIScalar { public static var mpiType: MPIType { .int64 } }
extension UInt8: MPIScalar { public static var mpiType: MPIType { .uint8 } }
extension UInt16: MPIScalar { public static var mpiType: MPIType { .uint16 } }
extension UInt32: MPIScalar { public static var mpiType: MPIType { .uint32 } }
extension UInt64: MPIScalar { public static var mpiType: MPIType { .uint64 } }
extension Float: MPIScalar { public static var mpiType: MPIType { .float } }
extension Double: MPIScalar { public static var mpiType: MPIType { .double } }

/// How a reduction or scan combines two elements.
public enum Reduction: Sendable {
  case sum, product, min, max
}
