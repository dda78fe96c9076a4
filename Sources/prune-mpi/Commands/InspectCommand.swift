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
    try Console.out(found.map { InspectText($0).page }.joined(separator: "\n\n"))
  }
  return .success
}
