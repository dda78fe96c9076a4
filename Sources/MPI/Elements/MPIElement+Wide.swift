// Numbers that MPI-3.1 has no datatype for. They travel as bytes, and the predefined reductions
// are made of Swift's own operators (``Reduction``).

extension Float16: MPIScalar {
  public static let mpiType = MPIType.bytes(of: Float16.self)
}

extension Int128: MPIScalar {
  public static let mpiType = MPIType.bytes(of: Int128.self)
}

extension UInt128: MPIScalar {
  public static let mpiType = MPIType.bytes(of: UInt128.self)
}
