#if MPICH
  internal import Glibc

  extension Lifecycle {
    /// Nothing to do: waiting ranks spin, and MPICH 4.0 has no setting for that.
    static func prepareEnvironment() {}

    /// How long a rank that fails waits for each lower rank to speak and end it, which takes those
    /// longer than the pause of ``silenceLibrary()``.
    static var turnSeconds: Double { 0.5 }

    /// Keeps the library from adding `Abort(1) on node 0 …` to the one line that says why. It has
    /// a setting for that, which removes the reason only. Before that the launcher is given time
    /// to read the line: without the pause it lost 3 of 100.
    static func silenceLibrary() {
      _ = usleep(100_000)
      let nowhere = unsafe open("/dev/null", O_WRONLY)
      guard nowhere >= 0 else { return }
      _ = dup2(nowhere, STDERR_FILENO)
      _ = close(nowhere)
    }
  }
#endif
