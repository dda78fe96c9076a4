// Checks of everything collective, run under mpirun on 1, 2, 3, 4 and 8 ranks. A program and
// not a test bundle: a bundle run under mpirun reports failure unless MPI is ended at exit.
//
// Prints `N passed, N failed`; exits with 1 if anything failed.
//
//   mpi-checks           everything, twice: as it is, and with the limit of one call lowered
//   mpi-checks --long    messages above 2³¹ elements and bytes, on 2 ranks with 12 GiB together
//   mpi-checks --only x  only the checks whose name contains x

import MPI

#if canImport(Glibc)
  import Glibc
#endif

let arguments = CommandLine.arguments.dropFirst()
let isLong = arguments.contains("--long")
let part = arguments.firstIndex(of: "--only").flatMap { arguments.dropFirst($0).first } ?? ""

var run = CheckRun()
do {
  try MPIRuntime.run { world in
    let grounds = try Grounds(splitting: world)
    // What depends on how a count is passed to C runs twice.
    let countChecks = [
      matrixChecks, barrierChecks, pointToPointChecks, requestSetChecks, sharedCounterChecks,
      reproducibleSumChecks, agreementChecks, communicatorChecks,
    ].flatMap(\.self).filter { part.isEmpty || $0.name.contains(part) }
    let otherChecks = [
      ledgerChecks, exchangeChecks, rebalanceChecks, rebalanceWidthChecks, pruningChecks,
      sampleChecks, everyChecks,
      nonfiniteChecks, uniqueChecks, selectionChecks, seriesChecks, swingChecks,
    ].flatMap(\.self).filter { part.isEmpty || $0.name.contains(part) }
    if isLong {
      try run.run(
        longChecks.filter { part.isEmpty || $0.name.contains(part) }, over: world, on: grounds)
    } else {
      try run.run(countChecks + otherChecks, over: world, on: grounds)
      run.variant = " with short calls"
      LargeCount.lower(to: lowLimit)
      try run.run(countChecks, over: world, on: grounds)
      LargeCount.lower(to: nil)
    }
    if world.isRoot { print("\(run.passed) passed, \(run.failed) failed") }
  }
} catch {
  print("mpi-checks: \(error)")
  MPIRuntime.abort(code: 1)
}
exit(run.failed == 0 && run.passed > 0 ? 0 : 1)
