// Checks of everything collective, run under mpirun on 1, 2, 3, 4 and 8 ranks. A program and
// not a test bundle: a bundle run under mpirun reports failure unless MPI is ended at exit.
//
// Prints `N passed, N failed`; exits with 1 if anything failed.

import MPI

#if canImport(Glibc)
  import Glibc
#endif

var run = CheckRun()
do {
  try MPIRuntime.run { world in
    for checks in [
      reductionChecks, gatherChecks, agreementChecks, exchangeChecks, rebalanceChecks,
      pruningChecks,
    ] {
      try run.run(checks, over: world)
    }
    if world.isRoot { print("\(run.passed) passed, \(run.failed) failed") }
  }
} catch {
  print("mpi-checks: \(error)")
  MPIRuntime.abort(code: 1)
}
exit(run.failed == 0 && run.passed > 0 ? 0 : 1)
