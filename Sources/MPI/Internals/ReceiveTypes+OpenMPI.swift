#if !MPICH
  extension CommunicatorFamily {
    /// With which datatype to receive values of `type`, and how many of it a value is.
    @inline(__always) func receiveType(
      of type: MPIType
    ) throws(MPIError) -> (handle: DatatypeHandle, perElement: Int) {
      (try datatype(of: type), 1)
    }
  }
#endif
