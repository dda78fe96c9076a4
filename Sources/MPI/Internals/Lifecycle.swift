internal import CMPI
internal import Glibc

// Starting, ending, and what a communicator says about itself. As in Calls.swift, each wrapper
// returns the library's code.

enum Lifecycle {
  static var isInitialized: Bool {
    var flag: CInt = 0
    return unsafe MPI_Initialized(&flag) == cmpi_success() && flag != 0
  }

  static var isFinalized: Bool {
    var flag: CInt = 0
    return unsafe MPI_Finalized(&flag) == cmpi_success() && flag != 0
  }

  /// Has waiting ranks yield where this host runs more ranks than it has cores, unless the user
  /// has said otherwise. Open MPI does so by itself only where it was told of too few slots;
  /// where it was not, eight ranks on two cores took 34 ms for an allreduce, with this 0.02 ms.
  /// Other libraries do not read the variable.
  static func yieldWhereOversubscribed() {
    guard let text = unsafe getenv("OMPI_COMM_WORLD_LOCAL_SIZE"),
      let ranks = Int(unsafe String(cString: text)),
      ranks > sysconf(CInt(_SC_NPROCESSORS_ONLN))
    else { return }
    let overwrite: CInt = 0
    _ = unsafe setenv("OMPI_MCA_mpi_yield_when_idle", "1", overwrite)
  }

  /// Starts MPI; `provided` becomes the level it has.
  static func initialize(_ level: ThreadLevel, provided: inout ThreadLevel) -> CInt {
    var answer: CInt = 0
    let code = unsafe MPI_Init_thread(nil, nil, constant(level), &answer)
    let levels: [ThreadLevel] = [.multiple, .serialized, .funneled, .single]
    provided = levels.first { constant($0) <= answer } ?? .single
    return code
  }

  /// The standard orders these constants as the levels (section 12.4.3).
  private static func constant(_ level: ThreadLevel) -> CInt {
    switch level {
    case .single: cmpi_thread_single()
    case .funneled: cmpi_thread_funneled()
    case .serialized: cmpi_thread_serialized()
    case .multiple: cmpi_thread_multiple()
    }
  }

  static func finalize() -> CInt { MPI_Finalize() }

  static func abort(_ comm: CommunicatorHandle, code: CInt) -> CInt {
    unsafe MPI_Abort(comm.raw, code)
  }

  static func returnErrors(_ comm: CommunicatorHandle) -> CInt {
    unsafe MPI_Comm_set_errhandler(comm.raw, cmpi_errors_return())
  }

  static func rank(_ comm: CommunicatorHandle, _ rank: inout CInt) -> CInt {
    unsafe MPI_Comm_rank(comm.raw, &rank)
  }

  static func size(_ comm: CommunicatorHandle, _ size: inout CInt) -> CInt {
    unsafe MPI_Comm_size(comm.raw, &size)
  }

  static func duplicate(_ comm: CommunicatorHandle, code: inout CInt) -> CommunicatorHandle {
    var copy: MPI_Comm? = unsafe cmpi_comm_null()
    code = unsafe MPI_Comm_dup(comm.raw, &copy)
    return unsafe CommunicatorHandle(raw: copy ?? cmpi_comm_null())
  }

  static func free(_ comm: CommunicatorHandle) -> CInt {
    var handle: MPI_Comm? = unsafe comm.raw
    return unsafe MPI_Comm_free(&handle)
  }

  /// The library's words for an error code, and the class it belongs to.
  static func describe(_ code: CInt) -> (errorClass: Int, text: String) {
    var errorClass: CInt = 0
    _ = unsafe MPI_Error_class(code, &errorClass)
    var buffer = [CChar](repeating: 0, count: Int(cmpi_max_error_string()) + 1)
    var length: CInt = 0
    guard unsafe MPI_Error_string(code, &buffer, &length) == cmpi_success() else {
      return (Int(errorClass), "code \(code)")
    }
    return (Int(errorClass), text(buffer, length))
  }

  /// The name of the processor this process runs on, usually the host's.
  static func processorName(code: inout CInt) -> String {
    var buffer = [CChar](repeating: 0, count: Int(cmpi_max_processor_name()) + 1)
    var length: CInt = 0
    code = unsafe MPI_Get_processor_name(&buffer, &length)
    return text(buffer, length)
  }

  static var seconds: Double { MPI_Wtime() }

  static func succeeded(_ code: CInt) -> Bool { code == cmpi_success() }

  private static func text(_ buffer: [CChar], _ length: CInt) -> String {
    let bytes = buffer.prefix(Int(Swift.max(0, length))).map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
