internal import CMPI

/// The library's datatypes: made, committed, freed.
enum Datatypes {
  /// A layout of predefined types, with the stride of the Swift type as its extent.
  static func make(_ layout: MPILayout, _ made: inout DatatypeHandle) -> CInt {
    let lengths = layout.parts.map { CInt(truncatingIfNeeded: $0.count) }
    let offsets: [MPI_Aint] = layout.parts.map(\.offset)
    var types = unsafe Array(repeating: cmpi_datatype_null() as RawDatatype, count: lengths.count)
    for (index, part) in layout.parts.enumerated() { unsafe types[index] = part.type.handle.raw }
    var parts: RawDatatype = unsafe cmpi_datatype_null()
    var code = unsafe MPI_Type_create_struct(
      CInt(truncatingIfNeeded: lengths.count), lengths, offsets, &types, &parts)
    guard Lifecycle.succeeded(code) else { return code }
    let partsType = unsafe DatatypeHandle(written: parts)
    defer { _ = free(partsType) }
    var result: RawDatatype = unsafe cmpi_datatype_null()
    code = unsafe MPI_Type_create_resized(partsType.raw, 0, layout.stride, &result)
    guard Lifecycle.succeeded(code) else { return code }
    return unsafe commit(&result, &made)
  }

  static func free(_ type: DatatypeHandle) -> CInt {
    var raw: RawDatatype = unsafe type.raw
    return unsafe MPI_Type_free(&raw)
  }

  @unsafe private static func commit(_ raw: inout RawDatatype, _ made: inout DatatypeHandle) -> CInt
  {
    let code = unsafe MPI_Type_commit(&raw)
    unsafe made = DatatypeHandle(written: raw)
    return code
  }

  /// The datatype of an element, for one who has no communicator: a layout's is made anew.
  static func ofElement(_ type: MPIType) throws(DatatypeFailure) -> OwnedDatatype {
    switch type.kind {
    case .predefined(let predefined):
      return OwnedDatatype(predefined.handle, isOwned: false)
    case .layout(let layout):
      var made = DatatypeHandle.null
      try DatatypeFailure.check("MPI_Type_create_struct", make(layout, &made))
      return OwnedDatatype(made, isOwned: true)
    }
  }

  /// Takes what a call wrote, or throws its code.
  static func made(
    _ call: String, _ make: (inout NewDatatype) -> CInt
  ) throws(DatatypeFailure) -> OwnedDatatype {
    var new = NewDatatype()
    try DatatypeFailure.check(call, make(&new))
    return unsafe OwnedDatatype(DatatypeHandle(written: new.raw), isOwned: true)
  }

  /// `count` elements of `type`, one behind the other, however many; committed.
  static func makeContiguous(
    _ count: Int, _ type: DatatypeHandle, _ made: inout DatatypeHandle
  ) -> CInt {
    do throws(DatatypeFailure) {
      let whole = try contiguous(count, type)
      try whole.commit()
      made = whole.taken()
      return cmpi_success()
    } catch {
      return error.code
    }
  }
}

/// A datatype that the library is about to write.
@safe struct NewDatatype {
  @unsafe var raw: RawDatatype

  init() { unsafe raw = cmpi_datatype_null() }
}

/// A datatype that is freed with this value. Messages under way and datatypes made from it keep
/// what they need (MPI-3.1 section 4.1.9).
@safe struct OwnedDatatype: ~Copyable {
  let handle: DatatypeHandle
  private let isOwned: Bool

  init(_ handle: DatatypeHandle, isOwned: Bool) {
    self.handle = handle
    self.isOwned = isOwned
  }

  deinit {
    // Local; a failure here has no one to go to.
    if isOwned && !Lifecycle.isFinalized { _ = Datatypes.free(handle) }
  }

  /// The handle, for one who frees it.
  consuming func taken() -> DatatypeHandle {
    let handle = handle
    discard self
    return handle
  }

  /// Makes it fit for messages.
  borrowing func commit() throws(DatatypeFailure) {
    var raw: RawDatatype = unsafe handle.raw
    try DatatypeFailure.check("MPI_Type_commit", unsafe MPI_Type_commit(&raw))
  }
}

/// The call that could not make a datatype, and its code.
struct DatatypeFailure: Error {
  var call: String
  var code: CInt

  static func check(_ call: String, _ code: CInt) throws(DatatypeFailure) {
    guard Lifecycle.succeeded(code) else { throw DatatypeFailure(call: call, code: code) }
  }
}
