#if MPICH
  // MPICH ends the run with an assertion of its own when a message ends within a number. Numbers
  // are therefore received as bytes, which are the same bits, and what does not come out even is
  // found by us. The counterpart for Open MPI is ReceiveTypes+OpenMPI.swift.

  extension CommunicatorFamily {
    /// With which datatype to receive values of `element`, and how many of it a value is.
    @inline(__always) func receiveType<Element: MPIElement>(
      of element: Element.Type
    ) throws(MPIError) -> (handle: DatatypeHandle, perElement: Int) {
      let handle = try datatype(of: Element.self)
      return Element.mpiType.isPredefined ? (.byte, MemoryLayout<Element>.stride) : (handle, 1)
    }
  }
#endif
