// Benchmarks. Every case states the answer it must give and is compared with a limit measured
// in the same run: a plain loop, memcpy, or the same program in C.
//
//   mpirun -np 2 prune-bench [threshold] [memory] [kernels] [mpi] [stages] [files] [--bytes N]
//     [--records N] [--runs N] [--rows NAME] [--directory DIR] [--python PYTHON]
//
// Exits with 1 when an answer is wrong; a slow answer is only reported.

import MPI

#if canImport(Glibc)
  import Glibc
#endif

var failed = false
do {
  let options = try BenchOptions(CommandLine.arguments.dropFirst())
  try MPIRuntime.run { world in
    if world.isRoot { print(Machine.description(ranks: world.size)) }
    if options.cases.contains(.kernels) {
      failed = try !benchKernels(options, over: world) || failed
    }
    if options.cases.contains(.mpi) {
      failed = try !benchMPI(options, over: world) || failed
    }
    if options.cases.contains(.threshold) {
      failed = try !benchThreshold(options, over: world) || failed
    }
    if options.cases.contains(.memory) {
      failed = try !benchMemory(options, over: world) || failed
    }
    if options.cases.contains(.stages) {
      failed = try !benchStages(options, over: world) || failed
    }
    if options.cases.contains(.files) {
      failed = try !benchFiles(options, over: world) || failed
    }
  }
} catch {
  print("prune-bench: \(error)")
  MPIRuntime.abort(code: 1)
  failed = true
}
exit(failed ? 1 : 0)
