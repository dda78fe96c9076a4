#if !MPICH
  internal import CMPI

  extension CustomOperations {
    static func create(isCommutative: Bool, _ operation: inout RawOperation) -> CInt {
      unsafe MPI_Op_create(
        { lower, higher, count, datatype in
          guard let count = unsafe count, let raw = unsafe datatype?.pointee else { return }
          unsafe CustomOperations.apply(
            lower, higher, Int(count.pointee), DatatypeHandle(raw: raw))
        },
        isCommutative ? 1 : 0,
        &operation)
    }
  }
#endif
