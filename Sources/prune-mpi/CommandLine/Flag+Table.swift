internal import Stages

/// Every flag, in the order in which help lists them.
extension Flag {
  package static let all: [Flag] =
    stages + stageOptions + [
      output, shards, compress, zarrFormat, copyRest, indexOutput, rejects, axis, field, raw, csv,
      delimiter, nan, force, balance, reuse, memory, scratch, spill, report, explain, quiet,
      reportToVerify, before, after, shortHelp, longHelp, version,
    ]

  static let output = Flag(
    "--output", .text("PATH", \.prune.output), short: "-o", isOutput: true, for: [.prune],
    summary: "write the survivors to PATH, a .npy file",
    details: """
      Write the survivors to PATH, in their global order, as a .npy file of the input's element \
      type, fields and byte order: one-dimensional, or with --axis 0 with the shape of the rows. Its bytes are the same on any number of ranks. The file \
      is written aside, checked and then renamed, so that PATH never holds a part of the result. \
      A PATH that ends in .h5, .hdf5 or .nc, or out.h5:/group/name, is an HDF5 file: with the \
      paths, types and attributes of an HDF5 input's datasets. \
      Without this flag the run prunes and reports but does not write the survivors.
      """)

  static let shards = Flag(
    "--shards", .wholeNumber(1...99_999, \.prune.shards), for: [.prune],
    summary: "write N files of even size; PATH is their directory",
    details: """
      Write the survivors as N files whose sizes differ by at most one record, in the directory \
      that --output names: part-00000-of-00008.npy and so on, or .csv, each with the header. N need not be the number of ranks. \
      Of an HDF5 file the N are beside it, out.part-00000-of-00008.h5 and so on, and PATH joins \
      them as virtual datasets.
      """)

  static let compress = Flag(
    "--compress", .on(\.prune.compress), for: [.prune],
    summary: "the files of an HDF5 output's shards are deflated",
    details: """
      Compress the files of --shards, of which an HDF5 output has to have some: the datasets get \
      chunks of whole records, about 1 MiB each, that are shuffled and deflated, as every HDF5 \
      program reads them. Each file is first written as it is and then packed by one rank, so that \
      there has to be room for both; there should be as many files as ranks, or more.
      """)

  static let zarrFormat = Flag(
    "--zarr-format", .wholeNumber(2...3, \.prune.zarrFormat), for: [.prune],
    summary: "version of zarr outputs; default: the input's, or 2",
    details: """
      Outputs whose names end in .zarr are of this version of the format, 2 or 3. By default they \
      are of version 3 where all inputs are, and else of version 2.
      """)

  static let copyRest = Flag(
    "--copy-rest", .on(\.prune.copyRest), for: [.prune],
    summary: "an HDF5 output also gets all that is not pruned",
    details: """
      Make an HDF5 output a copy of the whole input file, of which only the named datasets are \
      pruned: other datasets, groups, attributes and links come along. Of several input files it \
      is the first one.
      """)

  static let indexOutput = Flag(
    "--index-out", .text("PATH", \.prune.indexOutput), isOutput: true, for: [.prune],
    summary: "write the survivors' global positions, int64",
    details: """
      Write the position of each survivor to PATH, a .npy file of int64: counted from 0 over all \
      inputs in the order given, one for each record of the output and in the same order.
      """)

  static let rejects = Flag(
    "--rejects", .text("PATH", \.prune.rejectsOutput), isOutput: true, for: [.prune],
    summary: "write the dropped records",
    details: """
      Write the records that some stage dropped to PATH, a .npy file, in their global order. \
      Survivors and rejects together are the input.
      """)

  static let axis = Flag(
    "--axis",
    .word("0", ["0"]) { draft, word in
      draft.prune.axis = word == "0" ? 0 : nil
      return word == "0"
    }, for: [.prune],
    summary: "a record is a row of the array: x[0], any(x > 4)",
    details: """
      Prune the rows of arrays with more than one axis: a record is what one index of axis 0 \
      gives, and the output has the same trailing shape. In expressions x is the row: x[3] is one \
      of its numbers, and any, all, max, min, mean, sum and norm make one number of all of them.
      """)

  static let field = Flag(
    "--field", .field, isRepeatable: true, for: [.prune],
    summary: "a file as one field of the records: t=time.npy",
    details: """
      Take several equally long files as the fields of records, each under its name: --field \
      t=time.npy --field v=value.npy --keep 'v > 90 and t >= 1386000000'. Stages read only the \
      fields they need; the others are read where records survive. --output then names a \
      directory, with a file NAME.npy for each field. PATH may be a folder or a pattern, as FILE \
      may: --field 'v=run-*/v.npy'; data.npz:MEMBER is one array of a .npz file. The fields of a structured .npy file have \
      names already.
      """)

  static let nan = Flag(
    "--nan",
    .word("WHAT", ["drop", "keep"]) { draft, word in
      guard let policy = NaNPolicy(rawValue: word), policy != .refuse else { return false }
      draft.prune.nan = policy
      return true
    }, for: [.prune],
    summary: "records whose key is NaN: drop or keep them",
    details: """
      What stages that order, add up or compare keys do with records whose key is NaN. Without \
      this flag such a record ends the run, which says how many there are, because NaN has no \
      place in an order. With drop they are dropped, with keep they are kept, and the stage works \
      on the others; --unique then takes all NaN as one value. --keep and --drop need no flag: a \
      comparison with NaN is false.
      """)

  static let raw = Flag(
    "--raw", .text("LAYOUT", \.prune.raw), for: [.prune, .inspect],
    summary: "inputs have no header but this LAYOUT: f4:1000,3",
    details: """
      Read every input as binary values without a header. LAYOUT is the element type and the \
      shape of one file: f4:1000,3 is float32, 1000 by 3. The type is a letter, b (bool), \
      i (signed), u (unsigned) or f (float), and the width in bytes. Without a shape the file's \
      size gives it: f8. A first < or > says little- or big-endian, in quotes for the shell: \
      '>i2:4096'. Of records it names the fields in the order in which they lie, not aligned: \
      't:<i8,v:<f4[3],4x,w:>f8', where [3] is the shape of a field and 4x are four bytes without \
      meaning. @128 at the end passes over the first 128 bytes of each file.
      """)

  static let csv = Flag(
    "--csv", .on(\.isText), for: [.prune, .inspect],
    summary: "inputs are lines of text with a header: CSV",
    details: """
      Read every input as text with a header that names the columns: comma-separated, quoted as RFC \
      4180 says, also over several lines. Names that end in .csv, or in .tsv with tabs, need no \
      flag. A record is a line; its fields are the columns, int64 where all values are whole \
      numbers, else float64 where all are numbers or missing (NaN: empty, NA, NULL and what else \
      pandas takes for it), else text, which --unique alone can compare. Only columns that stages \
      name are read as numbers. The header and the survivors' lines are written as they stand in \
      the input, byte for byte.
      """)

  static let delimiter = Flag(
    "--delimiter", .text("CHAR", \.delimiter), for: [.prune, .inspect],
    summary: "as --csv, with CHAR or tab between the fields",
    details: """
      What separates the fields of a line, one ASCII character or the word tab: ';'. Implies --csv.
      """)

  static let force = Flag(
    "--force", .on(\.prune.force), for: [.prune],
    summary: "replace outputs that exist, never an input",
    details: """
      Replace outputs that exist. Without it a run whose output exists, or with --shards a \
      directory that is not empty, is refused and all is left as it is. An input is never \
      replaced, with or without this flag.
      """)

  static let balance = Flag(
    "--balance", .choice("WHEN", \.prune.balance), for: [.prune],
    summary: "even out the ranks: auto (default), always, never",
    details: """
      Whether survivors move so that every rank owns an even, contiguous part of them. With auto, \
      the default, they move when the measured gain over all passes (see --reuse) is larger than \
      the measured cost of moving. The output has the same bytes in each case; the decision and \
      the numbers behind it are in the report.
      """)

  static let reuse = Flag(
    "--reuse", .number(\.prune.reuse), for: [.prune],
    summary: "passes to be made over the survivors (default 1)",
    details: """
      How often the survivors will be passed over, for --balance auto: what an even spread gains \
      in one pass counts this many times. The default, 1, stands for writing the output. Fractions \
      are allowed.
      """)

  static let memory = Flag(
    "--memory", .byteCount(\.prune.memory), for: [.prune],
    summary: "what a rank may hold of records; more goes to files",
    details: """
      How many bytes a rank may use for records and the work on them: 2GiB, 500MB. The program \
      itself and the MPI library come on top, some 40 MiB that --explain states. Survivors that \
      have no room go to a scratch file or are read a second time (see --spill), and stages that select take more passes. \
      The default is the rank's share of what the control group or the Slurm job allows on its \
      host, else of what is free there. A run that needs more for its work alone is refused \
      before it starts, and the message says how much.
      """)

  static let scratch = Flag(
    "--scratch", .text("DIR", \.prune.scratch), for: [.prune],
    summary: "where survivors go that have no room in memory",
    details: """
      The directory for survivors that have no room in memory (see --memory): one file a rank, \
      without a name, which is gone when the run ends, however it ends. The default is \
      $SLURM_TMPDIR, else $TMPDIR, else /var/tmp.
      """)

  static let spill = Flag(
    "--spill", .choice("HOW", \.prune.spill), for: [.prune],
    summary: "no room for survivors: auto (default), scratch, reread",
    details: """
      What becomes of survivors that have no room in memory (see --memory). With scratch they go \
      to a file (see --scratch). With reread they are counted, and when their place in the output \
      is known the input is read and tested a second time: no disk space is needed, and the input \
      must not change meanwhile, or the run ends without an output. Survivors that were not held \
      are not moved either. auto, the default, takes what is predicted to cost less; --explain and \
      the report state both costs. Where a later stage, --balance always or lines of text need \
      the survivors, they go to a file in each case. The output has the same bytes.
      """)

  static let report = Flag(
    "--report", .text("FILE", \.prune.report), isOutput: true, for: [.prune],
    summary: "write the report to FILE as JSON, too",
    details: """
      Write the report to FILE as JSON, besides the page of text on standard output. verify \
      compares an output with this file.
      """)

  static let explain = Flag(
    "--explain", .on(\.prune.explain), for: [.prune],
    summary: "show the plan and its predicted cost; run nothing",
    details: """
      Show the plan, its peak of memory and its cost as predicted from a small sample, and stop: \
      nothing is pruned and nothing is written. Add it to a complete command line to see what that \
      would do.
      """)

  static let quiet = Flag(
    "--quiet", .on(\.prune.quiet), short: "-q", for: [.prune],
    summary: "no progress on standard error",
    details: """
      Show no progress on standard error. The report and error messages appear as always.
      """)

  static let reportToVerify = Flag(
    "--report", .text("FILE", \.verifiedReport), for: [.verify],
    summary: "the JSON report of the run that wrote the output",
    details: """
      The JSON report that --report wrote in the run that made the output. It is read, not \
      written. This flag is required.
      """)

  static let before = Flag(
    "--before", .numbers(\.before), for: [.effect],
    summary: "performance of each node before, as 0.8,0.9,0.7",
    details: """
      The performance of each node before pruning. This flag is required, and the mean must be \
      above 0.
      """)

  static let after = Flag(
    "--after", .numbers(\.after), for: [.effect],
    summary: "performance of each node after, as many numbers",
    details: """
      The performance of each node after pruning, as many numbers as --before. This flag is \
      required.
      """)

  static let shortHelp = Flag(
    "-h", .show(.shortHelp), for: Command.allCases,
    summary: "this page",
    details: "Show the usage on one screen.")

  static let longHelp = Flag(
    "--help", .show(.longHelp), for: Command.allCases,
    summary: "the full help, in the manner of a manual page",
    details: "Show this page.")

  static let version = Flag(
    "--version", .show(.version), for: Command.allCases,
    summary: "the version",
    details: "Show the version.")
}
