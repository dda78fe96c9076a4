internal import CMPI

// The library's objects by their C handles, kept inside this folder so that nothing else imports
// C. A handle is a name: copying it copies no memory and keeps nothing alive.
//
// `raw` and what makes one are marked unsafe, because pointers are and numbers are not, and the
// code here is the same for both.
//
// SAFETY (unchecked Sendable): a constant value; what it names is the library's own.

@safe struct CommunicatorHandle: @unchecked Sendable {
  @unsafe let raw: MPI_Comm

  @unsafe init(raw: MPI_Comm) { unsafe self.raw = raw }

  static var world: CommunicatorHandle { unsafe CommunicatorHandle(raw: cmpi_comm_world()) }
  static var itself: CommunicatorHandle { unsafe CommunicatorHandle(raw: cmpi_comm_self()) }
  @unsafe init(fortran: CInt) { unsafe raw = cmpi_comm_f2c(fortran) }

  var fortran: CInt { unsafe cmpi_comm_c2f(raw) }

  static var null: CommunicatorHandle { unsafe CommunicatorHandle(raw: cmpi_comm_null()) }
}

@safe struct DatatypeHandle: @unchecked Sendable {
  @unsafe let raw: MPI_Datatype

  @unsafe init(raw: MPI_Datatype) { unsafe self.raw = raw }

  static var null: DatatypeHandle { unsafe DatatypeHandle(raw: cmpi_datatype_null()) }
  static var byte: DatatypeHandle { unsafe DatatypeHandle(raw: cmpi_byte()) }
}

@safe struct OperationHandle: @unchecked Sendable {
  @unsafe let raw: MPI_Op

  @unsafe init(raw: MPI_Op) { unsafe self.raw = raw }
}

@safe struct WindowHandle: @unchecked Sendable {
  @unsafe let raw: MPI_Win

  @unsafe init(raw: MPI_Win) { unsafe self.raw = raw }

  static var null: WindowHandle { unsafe WindowHandle(raw: cmpi_win_null()) }
}

/// A request that the library writes and takes back: a variable, not a name.
@safe struct RequestHandle {
  @unsafe var raw: RawRequest

  init() { unsafe raw = cmpi_request_null() }
}

extension MPIType.Predefined {
  var handle: DatatypeHandle {
    switch self {
    case .bool: unsafe DatatypeHandle(raw: cmpi_c_bool())
    case .int8: unsafe DatatypeHandle(raw: cmpi_int8())
    case .int16: unsafe DatatypeHandle(raw: cmpi_int16())
    case .int32: unsafe DatatypeHandle(raw: cmpi_int32())
    case .int64: unsafe DatatypeHandle(raw: cmpi_int64())
    case .uint8: unsafe DatatypeHandle(raw: cmpi_uint8())
    case .uint16: unsafe DatatypeHandle(raw: cmpi_uint16())
    case .uint32: unsafe DatatypeHandle(raw: cmpi_uint32())
    case .uint64: unsafe DatatypeHandle(raw: cmpi_uint64())
    case .float: unsafe DatatypeHandle(raw: cmpi_float())
    case .double: unsafe DatatypeHandle(raw: cmpi_double())
    case .byte: .byte
    }
  }
}

extension PredefinedOperation {
  var handle: OperationHandle {
    switch self {
    case .sum: unsafe OperationHandle(raw: cmpi_sum())
    case .product: unsafe OperationHandle(raw: cmpi_prod())
    case .min: unsafe OperationHandle(raw: cmpi_min())
    case .max: unsafe OperationHandle(raw: cmpi_max())
    case .logicalAnd: unsafe OperationHandle(raw: cmpi_land())
    case .logicalOr: unsafe OperationHandle(raw: cmpi_lor())
    case .logicalXor: unsafe OperationHandle(raw: cmpi_lxor())
    case .bitwiseAnd: unsafe OperationHandle(raw: cmpi_band())
    case .bitwiseOr: unsafe OperationHandle(raw: cmpi_bor())
    case .bitwiseXor: unsafe OperationHandle(raw: cmpi_bxor())
    }
  }
}
