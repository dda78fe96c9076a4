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

  /// Whether the user wants collectives checked where the program does not say.
  static var asksForChecks: Bool {
    guard let text = unsafe getenv("MPI_CHECKED") else { return false }
    return unsafe String(cString: text) == "1"
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
    silenceLibrary()
    return unsafe MPI_Abort(comm.raw, code)
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

  static func duplicate(
    _ comm: CommunicatorHandle, _ made: inout CommunicatorHandle
  ) -> CInt {
    var copy: RawCommunicator = unsafe cmpi_comm_null()
    let code = unsafe MPI_Comm_dup(comm.raw, &copy)
    unsafe made = CommunicatorHandle(written: copy)
    return code
  }

  static func split(
    _ comm: CommunicatorHandle, color: Int?, key: CInt, _ made: inout CommunicatorHandle
  ) -> CInt {
    var part: RawCommunicator = unsafe cmpi_comm_null()
    let code = unsafe MPI_Comm_split(
      comm.raw,
      color.map { CInt(clamping: $0) } ?? cmpi_undefined(),
      key,
      &part)
    unsafe made = CommunicatorHandle(written: part)
    return code
  }

  static func splitByHost(
    _ comm: CommunicatorHandle, key: CInt, _ made: inout CommunicatorHandle
  ) -> CInt {
    var part: RawCommunicator = unsafe cmpi_comm_null()
    let code = unsafe MPI_Comm_split_type(
      comm.raw,
      cmpi_comm_type_shared(),
      key,
      cmpi_info_null(),
      &part)
    unsafe made = CommunicatorHandle(written: part)
    return code
  }

  static func free(_ comm: CommunicatorHandle) -> CInt {
    var raw: RawCommunicator = unsafe comm.raw
    return unsafe MPI_Comm_free(&raw)
  }

  /// The library's words for an error code, and the class it belongs to.
  static func describe(_ code: CInt) -> (errorClass: Int, text: String) {
    // Open MPI ends a process that asks while MPI is not running.
    guard isInitialized && !isFinalized else { return (Int(code), "code \(code)") }
    var errorClass: CInt = 0
    _ = unsafe MPI_Error_class(code, &errorClass)
    var buffer = [CChar](repeating: 0, count: Int(cmpi_max_error_string()) + 1)
    var length: CInt = 0
    guard unsafe MPI_Error_string(code, &buffer, &length) == cmpi_success() else {
      return (Int(errorClass), "code \(code)")
    }
    return (Int(errorClass), oneLine(text(buffer, length)))
  }

  /// MPICH describes an error by a stack of calls, one a line, of which the last says what was
  /// wrong: `internal_Bcast_c(225): Invalid root (value given was 99)`.
  private static func oneLine(_ text: String) -> String {
    let lines = text.split(separator: "\n")
    guard lines.count > 1, let last = lines.last else { return text }
    let end = last.firstRange(of: "): ")?.upperBound ?? last.startIndex
    return String(last[end...])
  }

  /// The name of the processor this process runs on, usually the host's.
  static func processorName(code: inout CInt) -> String {
    var buffer = [CChar](repeating: 0, count: Int(cmpi_max_processor_name()) + 1)
    var length: CInt = 0
    code = unsafe MPI_Get_processor_name(&buffer, &length)
    return text(buffer, length)
  }

  @inline(__always) static var seconds: Double { MPI_Wtime() }

  @inline(__always) static func succeeded(_ code: CInt) -> Bool { code == cmpi_success() }

  private static func text(_ buffer: [CChar], _ length: CInt) -> String {
    let bytes = buffer.prefix(Int(Swift.max(0, length))).map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The file name that the program was started by.
  static var programName: String {
    let path = CommandLine.arguments.first ?? "program"
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// One line to standard error, in one write, so that lines of several ranks do not mix.
  static func complain(_ line: String) {
    let text = Array((line + "\n").utf8)
    unsafe text.withUnsafeBytes { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  static func waitToBeEnded(seconds: Double) { _ = usleep(UInt32(seconds * 1e6)) }

  static func exit(_ code: CInt) -> Never { Glibc.exit(code) }
}
