import CommandLineInterface
import MPI
import Pruning
import Reporting

/// Collective. `prune-mpi verify FILE|DIR --report FILE`: 0 when the output is what its report
/// says, 2 when it is not.
func verifyOutput(
  _ options: VerifyOptions, over world: borrowing Communicator
) throws(PruningError) -> ExitCode {
  let read = try verify(
    options.output, report: options.report, over: world,
    understand: { (bytes) throws(PruningError) -> JSONReport in
      do throws(ReportError) {
        return try JSONReport(decoding: bytes, path: options.report)
      } catch {
        throw .report(error.description)
      }
    }, fields: { ($0.input.fields ?? []).map(\.name) },
    files: { $0.output.files.filter { $0.role == .survivors }.map(\.path) },
    delimiter: { $0.input.text?.delimiter.utf8.first })
  var same = true
  if let (found, report) = read {
    let text = VerifyText(found, report: report)
    try Console.out(text.page)
    same = text.matches
  }
  do throws(MPIError) {
    return try world.allReduce(.min, same ? 1 : 0) == 1 ? .success : .differs
  } catch {
    throw .mpi(error)
  }
}
