internal import CMPI

/// The C handle of a communicator, kept inside this folder so that nothing else imports C.
@safe struct CommunicatorHandle: @unchecked Sendable {
  // SAFETY (unchecked Sendable): a handle is a constant value that names an object owned by
  // the library; sending the name to another thread copies no memory.
  let raw: MPI_Comm

  static var world: CommunicatorHandle { unsafe CommunicatorHandle(raw: cmpi_comm_world()) }
}
