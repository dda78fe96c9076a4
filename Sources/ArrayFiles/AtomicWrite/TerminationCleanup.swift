import Glibc

/// Removes hidden files when a signal ends the process: `mpirun` ends a run with SIGTERM, and a
/// user with Ctrl-C. What SIGKILL leaves behind no program can remove.
///
/// One table for the process, filled before the handler is set; the handler only reads it and
/// calls what POSIX allows in handlers (`unlink`, `rmdir`, `signal`, `raise`).
public enum TerminationCleanup {
  // SAFETY: written by the one thread of this process while no handler is set that reads it.
  private nonisolated(unsafe) static var paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  private static let signals = [SIGTERM, SIGINT, SIGHUP]
  /// Those of them that had their default action, and shall have it again.
  private nonisolated(unsafe) static var taken: [CInt] = []

  /// Local; on the rank that prepared `outputs`. From now on a signal removes its files.
  public static func arm(_ outputs: OutputSet) {
    disarm()
    let names = outputs.partialPaths
    let table = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
      capacity: names.count + 1)
    for (index, name) in names.enumerated() {
      unsafe (table + index).initialize(to: strdup(name))
    }
    unsafe (table + names.count).initialize(to: nil)
    unsafe paths = table
    // A signal that the process ignores (nohup) or handles otherwise is left alone.
    unsafe taken = signals.filter { hasDefaultAction($0) }
    for number in unsafe taken {
      signal(number) { number in
        TerminationCleanup.removeAll()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  private static func hasDefaultAction(_ number: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    return unsafe action.__sigaction_handler.sa_handler == nil
  }

  /// Local. Signals act as before again.
  public static func disarm() {
    guard let table = unsafe paths else { return }
    for number in unsafe taken { signal(number, SIG_DFL) }
    unsafe taken = []
    unsafe paths = nil
    var place = unsafe table
    while let name = unsafe place.pointee {
      unsafe free(name)
      unsafe place += 1
    }
    unsafe table.deallocate()
  }

  /// In a signal handler. Files go first, then the directories that held them.
  private static func removeAll() {
    guard var place = unsafe paths else { return }
    while let name = unsafe place.pointee {
      if unsafe Glibc.unlink(name) != 0 { _ = unsafe Glibc.rmdir(name) }
      unsafe place += 1
    }
  }
}
