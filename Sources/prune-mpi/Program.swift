import CommandLineInterface
import MPI
import Pruning
import ShardedArrays

#if canImport(Glibc)
  import Glibc
#endif

/// The program from its arguments to its exit code: the one place that decides the latter.
enum Program {
  static let version = "0.1.0"

  static func run(_ arguments: [String]) -> Never {
    // A file size limit then fails a write with its number and reason instead of a signal.
    signal(SIGXFSZ, SIG_IGN)
    // A reader that goes away fails a write, which is not worth dying for half way.
    signal(SIGPIPE, SIG_IGN)
    if let broken = arguments.indices.first(where: { !isUnicode($0) }) {
      guard Environment.speaks else { exit(.success) }
      Console.complain("argument \(broken) is not valid UTF-8: '\(arguments[broken])'")
      exit(.usage)
    }
    let invocation: Invocation
    do throws(UsageError) {
      invocation = try Invocation.parse(Array(arguments.dropFirst()))
    } catch {
      // A launcher ends the others when one rank fails: the silent ones must not be first.
      guard Environment.speaks else { exit(.success) }
      Console.complain(error.description)
      exit(.usage)
    }
    switch invocation {
    case .help(let text): say(text)
    case .version: say("prune-mpi \(version)")
    case .effect(let options): say(effectPage(options))
    case .demonstration(let quiet):
      underMPI { (world) throws(PruningError) in
        try demonstrate(quiet: quiet, command: arguments, over: world)
      }
    case .prune(let options):
      underMPI { (world) throws(PruningError) in
        try pruneFiles(options, command: arguments, over: world)
      }
    case .inspect(let options):
      underMPI { (world) throws(PruningError) in try inspectFiles(options, over: world) }
    case .verify(let options):
      underMPI { (world) throws(PruningError) in try verifyOutput(options, over: world) }
    }
  }

  /// Whether an argument is what `CommandLine.arguments` says. A file name in another encoding
  /// would be changed, and another file read or written.
  private static func isUnicode(_ index: Int) -> Bool {
    guard let argument = unsafe CommandLine.unsafeArgv[index] else { return true }
    return unsafe String(validatingCString: argument) != nil
  }

  /// Commands that need no ranks print once and end.
  private static func say(_ text: String) -> Never {
    guard Environment.speaks else { exit(.success) }
    do throws(PruningError) {
      try Console.out(text)
    } catch {
      Console.complain(error.description)
      exit(ExitCode(error.kind))
    }
    exit(.success)
  }

  /// Collective. Runs a command on all ranks; on failure rank 0 says why in one line and every
  /// rank ends with the same code.
  private static func underMPI(
    _ command: (borrowing Communicator) throws(PruningError) -> ExitCode
  ) -> Never {
    var code = ExitCode.internal
    do throws(PruningError) {
      try MPIRuntime.run(startFailed: { .mpi($0) }) { (world) throws(PruningError) in
        let place = world.size > 1 ? "rank \(world.rank): " : ""
        OutOfMemory.handle { byteCount in
          Console.complain(
            "\(place)out of memory: \(byteCount) more bytes for records are not to be had; "
              + "try: more ranks or hosts, --explain shows what is needed")
          MPIRuntime.abort(code: ExitCode.outOfMemory.rawValue)
          exit(.outOfMemory)
        }
        do throws(PruningError) {
          code = try command(world)
        } catch {
          switch error {
          case .agreed, .stage:
            // The same on every rank.
            if world.isRoot { Console.complain(error.description) }
          case .output:
            // Only the rank that speaks gets here, when all work is done.
            Console.complain(error.description)
          default:
            // The other ranks may wait: MPI cannot end in order.
            throw error
          }
          code = ExitCode(error.kind)
        }
      }
    } catch {
      Console.complain(error.description)
      MPIRuntime.abort(code: ExitCode(error.kind).rawValue)
      code = ExitCode(error.kind)
    }
    exit(code)
  }

  private static func exit(_ code: ExitCode) -> Never {
    Glibc.exit(code.rawValue)
  }
}

extension ExitCode {
  init(_ kind: FailureKind) {
    self =
      switch kind {
      case .usage: .usage
      case .badData: .badData
      case .missingInput: .missingInput
      case .cannotCreate: .cannotCreate
      case .io: .io
      case .internalError: .internal
      }
  }
}
