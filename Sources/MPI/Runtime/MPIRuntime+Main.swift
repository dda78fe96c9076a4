extension MPIRuntime {
  /// Collective over all processes of the run. A whole program: starts MPI, runs `body` on every
  /// rank, and ends MPI. Returns only where all went well.
  ///
  /// When `body` throws on a rank, that rank writes one line to standard error, the program's
  /// name, its rank and the error, and ends every process of the run with the error's exit code
  /// (``ProgramFailure``; 1 for other errors). Ranks that wait in a collective meanwhile are
  /// ended too. Of an error that all ranks throw, rank 0 writes the line; another rank does, after
  /// five seconds, where rank 0 is not in the communicator that the error is of. Ranks that fail at
  /// the same moment speak in order of rank, so far apart that in most cases the first to speak has
  /// ended the others: a tenth of a second, half a second with MPICH.
  ///
  /// ```swift
  /// import MPI
  ///
  /// MPIRuntime.main { world in
  ///   let sum = try world.allReduce(.sum, Double(world.rank))
  ///   if world.isRoot { print("\(world.size) ranks, sum \(sum)") }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - name: What the line starts with; the program's file name where nil.
  ///   - threads: As for ``run(threads:isChecked:_:)``.
  ///   - isChecked: As for ``run(threads:isChecked:_:)``.
  ///
  /// The corresponding C functions are `MPI_Init_thread`, `MPI_Finalize` and `MPI_Abort` (MPI-3.1
  /// sections 12.4.3 and 8.7).
  public static func main(
    _ name: String? = nil, threads: ThreadLevel = .single, isChecked: Bool? = nil,
    _ body: (borrowing Communicator) throws -> Void
  ) {
    let program = name ?? Lifecycle.programName
    // Known once MPI has started.
    var rank = 0
    var size = 1
    do {
      try run(threads: threads, isChecked: isChecked) { world in
        rank = world.rank
        size = world.size
        try body(world)
      }
    } catch {
      end(program, with: error, rank: rank, size: size)
    }
  }

  /// Says why the program ends, once, and ends it on all ranks.
  private static func end(
    _ program: String, with error: any Error, rank: Int, size: Int
  ) -> Never {
    let failure = error as? any ProgramFailure
    if failure?.isKnownToAllRanks == true && rank != 0 {
      // Rank 0 speaks, and then ends this process too. After the wait it does not know: the error
      // was that of a communicator that it is not in.
      Lifecycle.waitToBeEnded(seconds: 5)
    }
    Lifecycle.waitToBeEnded(seconds: Lifecycle.turnSeconds * Double(Swift.min(rank, 10)))
    // These name their rank themselves.
    let namesRank = size == 1 || error is MPIError || error is RankFailure
    Lifecycle.complain("\(program): \(namesRank ? "" : "rank \(rank): ")\(error)")
    let code = failure?.exitCode ?? 1
    abort(code: code)
    Lifecycle.exit(code)
  }
}
