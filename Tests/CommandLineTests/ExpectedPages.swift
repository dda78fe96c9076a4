/// The pages of help as they should read.
enum ExpectedPages {
  static let shortPrune = """
    prune-mpi - keep what a job needs of large arrays, evenly spread

    usage:
      mpirun -np 8 prune-mpi     (without arguments: the built-in example)
      mpirun -np 8 prune-mpi FILE... STAGE... [flags]
      prune-mpi inspect FILE... [--raw LAYOUT]
      prune-mpi verify FILE|DIR --report FILE
      prune-mpi effect --before LIST --after LIST
      prune-mpi help [COMMAND]

    stages, in the order given, as many as wanted:
      --keep EXPR  --drop EXPR  --top N|P%  --bottom N|P%  --above-quantile Q
      --below-quantile Q  --unique  --outliers METHOD:K  --sample N|P%  --every K
      --deadband D  --swing D  --nonfinite drop  --budget SIZE  --keep-mass P%

    options of the stage before them:
      --by KEY  --keep-last  --count-out PATH  --only-outliers  --seed S  --offset J
      --value EXPR  --time EXPR  --max-gap T  --keep-previous  --rank-memory SIZE

    flags, of which --help has more:
      -o, --output PATH      write the survivors to PATH, a .npy file
          --shards N         write N files of even size; PATH is their directory
          --index-out PATH   write the survivors' global positions, int64
          --rejects PATH     write the dropped records
          --axis 0           a record is a row of the array: x[0], any(x > 4)
          --field NAME=PATH  a file as one field of the records: t=time.npy
          --raw LAYOUT       inputs have no header but this LAYOUT: f4:1000,3
          --csv              inputs are lines of text with a header: CSV
          --nan WHAT         records whose key is NaN: drop or keep them
          --force            replace outputs that exist, never an input
          --memory SIZE      what a rank may hold of records; more goes to files
          --report FILE      write the report to FILE as JSON, too
          --explain          show the plan and its predicted cost; run nothing
      -q, --quiet            no progress on standard error
      -h                     this page
          --help             the full help, in the manner of a manual page
          --version          the version

    examples:
      mpirun -np 8 prune-mpi wind.npy --keep 'abs(x) > 20' -o jet.npy
      mpirun -np 8 prune-mpi 'run-*/*.npy' --keep 'x > 4' -o out --shards 8
      prune-mpi wind.npy --keep 'x > 0' --unique --top 10% -o best.npy
      mpirun -np 8 prune-mpi era.h5:/wind --keep 'u > 20 and v > 0' -o jet.h5
      prune-mpi wind.npy --keep 'abs(x) > 20' --explain
    """

  static let shortInspect = """
    prune-mpi inspect - shape, type, bytes, min, max, mean, NaN, zeros

    usage:
      prune-mpi inspect FILE... [--raw LAYOUT]

    flags:
          --raw LAYOUT      inputs have no header but this LAYOUT: f4:1000,3
          --csv             inputs are lines of text with a header: CSV
          --delimiter CHAR  as --csv, with CHAR or tab between the fields
      -h                    this page
          --help            the full help, in the manner of a manual page
          --version         the version

    examples:
      prune-mpi inspect wind.npy
      prune-mpi inspect era.h5
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
        mpirun -np 8 prune-mpi FILE... STAGE... [flags]
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
        float16, 32 or 64, or structures of them; either byte order), or binary
        values without a header (--raw). Several files of one element type and byte
        order are taken as one array along axis 0. A record is one element, and the
        result one-dimensional, in C order, as NumPy's a[mask] is; or an entry with
        fields, or a row: see RECORDS.

        FILE may also be a folder, which stands for the .npy files in it, or a
        pattern in quotes, 'run-*/part-*.npy', with * for any text, ? for one
        character and [...] for one of a set. Their files come in natural order,
        part-2 before part-10; files named one by one, also by the shell, stay in
        the order typed. Headers are read by all ranks in turn.

        A .npz file, stored or deflated, has its arrays as the fields of records;
        several are joined array by array, and the output is a directory as with
        --field.

        HDF5 and NetCDF-4 files are read, too. data.h5:/group/name is a dataset;
        data.h5:/group is a group, whose equally long datasets are the fields of
        records under their names; data.h5 alone is the only thing to prune in it.
        Datasets of compound type are records with fields. Chunks are decoded by one
        rank each. The file may be a pattern: 'run-*.h5:/wind'.

        A folder that holds a zarr array, version 2 or 3, is that array: data.zarr,
        or in a group data.zarr/u. A group whose arrays are equally long has them as
        the fields of records. Chunks are uncompressed or packed by zlib, gzip, zstd
        or blosc. An output whose name ends in .zarr is an uncompressed zarr array,
        or of several fields a group.

        Without arguments a built-in example is generated and pruned; it needs no
        files.

    STAGES
        A stage drops records. Any number of them run in the order given, each over
        what the one before it kept; at least one is needed. The result is exact and
        has the same bytes on any number of ranks; survivors keep their order.

        --keep EXPR
            Keep the records for which EXPR is true and drop the others. Stages may
            be given as often as wanted, in any mix: they run in the order given,
            and each sees only what the one before it kept. Put EXPR in quotes, or
            the shell takes > for a redirection. The language is under EXPRESSIONS.

        --drop EXPR
            Drop the records for which EXPR is true and keep the others. With NaN
            this is not the same as keeping the opposite, because a comparison with
            NaN is false: --keep 'x > 0' drops a NaN, --drop 'x <= 0' keeps it.

        --top N|P%
            Keep exactly N records, those with the largest key (--by; the value
            where there is one), or P % of the records that come, rounded up. Of
            equal keys the lower position wins; the survivors stay in their order.
            The data is passed over once to find the border, for any N. N|P% is a
            whole number, or a percentage from 0% to 100%.

        --bottom N|P%
            Keep exactly N records, those with the smallest key, or P %, as --top
            does. N|P% is a whole number, or a percentage from 0% to 100%.

        --above-quantile Q
            Keep the records whose key is larger than the Q-quantile of all keys:
            the smallest key such that a part Q of the keys is not larger (the
            inverted distribution function; numpy.quantile with
            method="inverted_cdf"). It is one of the keys, exactly, and the records
            that have it are not above it. Q is a number from 0 to 1.

        --below-quantile Q
            Keep the records whose key is smaller than the Q-quantile of all keys,
            as --above-quantile defines it. Q is a number from 0 to 1.

        --unique
            Keep one record of each value, the first by position (--keep-last: the
            last). The value is that of the whole record, or of the fields named by
            --by. Floats are compared by value: -0 is 0, and with --nan keep all NaN
            are one value. --count-out writes how many records each survivor stands
            for. Each rank drops its own repeats first, and a value's owner decides:
            no rank holds all values, and one value that comes often overloads none.

        --outliers METHOD:K
            Drop the records whose key is far from the others, or with
            --only-outliers keep nothing else. zscore:K: more than K standard
            deviations (of the whole population) from the mean. iqr:K: more than K
            times the distance of the quartiles below the first or above the third.
            mad:K: more than K times the median absolute deviation from the median;
            not scaled, so that K is 1.4826 times what it is for a normal
            distribution's sigma. Quartiles and medians are exact, by the definition
            of --above-quantile; the mean is that of the exact sum. METHOD:K is
            zscore:K, iqr:K or mad:K, K a finite number, 0 or more.

        --sample N|P%
            Keep exactly N records, or P % rounded up, drawn uniformly and without
            replacement; they stay in their order. Each record has a random number
            of its own, made from --seed and its place among the records that come
            (Philox4x32-10): the same seed draws the same sample on any number of
            ranks. N|P% is a whole number, or a percentage from 0% to 100%.

        --every K
            Keep every K-th of the records that come, from the first or from
            --offset on. K is a whole number, 1 or more.

        --deadband D
            Keep a sample when its value (--value) differs by more than D from the
            last one kept of its series (--by), or when --max-gap has passed since
            (--time; without it, records). The first sample of a series is kept.
            With --keep-previous also the one before a jump. Any number of series
            may be interleaved; the result is that of one pass from the first record
            to the last. D is a finite number, 0 or more.

        --swing D
            Keep the samples that are needed so that the straight line over time
            from each kept sample to the next misses no dropped one between them by
            more than D (a swinging door through the kept samples). Every dropped
            sample is checked, and the report has the largest error. The first and
            the last sample of a series are kept, and both sides of a time that
            repeats or steps back, through which no line goes. Options as for
            --deadband. D is a finite number, 0 or more.

        --nonfinite drop
            Drop the records of which any number is NaN or infinite; the report
            counts them by kind. drop is drop.

        --budget SIZE
            Keep as many records as fit, those with the largest key (--by). SIZE is
            bytes, with a unit where wanted (kB, MB, GB, TB, KiB, MiB, GiB, TiB), a
            percentage of the bytes that are read, or what so many ranks hold ('4
            ranks'; --rank-memory says how much one does, so that the result does
            not depend on the ranks of this run). SIZE is bytes (512MiB), a
            percentage (10%) or 'N ranks'.

        --keep-mass P%
            Keep the fewest records whose keys add up to at least P % of the sum of
            all keys: the largest first, of equal ones the lower position. Keys are
            0 or more. Sums are exact: no rounding decides, on any number of ranks.
            P% is a percentage from 0% to 100%.

    OPTIONS OF STAGES
        An option belongs to the stage before it: --top 10% --by 'abs(x)' --unique
        --keep-last.

        --by KEY
            What the stage before it looks at: an expression (--top 10% --by
            'abs(x)'); for --unique the names of fields with commas between; for
            --deadband and --swing what tells the series apart. Where records have
            one number, that is the key without this option. An option of --top,
            --bottom, --above-quantile, --below-quantile, --outliers, --budget,
            --keep-mass, --unique, --deadband, --swing.

        --keep-last
            Keep the last of equal records, not the first. An option of --unique.

        --count-out PATH
            Write how many of the records that came to --unique each survivor stands
            for, itself included, to PATH, a .npy file of int64: one for each record
            of the output and in the same order. An option of --unique.

        --only-outliers
            Keep the outliers and drop the others. An option of --outliers.

        --seed S
            The seed of the sample; 0 where it is not given. S is a whole number
            from 0 to 18446744073709551615. An option of --sample.

        --offset J
            The first record kept, counted from 0; 0 where it is not given. J is a
            whole number, less than K. An option of --every.

        --value EXPR
            What is measured; the value where records have one number. An option of
            --deadband, --swing.

        --time EXPR
            When; the place among the records that come where it is not given. An
            option of --deadband, --swing.

        --max-gap T
            The longest time, in the unit of --time, between kept samples of a
            series that has samples in between. T is a finite number, 0 or more. An
            option of --deadband, --swing.

        --keep-previous
            Keep also the last sample before one that is kept because its value
            differs. An option of --deadband.

        --rank-memory SIZE
            The bytes of records that one rank holds, for --budget 'N ranks'. SIZE
            is bytes, as 2GiB. An option of --budget.

    FLAGS
        A value stands after its flag or after an equals sign: --output jet.npy,
        --output=jet.npy. Flags and files may be mixed; -- ends the flags. A file
        that is named like a command or like a flag is given as ./inspect or
        ./-name.

        -o, --output PATH
            Write the survivors to PATH, in their global order, as a .npy file of
            the input's element type, fields and byte order: one-dimensional, or
            with --axis 0 with the shape of the rows. Its bytes are the same on any
            number of ranks. The file is written aside, checked and then renamed, so
            that PATH never holds a part of the result. A PATH that ends in .h5,
            .hdf5 or .nc, or out.h5:/group/name, is an HDF5 file: with the paths,
            types and attributes of an HDF5 input's datasets. Without this flag the
            run prunes and reports but does not write the survivors.

        --shards N
            Write the survivors as N files whose sizes differ by at most one record,
            in the directory that --output names: part-00000-of-00008.npy and so on,
            or .csv, each with the header. N need not be the number of ranks. Of an
            HDF5 file the N are beside it, out.part-00000-of-00008.h5 and so on, and
            PATH joins them as virtual datasets. N is a whole number from 1 to
            99999.

        --compress
            Compress the files of --shards, of which an HDF5 output has to have
            some: the datasets get chunks of whole records, about 1 MiB each, that
            are shuffled and deflated, as every HDF5 program reads them. Each file
            is first written as it is and then packed by one rank, so that there has
            to be room for both; there should be as many files as ranks, or more.

        --zarr-format N
            Outputs whose names end in .zarr are of this version of the format, 2 or
            3. By default they are of version 3 where all inputs are, and else of
            version 2. N is a whole number from 2 to 3.

        --copy-rest
            Make an HDF5 output a copy of the whole input file, of which only the
            named datasets are pruned: other datasets, groups, attributes and links
            come along. Of several input files it is the first one.

        --index-out PATH
            Write the position of each survivor to PATH, a .npy file of int64:
            counted from 0 over all inputs in the order given, one for each record
            of the output and in the same order.

        --rejects PATH
            Write the records that some stage dropped to PATH, a .npy file, in their
            global order. Survivors and rejects together are the input.

        --axis 0
            Prune the rows of arrays with more than one axis: a record is what one
            index of axis 0 gives, and the output has the same trailing shape. In
            expressions x is the row: x[3] is one of its numbers, and any, all, max,
            min, mean, sum and norm make one number of all of them. 0 is or 0.

        --field NAME=PATH
            Take several equally long files as the fields of records, each under its
            name: --field t=time.npy --field v=value.npy --keep 'v > 90 and t >=
            1386000000'. Stages read only the fields they need; the others are read
            where records survive. --output then names a directory, with a file
            NAME.npy for each field. PATH may be a folder or a pattern, as FILE may:
            --field 'v=run-*/v.npy'; data.npz:MEMBER is one array of a .npz file.
            The fields of a structured .npy file have names already. NAME=PATH is a
            name and a path with '=' between.

        --raw LAYOUT
            Read every input as binary values without a header. LAYOUT is the
            element type and the shape of one file: f4:1000,3 is float32, 1000 by 3.
            The type is a letter, b (bool), i (signed), u (unsigned) or f (float),
            and the width in bytes. Without a shape the file's size gives it: f8. A
            first < or > says little- or big-endian, in quotes for the shell:
            '>i2:4096'. Of records it names the fields in the order in which they
            lie, not aligned: 't:<i8,v:<f4[3],4x,w:>f8', where [3] is the shape of a
            field and 4x are four bytes without meaning. @128 at the end passes over
            the first 128 bytes of each file.

        --csv
            Read every input as text with a header that names the columns:
            comma-separated, quoted as RFC 4180 says, also over several lines. Names
            that end in .csv, or in .tsv with tabs, need no flag. A record is a
            line; its fields are the columns, int64 where all values are whole
            numbers, else float64 where all are numbers or missing (NaN: empty, NA,
            NULL and what else pandas takes for it), else text, which --unique alone
            can compare. Only columns that stages name are read as numbers. The
            header and the survivors' lines are written as they stand in the input,
            byte for byte.

        --delimiter CHAR
            What separates the fields of a line, one ASCII character or the word
            tab: ';'. Implies --csv.

        --nan WHAT
            What stages that order, add up or compare keys do with records whose key
            is NaN. Without this flag such a record ends the run, which says how
            many there are, because NaN has no place in an order. With drop they are
            dropped, with keep they are kept, and the stage works on the others;
            --unique then takes all NaN as one value. --keep and --drop need no
            flag: a comparison with NaN is false. WHAT is drop or keep.

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

        --memory SIZE
            How many bytes a rank may use for records and the work on them: 2GiB,
            500MB. The program itself and the MPI library come on top, some 40 MiB
            that --explain states. Survivors that have no room go to a scratch file
            or are read a second time (see --spill), and stages that select take
            more passes. The default is the rank's share of what the control group
            or the Slurm job allows on its host, else of what is free there. A run
            that needs more for its work alone is refused before it starts, and the
            message says how much. SIZE is bytes, as 2GiB.

        --scratch DIR
            The directory for survivors that have no room in memory (see --memory):
            one file a rank, without a name, which is gone when the run ends,
            however it ends. The default is $SLURM_TMPDIR, else $TMPDIR, else
            /var/tmp.

        --spill HOW
            What becomes of survivors that have no room in memory (see --memory).
            With scratch they go to a file (see --scratch). With reread they are
            counted, and when their place in the output is known the input is read
            and tested a second time: no disk space is needed, and the input must
            not change meanwhile, or the run ends without an output. Survivors that
            were not held are not moved either. auto, the default, takes what is
            predicted to cost less; --explain and the report state both costs. Where
            a later stage, --balance always or lines of text need the survivors,
            they go to a file in each case. The output has the same bytes. HOW is
            auto, scratch or reread.

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
            zero. A folder, or a pattern in quotes, is shown as the one array that
            its files are together. Of an HDF5 file of which no dataset is named it
            shows the tree: groups and those that can be read as records, datasets
            with type, shape, chunks and filters, and attributes (@).

        prune-mpi verify FILE|DIR --report FILE
            Reads FILE, the shards in DIR or what a quoted pattern matches, computes
            digest and counts anew and compares them with the report. Exit code 0
            when they agree, 2 when they differ.

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

        Records with fields have these by name instead of x; see RECORDS.

        All of it means what it means in NumPy 2, so that --keep E keeps what a[E]
        keeps, bit for bit; chains and in are additions. A number takes the kind of
        the array it meets (NEP 50): with float32 values x > 0.1 is compared in
        float32. Integers are compared as integers, exact to 64 bits.

        NaN has one rule: a comparison with NaN is false, only != is true. So --keep
        'x > 0' drops every NaN, --keep 'not x > 0' keeps it, --keep 'isnan(x)'
        keeps nothing else, and x == nan is never true.

        A mistake is shown with a caret under the place and with what was expected
        there.

    RECORDS
        A record is an element of the inputs, x; an entry of a structured array,
        with its fields by name; an entry of each dataset of an HDF5 group, or of
        each file of --field, with the names given there; or, with --axis 0, a row
        x. A field whose name is not a plain word, or is a function's, stands in
        backticks: `wind speed` > 4.

        Of a row, or of a field that has a shape, there are

            x[3]  x[-1]  x[1, 2]    one of its numbers
            any(x > 4)  all(x > 4)  a condition on its numbers, as one condition
            max min mean sum norm   one number of all, as NumPy along the other axes

        Rows beside each other have one shape, and a single number beside a row
        stands for each of its places: any(abs(x) > 4 * v), norm(x - y).

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

        mpirun -np 8 prune-mpi 'run-*/*.npy' --keep 'x > 4' -o out --shards 8
            all files that match as one array, written as eight

        prune-mpi wind.npy --keep 'x > 0' --unique --top 10% -o best.npy
            three stages, one after the other

        mpirun -np 8 prune-mpi era.h5:/wind --keep 'u > 20 and v > 0' -o jet.h5
            datasets of a group as fields, written as HDF5

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
        and mean of its values, and how many are NaN and how many are zero. A
        folder, or a pattern in quotes, is shown as the one array that its files are
        together. Of an HDF5 file of which no dataset is named it shows the tree:
        groups and those that can be read as records, datasets with type, shape,
        chunks and filters, and attributes (@).

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
            '>i2:4096'. Of records it names the fields in the order in which they
            lie, not aligned: 't:<i8,v:<f4[3],4x,w:>f8', where [3] is the shape of a
            field and 4x are four bytes without meaning. @128 at the end passes over
            the first 128 bytes of each file.

        --csv
            Read every input as text with a header that names the columns:
            comma-separated, quoted as RFC 4180 says, also over several lines. Names
            that end in .csv, or in .tsv with tabs, need no flag. A record is a
            line; its fields are the columns, int64 where all values are whole
            numbers, else float64 where all are numbers or missing (NaN: empty, NA,
            NULL and what else pandas takes for it), else text, which --unique alone
            can compare. Only columns that stages name are read as numbers. The
            header and the survivors' lines are written as they stand in the input,
            byte for byte.

        --delimiter CHAR
            What separates the fields of a line, one ASCII character or the word
            tab: ';'. Implies --csv.

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

        prune-mpi inspect era.h5
            what an HDF5 file holds

        prune-mpi inspect --raw f4:1000,3 wind.bin
            a file without a header
    """

  static let longVerify = """
    NAME
        prune-mpi verify - check an output against the report of its run

    USAGE
        prune-mpi verify FILE|DIR --report FILE

    DESCRIPTION
        Reads FILE, the shards in DIR or what a quoted pattern matches, computes
        digest and counts anew and compares them with the report. Exit code 0 when
        they agree, 2 when they differ.

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
