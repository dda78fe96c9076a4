extension CommunicatorFamily {
  /// The library's datatype for the values of a Swift type.
  ///
  /// - Precondition: the description is that of this type. Another one's stride would have the
  ///   library read and write beside the buffer.
  @inline(__always) func datatype<Element: MPIElement>(
    of element: Element.Type
  ) throws(MPIError) -> DatatypeHandle {
    let type = Element.mpiType
    require(
      type.stride == MemoryLayout<Element>.stride,
      "\(Element.self): values are \(MemoryLayout<Element>.stride) bytes apart, its mpiType says \(type.stride)"
    )
    return try datatype(of: type)
  }
}
