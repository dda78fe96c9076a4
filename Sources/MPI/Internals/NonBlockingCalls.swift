internal import CMPI

extension Calls {
  static func iBarrier(_ comm: CommunicatorHandle, _ request: inout RawRequest) -> CInt {
    unsafe MPI_Ibarrier(comm.raw, &request)
  }
}

extension Reduction {
  /// What must live until a call with this operation is done.
  var keptAlive: [AnyObject] {
    switch kind {
    case .predefined: []
    case .custom(let operation): [operation]
    }
  }
}
