/// Wrong command lines and the exact text that each gives.

/// Flags that are none, or not of this command.
let unknownFlags: [Wrong] = [
  Wrong(
    ["a.npy", "--kep", "x > 4"],
    """
    unknown flag '--kep'
    nearest: --keep EXPR, keep the records for which EXPR is true
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--kep=x > 4"],
    """
    unknown flag '--kep'
    nearest: --keep EXPR, keep the records for which EXPR is true
    try: prune-mpi --help
    """),
  Wrong(
    ["--xyzzy"],
    """
    unknown flag '--xyzzy'
    try: prune-mpi --help
    """),
  Wrong(
    ["-3.npy", "--keep", "x"],
    """
    unknown flag '-3.npy'
    a file whose name starts with '-' is given as ./-name
    try: prune-mpi --help
    """),
  Wrong(
    ["-"],
    """
    unknown flag '-'
    a file whose name starts with '-' is given as ./-name
    try: prune-mpi --help
    """),
  Wrong(
    ["-x", "-o", "b"],
    """
    unknown flag '-x'
    a file whose name starts with '-' is given as ./-name
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "-oout.npy"],
    """
    unknown flag '-oout.npy'
    nearest: --output PATH, write the survivors to PATH, a .npy file
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "—keep", "x"],
    """
    unknown flag '—keep'
    nearest: --keep EXPR, keep the records for which EXPR is true
    try: prune-mpi --help
    """),
  Wrong(
    ["inspect", "a.npy", "--keep", "x > 4"],
    """
    '--keep' is not a flag of 'prune-mpi inspect'
    it belongs to 'prune-mpi': --keep EXPR, keep the records for which EXPR is true
    try: prune-mpi inspect --help
    """),
  Wrong(
    ["inspect", "-q", "a.npy"],
    """
    '-q' is not a flag of 'prune-mpi inspect'
    it belongs to 'prune-mpi': --quiet, no progress on standard error
    try: prune-mpi inspect --help
    """),
  Wrong(
    ["a.npy", "--before", "1"],
    """
    '--before' is not a flag of 'prune-mpi'
    it belongs to 'prune-mpi effect': --before LIST, performance of each node before, as 0.8,0.9,0.7
    try: prune-mpi --help
    """),
  Wrong(
    ["effect", "--befor", "1,2"],
    """
    unknown flag '--befor'
    nearest: --before LIST, performance of each node before, as 0.8,0.9,0.7
    try: prune-mpi effect --help
    """),
  Wrong(
    ["verify", "--reprot", "r.json"],
    """
    unknown flag '--reprot'
    nearest: --report FILE, the JSON report of the run that wrote the output
    try: prune-mpi verify --help
    """),
  Wrong(
    ["help", "--keep"],
    """
    no help on '--keep'
    there is help on prune, inspect, verify, effect
    try: prune-mpi --help
    """),
]

/// Flags given twice, and values that are missing, empty or wrong.
let values: [Wrong] = [
  Wrong(
    ["a.npy", "-o", "b.npy", "--output=c.npy"],
    """
    '--output' is given twice: 'b.npy' and 'c.npy'
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--quiet", "-q"],
    """
    '-q' is given twice
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--force", "--force"],
    """
    '--force' is given twice
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards"],
    """
    '--shards' needs a value: --shards N
    write N files of even size; PATH is their directory
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "-o", "--force"],
    """
    '-o' needs a value before '--force': --output PATH
    write the survivors to PATH, a .npy file
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep", "--drop", "x"],
    """
    '--keep' needs a value before '--drop': --keep EXPR
    keep the records for which EXPR is true
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--balance", "--", "b.npy"],
    """
    '--balance' needs a value before '--': --balance WHEN
    even out the ranks: auto (default), always, never
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--report", "--explan"],
    """
    '--report' needs a value before '--explan': --report FILE
    write the report to FILE as JSON, too
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--force=yes"],
    """
    '--force' takes no value, but is given 'yes'
    try: prune-mpi --help
    """),
  Wrong(
    ["--help="],
    """
    '--help' takes no value, but is given ''
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "-o", ""],
    """
    the value of '-o' is empty: --output PATH
    a variable of the shell may be unset
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep="],
    """
    the value of '--keep' is empty: --keep EXPR
    a variable of the shell may be unset
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "-o", "-"],
    """
    '-o' is '-', expected PATH, as standard input and output are not used
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards", "0"],
    """
    '--shards' is '0', expected a whole number from 1 to 99999
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards", "100000"],
    """
    '--shards' is '100000', expected a whole number from 1 to 99999
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards", "1e3"],
    """
    '--shards' is '1e3', expected a whole number from 1 to 99999
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards", "-8"],
    """
    '--shards' is '-8', expected a whole number from 1 to 99999
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--shards", "99999999999999999999"],
    """
    '--shards' is '99999999999999999999', expected a whole number from 1 to 99999
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--reuse", "-1"],
    """
    '--reuse' is '-1', expected a finite number, 0 or more
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--reuse", "nan"],
    """
    '--reuse' is 'nan', expected a finite number, 0 or more
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--reuse", "inf"],
    """
    '--reuse' is 'inf', expected a finite number, 0 or more
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--reuse", "often"],
    """
    '--reuse' is 'often', expected a finite number, 0 or more
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--balance", "sometimes"],
    """
    '--balance' is 'sometimes', expected auto, always or never
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--balance=Auto"],
    """
    '--balance' is 'Auto', expected auto, always or never
    try: prune-mpi --help
    """),
]

/// Command lines of a prune that are wrong as a whole.
let prunes: [Wrong] = [
  Wrong(
    ["--keep", "x > 4"],
    """
    '--keep' is given, but no file to prune
    add the array: prune-mpi FILE... --keep 'x > 0'
    without any argument the built-in example runs
    try: prune-mpi --help
    """),
  Wrong(
    ["-q", "--explain"],
    """
    '--explain' is given, but no file to prune
    add the array: prune-mpi FILE... --keep 'x > 0'
    without any argument the built-in example runs
    try: prune-mpi --help
    """),
  Wrong(
    ["--"],
    """
    '--' is given, but no file to prune
    add the array: prune-mpi FILE... --keep 'x > 0'
    without any argument the built-in example runs
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy"],
    """
    nothing says what to keep of 'a.npy'
    add a stage: --keep 'x > 0'
    or look at the values first: prune-mpi inspect 'a.npy'
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "-o", "b.npy"],
    """
    nothing says what to keep of 'a.npy'
    add a stage: --keep 'x > 0'
    or look at the values first: prune-mpi inspect 'a.npy'
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "b.npy", "c.npy", "--explain"],
    """
    nothing says what to keep of 'a.npy' and 2 more
    add a stage: --keep 'x > 0'
    or look at the values first: prune-mpi inspect 'a.npy'
    try: prune-mpi --help
    """),
  Wrong(
    ["inspct", "a.npy"],
    """
    nothing says what to keep of 'inspct' and 1 more
    add a stage: --keep 'x > 0'
    or, if a command is meant: prune-mpi inspect
    try: prune-mpi --help
    """),
  Wrong(
    ["verfy"],
    """
    nothing says what to keep of 'verfy'
    add a stage: --keep 'x > 0'
    or, if a command is meant: prune-mpi verify
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep", "x", "--shards", "3"],
    """
    '--shards' is 3, but no directory to write to is given
    add it: --output PATH
    try: prune-mpi --help
    """),
  Wrong(
    ["a.h5", "--keep", "x", "--copy-rest"],
    """
    '--copy-rest' is given, but no HDF5 file to write to
    add it: --output PATH
    try: prune-mpi --help
    """),
  Wrong(
    ["a.h5", "--keep", "x", "--compress", "--shards", "3"],
    """
    '--shards' is 3, but no directory to write to is given
    add it: --output PATH
    try: prune-mpi --help
    """),
  Wrong(
    ["a.h5", "--keep", "x", "--compress"],
    """
    '--compress' is given, but no HDF5 file to write to
    add it: --output PATH
    try: prune-mpi --help
    """),
  Wrong(
    ["a.h5", "--keep", "x", "--compress", "-o", "b.h5"],
    """
    '--compress' is given without '--shards', whose files it compresses
    add them, as many as there are ranks or more: --shards N
    try: prune-mpi --help
    """),
  Wrong(
    ["a.zarr", "--keep", "x", "-o", "b.npy", "--zarr-format", "3"],
    """
    '--zarr-format' is given, but no output whose name ends in .zarr
    name one so: --output PATH
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep", "x", "-o", "b.npy", "--rejects", "./b.npy"],
    """
    '-o' and '--rejects' both write to './b.npy'
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep", "x", "--index-out=out//i/", "--report", "./out/./i"],
    """
    '--index-out' and '--report' both write to './out/./i'
    try: prune-mpi --help
    """),
  Wrong(
    ["a.npy", "--keep", "x", "-o", "/b", "--report", "//b"],
    """
    '-o' and '--report' both write to '//b'
    try: prune-mpi --help
    """),
]

/// What is wrong with the other commands' arguments.
let otherCommands: [Wrong] = [
  Wrong(
    ["inspect"],
    """
    no file is given to inspect
    usage: prune-mpi inspect FILE... [--raw LAYOUT]
    try: prune-mpi inspect --help
    """),
  Wrong(
    ["inspect", "--raw", "f4:3"],
    """
    no file is given to inspect
    usage: prune-mpi inspect FILE... [--raw LAYOUT]
    try: prune-mpi inspect --help
    """),
  Wrong(
    ["inspect", "--"],
    """
    no file is given to inspect
    usage: prune-mpi inspect FILE... [--raw LAYOUT]
    try: prune-mpi inspect --help
    """),
  Wrong(
    ["verify"],
    """
    no file is given to verify
    usage: prune-mpi verify FILE|DIR --report FILE
    try: prune-mpi verify --help
    """),
  Wrong(
    ["verify", "--report", "r.json"],
    """
    no file is given to verify
    usage: prune-mpi verify FILE|DIR --report FILE
    try: prune-mpi verify --help
    """),
  Wrong(
    ["verify", "out.npy"],
    """
    '--report' is missing: --report FILE
    the JSON report of the run that wrote the output
    try: prune-mpi verify --help
    """),
  Wrong(
    ["verify", "a.npy", "b.npy", "--report", "r.json"],
    """
    unexpected argument 'b.npy'
    usage: prune-mpi verify FILE|DIR --report FILE
    try: prune-mpi verify --help
    """),
  Wrong(
    ["effect"],
    """
    '--before' is missing: --before LIST
    performance of each node before, as 0.8,0.9,0.7
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1"],
    """
    '--after' is missing: --after LIST
    performance of each node after, as many numbers
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--after", "1"],
    """
    '--before' is missing: --before LIST
    performance of each node before, as 0.8,0.9,0.7
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "0.8,0.9"],
    """
    unexpected argument '0.8,0.9'
    usage: prune-mpi effect --before LIST --after LIST
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "", "--after", "1"],
    """
    the value of '--before' is empty: --before LIST
    a variable of the shell may be unset
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "0.8,,0.9", "--after", "1,1,1"],
    """
    entry 2 of '--before' is '', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", ",", "--after", ","],
    """
    entry 1 of '--before' is '', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "0.8 0.9", "--after", "1"],
    """
    entry 1 of '--before' is '0.8 0.9', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1,nan", "--after", "1,1"],
    """
    entry 2 of '--before' is 'nan', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1,1", "--after", "1,-1"],
    """
    entry 2 of '--after' is '-1', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1,1,", "--after", "1,1"],
    """
    entry 3 of '--before' is '', expected a finite number, 0 or more
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1,2", "--after", "1"],
    """
    '--before' has 2 numbers, '--after' has 1 number
    each is one number for each node
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "0,0", "--after", "1,1"],
    """
    the mean of '--before' is 0, so there is nothing to compare with
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1e308,1e308", "--after", "1,1"],
    """
    the means of '--before' and '--after' are too large or too far apart for their ratio
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "1e-300", "--after", "1e300"],
    """
    the means of '--before' and '--after' are too large or too far apart for their ratio
    try: prune-mpi effect --help
    """),
  Wrong(
    ["effect", "--before", "5e-324,0", "--after", "1,1"],
    """
    the mean of '--before' is 0, so there is nothing to compare with
    try: prune-mpi effect --help
    """),
  Wrong(
    ["help", "me"],
    """
    no help on 'me'
    there is help on prune, inspect, verify, effect
    try: prune-mpi --help
    """),
  Wrong(
    ["help", "inspect", "x"],
    """
    unexpected argument 'x'
    usage: prune-mpi inspect FILE... [--raw LAYOUT]
    try: prune-mpi inspect --help
    """),
]
