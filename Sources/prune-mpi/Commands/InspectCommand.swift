import CommandLineInterface
import MPI
import Pruning
import Reporting

/// Collective. `prune-mpi inspect FILE…`
func inspectFiles(
  _ options: InspectOptions, over world: borrowing Communicator
) throws(PruningError) -> ExitCode {
  let found = try inspect(
    options.inputs, raw: options.raw, delimiter: options.delimiter, over: world)
  if world.isRoot {
    let pages = found.flatMap { input in
      switch input {
      case .values(let fields): fields.map { InspectText($0).page }
      case .tree(let path, let root): [HDF5TreeText(root, path: path).page]
      }
    }
    try Console.out(pages.joined(separator: "\n\n"))
  }
  return .success
}
