/// The pages of help as they should read.
enum ExpectedPages {
  static let shortPrune = """
    prune-mpi - keep what a job needs of large arrays, evenly spread

    usage:
      mpirun -np 8 prune-mpi     (without arguments: the built-in example)
      mpirun -np 8 prune-mpi FILE... --keep EXPR [flags]
      prune-mpi inspect FILE... [--raw LAYOUT]
      prune-mpi verify FILE|DIR --report FILE
      prune-mpi effect --before LIST --after LIST
      prune-mpi help [COMMAND]

    flags:
          --keep EXPR       keep the records for which EXPR is true
          --drop EXPR       drop the records for which EXPR is true
      -o, --output PATH     write the survivors to PATH, a .npy file
          --shards N        write N files of even size; PATH is their directory
          --index-out PATH  write the survivors' global positions, int64
          --rejects PATH    write the dropped records
          --raw LAYOUT      inputs have no header but this LAYOUT: f4:1000,3
          --force           replace outputs that exist, never an input
          --balance WHEN    even out the ranks: auto (default), always, never
          --reuse N         passes to be made over the survivors (default 1)
          --report FILE     write the report to FILE as JSON, too
          --explain         show the plan and its predicted cost; run nothing
      -q, --quiet           no progress on standard error
      -h                    this page
          --help            the full help, in the manner of a manual page
          --version         the version

    commands:
      inspect  shape, type, bytes, min, max, mean, NaN, zeros
      verify   check an output against the report of its run
      effect   what pruning bought, from measured performances

    examples:
      mpirun -np 8 prune-mpi wind.npy --keep 'abs(x) > 20' -o jet.npy
      mpirun -np 8 prune-mpi a.npy b.npy --keep 'x > 4' -o out --shards 8
      prune-mpi wind.npy --keep 'abs(x) > 20' --explain
    """

  static let shortInspect = """
    prune-mpi inspect - shape, type, bytes, min, max, mean, NaN, zeros

    usage:
      prune-mpi inspect FILE... [--raw LAYOUT]

    flags:
          --raw LAYOUT  inputs have no header but this LAYOUT: f4:1000,3
      -h                this page
          --help        the full help, in the manner of a manual page
          --version     the version

    examples:
      prune-mpi inspect wind.npy
      prune-mpi inspect --raw f4:1000,3 wind.bin
    """

  static let shortVerify = """
    prune-mpi verify - check an output against the report of its run

    usage:
      prune-mpi verify FILE|DIR --report FILE

    flags:
          --report FILE  the JSON report of the run that wrote the output
      -h                 this page
          --help         the full help, in the manner of a manual page
          --version      the version

    examples:
      prune-mpi verify jet.npy --report report.json
      prune-mpi verify out --report report.json
    """

  static let shortEffect = """
    prune-mpi effect - what pruning bought, from measured performances

    usage:
      prune-mpi effect --before LIST --after LIST

    flags:
          --before LIST  performance of each node before, as 0.8,0.9,0.7
          --after LIST   performance of each node after, as many numbers
      -h                 this page
          --help         the full help, in the manner of a manual page
          --version      the version

    example:
      prune-mpi effect --before 0.8,0.9,0.7,0.85,0.88 --after 0.9,0.95,0.8,0.9,0.9
    """

  static let longPrune = """
    NAME
        prune-mpi - keep what a job needs of large arrays, evenly spread

    USAGE
        mpirun -np 8 prune-mpi     (without arguments: the built-in example)
        mpirun -np 8 prune-mpi FILE... --keep EXPR [flags]
        prune-mpi inspect FILE... [--raw LAYOUT]
        prune-mpi verify FILE|DIR --report FILE
        prune-mpi effect --before LIST --after LIST
        prune-mpi help [COMMAND]

    DESCRIPTION
        prune-mpi drops what a job does not need from arrays that may be too large
        for one machine, keeps the rest exactly and in order, spreads it evenly over
        the ranks, and reports what that bought. It runs under mpirun on any number
        of ranks, or without mpirun on one.

        Each FILE is a .npy file (version 1, 2 or 3; bool, integers of 1 to 8 bytes,
        float16, 32 or 64; either byte order), or binary values without a header
        (--raw). Several files of one element type and byte order are taken as one
        array along axis 0. A record is one element: the result is one-dimensional,
        in C order, as NumPy's a[mask] is.

        Without arguments a built-in example is generated and pruned; it needs no
        files.

    FLAGS
        A value stands after its flag or after an equals sign: --output jet.npy,
        --output=jet.npy. Flags and files may be mixed; -- ends the flags. A file
        that is named like a command or like a flag is given as ./inspect or
        ./-name.

        --keep EXPR
            Keep the records for which EXPR is true and drop the others. --keep and
            --drop may be given as often as wanted, in any mix: each is a stage, the
            stages run in the order given, and each sees only what the one before it
            kept. Put EXPR in quotes, or the shell takes > for a redirection. The
            language is under EXPRESSIONS.

        --drop EXPR
            Drop the records for which EXPR is true and keep the others. With NaN
            this is not the same as keeping the opposite, because a comparison with
            NaN is false: --keep 'x > 0' drops a NaN, --drop 'x <= 0' keeps it.

        -o, --output PATH
            Write the survivors to PATH, in their global order, as a one-dimensional
            .npy file of the input's element type and byte order. Its bytes are the
            same on any number of ranks. The file is written aside, checked and then
            renamed, so that PATH never holds a part of the result. Without this
            flag the run prunes and reports but does not write the survivors.

        --shards N
            Write the survivors as N files whose sizes differ by at most one record,
            in the directory that --output names: part-00000-of-00008.npy and so on.
            N need not be the number of ranks. N is a whole number from 1 to 99999.

        --index-out PATH
            Write the position of each survivor to PATH, a .npy file of int64:
            counted from 0 over all inputs in the order given, one for each record
            of the output and in the same order.

        --rejects PATH
            Write the records that some stage dropped to PATH, a .npy file, in their
            global order. Survivors and rejects together are the input.

        --raw LAYOUT
            Read every input as binary values without a header. LAYOUT is the
            element type and the shape of one file: f4:1000,3 is float32, 1000 by 3.
            The type is a letter, b (bool), i (signed), u (unsigned) or f (float),
            and the width in bytes. Without a shape the file's size gives it: f8. A
            first < or > says little- or big-endian, in quotes for the shell:
            '>i2:4096'.

        --force
            Replace outputs that exist. Without it a run whose output exists, or
            with --shards a directory that is not empty, is refused and all is left
            as it is. An input is never replaced, with or without this flag.

        --balance WHEN
            Whether survivors move so that every rank owns an even, contiguous part
            of them. With auto, the default, they move when the measured gain over
            all passes (see --reuse) is larger than the measured cost of moving. The
            output has the same bytes in each case; the decision and the numbers
            behind it are in the report. WHEN is auto, always or never.

        --reuse N
            How often the survivors will be passed over, for --balance auto: what an
            even spread gains in one pass counts this many times. The default, 1,
            stands for writing the output. Fractions are allowed. N is a finite
            number, 0 or more.

        --report FILE
            Write the report to FILE as JSON, besides the page of text on standard
            output. verify compares an output with this file.

        --explain
            Show the plan, its peak of memory and its cost as predicted from a small
            sample, and stop: nothing is pruned and nothing is written. Add it to a
            complete command line to see what that would do.

        -q, --quiet
            Show no progress on standard error. The report and error messages appear
            as always.

        -h
            Show the usage on one screen.

        --help
            Show this page.

        --version
            Show the version.

    COMMANDS
        prune-mpi inspect FILE... [--raw LAYOUT]
            Shows the shape, element type and bytes of each FILE, the minimum,
            maximum and mean of its values, and how many are NaN and how many are
            zero.

        prune-mpi verify FILE|DIR --report FILE
            Reads FILE, or the shards in DIR, computes digest and counts anew and
            compares them with the report. Exit code 0 when they agree, 2 when they
            differ.

            --report FILE
                The JSON report that --report wrote in the run that made the output.
                It is read, not written. This flag is required.

        prune-mpi effect --before LIST --after LIST
            Compares the performance of the nodes before and after, where a node's
            performance is the part of a parallel step in which it does useful work:
            P0 is the mean before, P1 the mean after and P = P1 / P0. LIST is one
            number for each node, with commas between.

            --before LIST
                The performance of each node before pruning. This flag is required,
                and the mean must be above 0. LIST is finite numbers, each 0 or
                more, with commas between.

            --after LIST
                The performance of each node after pruning, as many numbers as
                --before. This flag is required. LIST is finite numbers, each 0 or
                more, with commas between.

    EXPRESSIONS
        An expression says of each record whether it is true. It is made of

            x                    the value
            i                    its position, from 0, counted over all inputs
            12  0xff  0.5  1e-3  numbers; also inf, nan and pi
            ( )                  what is to be taken first

        and of operators, here from those that bind least to most:

            or  ||                either
            and  &&               both
            not  !                the opposite
            <  <=  ==  !=  >=  >  comparisons; chains as in 0 < x <= 4
            in                    equal to one of a list: x in [1, 2, 3]
            +  -
            *  /  //  %           // and % round towards minus infinity
            -x  +x
            **                    power

        and of functions:

            abs sign sqrt exp log log2 log10 floor ceil round
            min(a, b) max(a, b) isnan isinf isfinite

        All of it means what it means in NumPy 2, so that --keep E keeps what a[E]
        keeps, bit for bit; chains and in are additions. A number takes the kind of
        the array it meets (NEP 50): with float32 values x > 0.1 is compared in
        float32. Integers are compared as integers, exact to 64 bits.

        NaN has one rule: a comparison with NaN is false, only != is true. So --keep
        'x > 0' drops every NaN, --keep 'not x > 0' keeps it, --keep 'isnan(x)'
        keeps nothing else, and x == nan is never true.

        A mistake is shown with a caret under the place and with what was expected
        there.

    RUNNING UNDER MPI
        The number of ranks changes neither the output's bytes nor its digest. Every
        rank must see inputs and outputs under the same paths. Without mpirun there
        is one rank. The settings below are those of Open MPI.

        mpirun --oversubscribe --mca mpi_yield_when_idle 1 -np 8 prune-mpi ...
            More ranks than cores; without the second setting waiting ranks take the
            time of those that work.

        export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
            As root, for example in a container, mpirun starts only with these.

        mpirun --hostfile hostfile -np 64 prune-mpi ...
            Several machines; a line of the file is a host name and slots=N.

        srun --mpi=pmix prune-mpi ...
            Under Slurm; mpirun inside an allocation works too.

    EXIT CODES
        0   done; from verify: the output matches its report
        2   from verify: the output differs from its report
        64  the command line or an expression is wrong
        65  what an input holds is wrong: header, size or element type
        66  an input does not exist or cannot be opened
        70  a check of the program on itself failed; please report it
        71  the machine has no memory left for the records that survive
        73  an output cannot be created, or exists and --force is absent
        74  reading, writing or renaming failed; a full disk, for example

        A failure is one message on standard error, with rank, file and numbers
        where there are any; it ends all ranks, and mpirun ends with the same code.

    EXAMPLES
        mpirun -np 8 prune-mpi wind.npy --keep 'abs(x) > 20' -o jet.npy
            prune one array

        mpirun -np 8 prune-mpi a.npy b.npy --keep 'x > 4' -o out --shards 8
            two files as one array, written as eight

        prune-mpi wind.npy --keep 'abs(x) > 20' --explain
            the plan only
    """

  static let longInspect = """
    NAME
        prune-mpi inspect - shape, type, bytes, min, max, mean, NaN, zeros

    USAGE
        prune-mpi inspect FILE... [--raw LAYOUT]

    DESCRIPTION
        Shows the shape, element type and bytes of each FILE, the minimum, maximum
        and mean of its values, and how many are NaN and how many are zero.

    FLAGS
        A value stands after its flag or after an equals sign: --output jet.npy,
        --output=jet.npy. Flags and files may be mixed; -- ends the flags. A file
        that is named like a command or like a flag is given as ./inspect or
        ./-name.

        --raw LAYOUT
            Read every input as binary values without a header. LAYOUT is the
            element type and the shape of one file: f4:1000,3 is float32, 1000 by 3.
            The type is a letter, b (bool), i (signed), u (unsigned) or f (float),
            and the width in bytes. Without a shape the file's size gives it: f8. A
            first < or > says little- or big-endian, in quotes for the shell:
            '>i2:4096'.

        -h
            Show the usage on one screen.

        --help
            Show this page.

        --version
            Show the version.

    EXIT CODES
        0   done; from verify: the output matches its report
        2   from verify: the output differs from its report
        64  the command line or an expression is wrong
        65  what an input holds is wrong: header, size or element type
        66  an input does not exist or cannot be opened
        70  a check of the program on itself failed; please report it
        71  the machine has no memory left for the records that survive
        73  an output cannot be created, or exists and --force is absent
        74  reading, writing or renaming failed; a full disk, for example

        A failure is one message on standard error, with rank, file and numbers
        where there are any; it ends all ranks, and mpirun ends with the same code.

    EXAMPLES
        prune-mpi inspect wind.npy
            one file

        prune-mpi inspect --raw f4:1000,3 wind.bin
            a file without a header
    """

  static let longVerify = """
    NAME
        prune-mpi verify - check an output against the report of its run

    USAGE
        prune-mpi verify FILE|DIR --report FILE

    DESCRIPTION
        Reads FILE, or the shards in DIR, computes digest and counts anew and
        compares them with the report. Exit code 0 when they agree, 2 when they
        differ.

    FLAGS
        A value stands after its flag or after an equals sign: --output jet.npy,
        --output=jet.npy. Flags and files may be mixed; -- ends the flags. A file
        that is named like a command or like a flag is given as ./inspect or
        ./-name.

        --report FILE
            The JSON report that --report wrote in the run that made the output. It
            is read, not written. This flag is required.

        -h
            Show the usage on one screen.

        --help
            Show this page.

        --version
            Show the version.

    EXIT CODES
        0   done; from verify: the output matches its report
        2   from verify: the output differs from its report
        64  the command line or an expression is wrong
        65  what an input holds is wrong: header, size or element type
        66  an input does not exist or cannot be opened
        70  a check of the program on itself failed; please report it
        71  the machine has no memory left for the records that survive
        73  an output cannot be created, or exists and --force is absent
        74  reading, writing or renaming failed; a full disk, for example

        A failure is one message on standard error, with rank, file and numbers
        where there are any; it ends all ranks, and mpirun ends with the same code.

    EXAMPLES
        prune-mpi verify jet.npy --report report.json
            one file

        prune-mpi verify out --report report.json
            a directory of shards
    """

  static let longEffect = """
    NAME
        prune-mpi effect - what pruning bought, from measured performances

    USAGE
        prune-mpi effect --before LIST --after LIST

    DESCRIPTION
        Compares the performance of the nodes before and after, where a node's
        performance is the part of a parallel step in which it does useful work: P0
        is the mean before, P1 the mean after and P = P1 / P0. LIST is one number
        for each node, with commas between.

    FLAGS
        A value stands after its flag or after an equals sign: --output jet.npy,
        --output=jet.npy. Flags and files may be mixed; -- ends the flags. A file
        that is named like a command or like a flag is given as ./inspect or
        ./-name.

        --before LIST
            The performance of each node before pruning. This flag is required, and
            the mean must be above 0. LIST is finite numbers, each 0 or more, with
            commas between.

        --after LIST
            The performance of each node after pruning, as many numbers as --before.
            This flag is required. LIST is finite numbers, each 0 or more, with
            commas between.

        -h
            Show the usage on one screen.

        --help
            Show this page.

        --version
            Show the version.

    EXIT CODES
        0   done; from verify: the output matches its report
        2   from verify: the output differs from its report
        64  the command line or an expression is wrong
        65  what an input holds is wrong: header, size or element type
        66  an input does not exist or cannot be opened
        70  a check of the program on itself failed; please report it
        71  the machine has no memory left for the records that survive
        73  an output cannot be created, or exists and --force is absent
        74  reading, writing or renaming failed; a full disk, for example

        A failure is one message on standard error, with rank, file and numbers
        where there are any; it ends all ranks, and mpirun ends with the same code.

    EXAMPLES
        prune-mpi effect --before 0.8,0.9,0.7,0.85,0.88 --after 0.9,0.95,0.8,0.9,0.9
            five nodes; P = 1.0775
    """

}
