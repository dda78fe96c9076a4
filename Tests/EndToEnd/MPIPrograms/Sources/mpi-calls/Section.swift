import Glibc
import MPI

/// Calls that belong together, run by all ranks.
struct Section: Sendable {
  let name: String
  let body: @Sendable (borrowing Communicator) throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (borrowing Communicator) throws -> Void) {
    self.name = name
    self.body = body
  }

  /// A section that is one call under a mark of the same name.
  static func call(
    _ name: String, _ body: @escaping @Sendable (borrowing Communicator) throws -> Void
  ) -> Section {
    Section(name) { world in try mark(name) { try body(world) } }
  }
}

/// What `body` calls is counted under `name`.
func mark<Result: ~Copyable>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
  setMark(name)
  defer { setMark(nil) }
  return try body()
}

/// What is called from here on is counted under `name`: for calls that consume something, which
/// no closure may.
func setMark(_ name: String?) {
  let overwrite: Int32 = 1
  if let name { setenv("MPI_MARK", name, overwrite) } else { unsetenv("MPI_MARK") }
}

/// What should hold of a call's answer, so that a call that does nothing is found out.
func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
  guard !holds else { return }
  complain("mpi-calls: wrong: \(what())")
  MPIRuntime.abort(code: 3)
  exit(3)
}
