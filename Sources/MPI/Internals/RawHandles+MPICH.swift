#if MPICH
  internal import CMPI

  // MPICH's handles, and those of the libraries that share its binary interface, are numbers.
  // The counterpart for Open MPI is RawHandles+OpenMPI.swift.

  typealias RawCommunicator = MPI_Comm
  typealias RawDatatype = MPI_Datatype
  typealias RawOperation = MPI_Op
  typealias RawRequest = MPI_Request
  typealias RawMessage = MPI_Message
  typealias RawWindow = MPI_Win
  typealias RawGroup = MPI_Group

  /// C's `MPI_Comm`, a number in this library.
  public typealias MPICommunicatorHandle = CInt

  extension CommunicatorHandle {
    @unsafe init(host: MPICommunicatorHandle) { unsafe self.init(raw: host) }

    @unsafe var host: MPICommunicatorHandle { unsafe raw }

    @unsafe init(written raw: RawCommunicator) { unsafe self.init(raw: raw) }
  }

  extension DatatypeHandle {
    @unsafe init(written raw: RawDatatype) { unsafe self.init(raw: raw) }

    /// The handle as a number, to find what belongs to it.
    var bits: UInt { unsafe UInt(UInt32(bitPattern: raw)) }
  }

  extension OperationHandle {
    @unsafe init(written raw: RawOperation) { unsafe self.init(raw: raw) }
  }

  extension WindowHandle {
    @unsafe init(written raw: RawWindow) { unsafe self.init(raw: raw) }
  }
#endif
