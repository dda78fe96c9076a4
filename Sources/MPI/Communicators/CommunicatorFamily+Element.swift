extension CommunicatorFamily {
  /// The library's datatype for the values of a Swift type.
  ///
  /// - Precondition: the description is that of this type. Another one's stride would have the
  ///   library read and write beside the buffer.
  @inline(__always) func datatype<Element: MPIElement>(
    of element: Element.Type
  ) throws(MPIError) -> DatatypeHandle {
    try datatype(of: Element.checkedType)
  }
}

extension MPIElement {
  /// Its description, the stride of which is right.
  @inline(__always) static var checkedType: MPIType {
    let type = mpiType
    let stride = MemoryLayout<Self>.stride
    require(
      type.stride == stride,
      "\(Self.self): values are \(stride) bytes apart, its mpiType says \(type.stride)")
    return type
  }
}
