#if !MPICH
  extension CommunicatorFamily {
    /// With which datatype to receive values of `element`, and how many of it a value is.
    @inline(__always) func receiveType<Element: MPIElement>(
      of element: Element.Type
    ) throws(MPIError) -> (handle: DatatypeHandle, perElement: Int) {
      (try datatype(of: Element.self), 1)
    }
  }
#endif
