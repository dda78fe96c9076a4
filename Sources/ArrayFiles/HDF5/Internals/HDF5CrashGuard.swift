#if HDF5
  import Glibc

  /// While the library looks at a file, a crash in it ends this process with one line, and so does a
  /// call that does not come to an end.
  ///
  /// The library is C and trusts much of what a file says: a damaged one can make it read where
  /// nothing is, or go round in circles. The handler does only what POSIX allows in handlers: it writes a line that was
  /// made before, removes a file and ends the process; `mpirun` then ends the other ranks.
  enum HDF5CrashGuard {
    /// The last one is that of the processor time a call may take.
    private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGVTALRM]
    private static let badData: CInt = 65

    // SAFETY: written by the one thread of this process that uses the library, while no handler
    // is set that reads them.
    private nonisolated(unsafe) static var line: UnsafeMutablePointer<CChar>?
    private nonisolated(unsafe) static var lineLength = 0
    private nonisolated(unsafe) static var lateLine: UnsafeMutablePointer<CChar>?
    private nonisolated(unsafe) static var lateLength = 0
    private nonisolated(unsafe) static var partial: UnsafeMutablePointer<CChar>?
    private nonisolated(unsafe) static var saved: [sigaction] = []
    private nonisolated(unsafe) static var depth = 0
    /// A stack for the handler, as the crash may be that of a full one.
    private nonisolated(unsafe) static var stack: UnsafeMutableRawPointer?
    private static let stackBytes = 64 << 10

    /// Local. From now on a crash is one of the library on the file `path`.
    static func enter(_ path: String) {
      unsafe depth += 1
      guard unsafe depth == 1 else { return }
      let start = "prune-mpi: \(path): the HDF5 library "
      let text = start + "crashed on this file, it must be damaged\n"
      let late = start + "does not come to an end with this file, it must be damaged\n"
      unsafe line = strdup(text)
      unsafe lineLength = text.utf8.count
      unsafe lateLine = strdup(late)
      unsafe lateLength = late.utf8.count
      if unsafe stack == nil {
        unsafe stack = UnsafeMutableRawPointer.allocate(byteCount: stackBytes, alignment: 16)
        var alternative = unsafe stack_t()
        unsafe alternative.ss_sp = stack
        unsafe alternative.ss_size = stackBytes
        unsafe sigaltstack(&alternative, nil)
      }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { HDF5CrashGuard.end($0) }
      action.sa_flags = SA_ONSTACK
      unsafe saved = []
      for number in signals {
        var old = sigaction()
        unsafe sigaction(number, &action, &old)
        unsafe saved.append(old)
      }
      allow()
    }

    /// Local. From now on the library may compute for this long before it is taken to go round in
    /// circles; reading what a file says takes milliseconds.
    static func allow(seconds: Int = 10) {
      guard unsafe depth > 0 else { return }
      setTimer(seconds: seconds)
    }

    private static func setTimer(seconds: Int) {
      var timer = itimerval()
      timer.it_value.tv_sec = seconds
      _ = unsafe setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &timer, nil)
    }

    /// Local. A crash is again what it was before.
    static func leave() {
      unsafe depth -= 1
      guard unsafe depth == 0 else { return }
      setTimer(seconds: 0)
      for (index, number) in signals.enumerated() {
        var old = unsafe saved[index]
        unsafe sigaction(number, &old, nil)
      }
      unsafe free(line)
      unsafe line = nil
      unsafe free(lateLine)
      unsafe lateLine = nil
    }

    /// Local. A file to be removed if a crash comes; nil: none.
    static func removeOnCrash(_ path: String?) {
      unsafe free(partial)
      unsafe partial = path.map { unsafe strdup($0) } ?? nil
    }

    /// In a signal handler.
    private static func end(_ number: CInt) {
      let isLate = number == SIGVTALRM
      if let line = unsafe isLate ? lateLine : line {
        _ = unsafe write(STDERR_FILENO, line, isLate ? lateLength : lineLength)
      }
      if let partial = unsafe partial { _ = unsafe unlink(partial) }
      _exit(badData)
    }
  }
#endif
