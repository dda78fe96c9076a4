#if !MPICH
  internal import CMPI

  // Open MPI's handles are pointers: what a call writes one to is optional in Swift. The
  // counterpart for MPICH is RawHandles+MPICH.swift.

  typealias RawCommunicator = MPI_Comm?
  typealias RawDatatype = MPI_Datatype?
  typealias RawOperation = MPI_Op?
  typealias RawRequest = MPI_Request?
  typealias RawMessage = MPI_Message?
  typealias RawWindow = MPI_Win?
  typealias RawGroup = MPI_Group?

  /// C's `MPI_Comm`, a pointer in this library.
  public typealias MPICommunicatorHandle = OpaquePointer

  extension CommunicatorHandle {
    @unsafe init(host: MPICommunicatorHandle) { unsafe self.init(raw: host) }

    @unsafe var host: MPICommunicatorHandle { unsafe raw }

    @unsafe init(written raw: RawCommunicator) { unsafe self.init(raw: raw ?? cmpi_comm_null()) }
  }

  extension DatatypeHandle {
    @unsafe init(written raw: RawDatatype) { unsafe self.init(raw: raw ?? cmpi_datatype_null()) }

    /// The handle as a number, to find what belongs to it.
    var bits: UInt { unsafe UInt(bitPattern: raw) }
  }

  extension OperationHandle {
    @unsafe init(written raw: RawOperation) { unsafe self.init(raw: raw ?? cmpi_op_null()) }
  }

  extension WindowHandle {
    @unsafe init(written raw: RawWindow) { unsafe self.init(raw: raw ?? cmpi_win_null()) }
  }
#endif
