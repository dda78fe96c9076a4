internal import CMPI
internal import Synchronization

/// An operation made from a Swift closure, and the library's objects for it.
///
/// C gives the function of an operation no place for a closure. It is found again by the
/// datatype: each operation has a datatype of its own, with which the library calls back. It is
/// as many bytes as the element's stride, padding included: MPICH 4.0 writes beyond its buffers
/// where a datatype's extent is more than what it covers (in `MPI_Reduce_scatter_block`). So an
/// element that is reduced must have the memory of its stride, as those of arrays have.
@usableFromInline @safe final class CustomOperation {
  private let isCommutative: Bool
  private let type: MPIType
  private let combine: CustomOperations.Body
  private var made: (operation: OperationHandle, datatype: DatatypeHandle)?

  init<Element: MPIElement>(
    isCommutative: Bool, of element: Element.Type,
    _ combine: @escaping @Sendable (Element, Element) -> Element
  ) {
    self.isCommutative = isCommutative
    type = Element.mpiType
    unsafe self.combine = { lower, higher, count in
      // SAFETY: the library passes `count` elements of the operation's datatype in each
      // (MPI-3.1 section 5.9.5), which is `Element`'s. It may have put them anywhere in memory
      // of its own, so they are not taken to be aligned.
      for index in 0..<count {
        let offset = index * MemoryLayout<Element>.stride
        let first = unsafe lower.loadUnaligned(fromByteOffset: offset, as: Element.self)
        let second = unsafe higher.loadUnaligned(fromByteOffset: offset, as: Element.self)
        unsafe higher.storeBytes(
          of: combine(first, second), toByteOffset: offset, as: Element.self)
      }
    }
  }

  /// The operation and the datatype to use it with; made by the first call.
  func handles(
    in family: CommunicatorFamily
  ) throws(MPIError) -> (operation: OperationHandle, datatype: DatatypeHandle) {
    if let made { return made }
    var datatype = DatatypeHandle.null
    try family.check(
      "MPI_Type_contiguous", Datatypes.makeContiguous(type.stride, .byte, &datatype))
    unsafe CustomOperations.bodies.withLock { unsafe $0[datatype.bits] = combine }
    var raw: RawOperation = unsafe cmpi_op_null()
    let code = unsafe CustomOperations.create(isCommutative: isCommutative, &raw)
    try family.check("MPI_Op_create", code)
    let both = unsafe (operation: OperationHandle(written: raw), datatype: datatype)
    made = both
    return both
  }

  deinit {
    guard let made, !Lifecycle.isFinalized else { return }
    unsafe CustomOperations.bodies.withLock { unsafe $0[made.datatype.bits] = nil }
    var operation: RawOperation = unsafe made.operation.raw
    var datatype: RawDatatype = unsafe made.datatype.raw
    // Both are local; a request that still uses them keeps them (MPI-3.1 sections 4.1.9 and
    // 5.9.5). A failure here has no one to go to.
    _ = unsafe MPI_Op_free(&operation)
    _ = unsafe MPI_Type_free(&datatype)
  }
}

@unsafe enum CustomOperations {
  /// Combines `count` elements of the first argument into those of the second.
  typealias Body = @Sendable (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int) -> Void

  /// The closures of all operations there are, by datatype.
  static let bodies = unsafe Mutex<[UInt: Body]>([:])

  /// What the library calls.
  static func apply(
    _ lower: UnsafeMutableRawPointer?, _ higher: UnsafeMutableRawPointer?, _ count: Int,
    _ datatype: DatatypeHandle
  ) {
    guard let lower = unsafe lower, let higher = unsafe higher, count > 0 else { return }
    guard let body = unsafe bodies.withLock({ unsafe $0[datatype.bits] }) else {
      // Swift must not throw through C, and a wrong result must not be returned.
      fatalError("MPI called an operation with a datatype that it does not belong to")
    }
    unsafe body(lower, higher, count)
  }
}
