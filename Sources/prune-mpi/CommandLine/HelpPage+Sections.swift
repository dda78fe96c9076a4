/// The sections of `prune-mpi --help` that belong to no flag.
extension HelpPage {
  static var expressions: Section {
    Section(
      "EXPRESSIONS",
      separated([
        TextLayout.wrapped(
          "An expression says of each record whether it is true. It is made of", indent: 4),
        TextLayout.table(
          [
            ("x", "the value"),
            ("i", "its position, from 0, counted over all inputs"),
            ("12  0xff  0.5  1e-3", "numbers; also inf, nan and pi"),
            ("( )", "what is to be taken first"),
          ], indent: 8),
        TextLayout.wrapped("and of operators, here from those that bind least to most:", indent: 4),
        TextLayout.table(
          [
            ("or  ||", "either"),
            ("and  &&", "both"),
            ("not  !", "the opposite"),
            ("<  <=  ==  !=  >=  >", "comparisons; chains as in 0 < x <= 4"),
            ("in", "equal to one of a list: x in [1, 2, 3]"),
            ("+  -", ""),
            ("*  /  //  %", "// and % round towards minus infinity"),
            ("-x  +x", ""),
            ("**", "power"),
          ], indent: 8),
        TextLayout.wrapped("and of functions:", indent: 4),
        TextLayout.wrapped("abs sign sqrt exp log log2 log10 floor ceil round", indent: 8)
          + TextLayout.wrapped("min(a, b) max(a, b) isnan isinf isfinite", indent: 8),
        TextLayout.wrapped(
          "Records with fields have these by name instead of x; see RECORDS.", indent: 4),
        TextLayout.wrapped(
          """
          All of it means what it means in NumPy 2, so that --keep E keeps what a[E] keeps, bit \
          for bit; chains and in are additions. A number takes the kind of the array it meets \
          (NEP 50): with float32 values x > 0.1 is compared in float32. Integers are compared as \
          integers, exact to 64 bits.
          """, indent: 4),
        TextLayout.wrapped(
          """
          NaN has one rule: a comparison with NaN is false, only != is true. So --keep 'x > 0' \
          drops every NaN, --keep 'not x > 0' keeps it, --keep 'isnan(x)' keeps nothing else, and \
          x == nan is never true.
          """, indent: 4),
        TextLayout.wrapped(
          """
          A mistake is shown with a caret under the place and with what was expected there.
          """, indent: 4),
      ]))
  }

  static var records: Section {
    Section(
      "RECORDS",
      separated([
        TextLayout.wrapped(
          """
          A record is an element of the inputs, x; an entry of a structured array, with its fields \
          by name; an entry of each dataset of an HDF5 group, or of each file of --field, with the names given there; or, with --axis \
          0, a row x. A field whose name is not a plain word, or is a function's, stands in \
          backticks: `wind speed` > 4.
          """, indent: 4),
        TextLayout.wrapped("Of a row, or of a field that has a shape, there are", indent: 4),
        TextLayout.table(
          [
            ("x[3]  x[-1]  x[1, 2]", "one of its numbers"),
            ("any(x > 4)  all(x > 4)", "a condition on its numbers, as one condition"),
            ("max min mean sum norm", "one number of all, as NumPy along the other axes"),
          ], indent: 8),
        TextLayout.wrapped(
          """
          Rows beside each other have one shape, and a single number beside a row stands for each \
          of its places: any(abs(x) > 4 * v), norm(x - y).
          """, indent: 4),
      ]))
  }

  static var runningUnderMPI: Section {
    Section(
      "RUNNING UNDER MPI",
      separated([
        TextLayout.wrapped(
          """
          The number of ranks changes neither the output's bytes nor its digest. Every rank must \
          see inputs and outputs under the same paths. Without mpirun there is one rank. The \
          settings below are those of Open MPI.
          """, indent: 4),
        setting(
          "mpirun --oversubscribe --mca mpi_yield_when_idle 1 -np 8 prune-mpi ...",
          "More ranks than cores; without the second setting waiting ranks take the time of "
            + "those that work."),
        setting(
          "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
          "As root, for example in a container, mpirun starts only with these."),
        setting(
          "mpirun --hostfile hostfile -np 64 prune-mpi ...",
          "Several machines; a line of the file is a host name and slots=N."),
        setting(
          "srun --mpi=pmix prune-mpi ...",
          "Under Slurm; mpirun inside an allocation works too."),
      ]))
  }

  private static func setting(_ line: String, _ meaning: String) -> [String] {
    [indented(line)] + TextLayout.wrapped(meaning, indent: 8)
  }
}
